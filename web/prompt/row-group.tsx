// Some rows of a long list. Far from what one sees they are taken out, and their height stays: a thousand rows at once
// would make every step slow.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { cutAtSpans, type OptionMatch, type Span } from '../../src/core/option-filter.ts';
import { SafeText } from '../shell/safe-text.tsx';
import { type ChoicesProps, OptionRow } from './option-row.tsx';

const GROUP_SIZE = 10;
/** What a row is taken to measure until it was there, in px. */
const ROW_PX = 64;
/** How near rows are there, in px above and below what one sees. */
const NEAR_PX = 600;

export function cutIntoGroups(matches: readonly OptionMatch[]): readonly (readonly OptionMatch[])[] {
  const groups: OptionMatch[][] = [];
  for (let start = 0; start < matches.length; start += GROUP_SIZE) {
    groups.push(matches.slice(start, start + GROUP_SIZE));
  }
  return groups;
}

export interface RowGroupProps extends ChoicesProps {
  readonly matches: readonly OptionMatch[];
  /** The first group is always there: keys lead to it. */
  readonly isFirst: boolean;
}

export function RowGroup({ form, spec, matches, isFirst }: RowGroupProps) {
  const element = useRef<HTMLDivElement>(null);
  const isNear = useSignal(isFirst);
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    // A filter may make this group the first one, or leave it fewer rows.
    box.style.height = isFirst || isNear.peek() ? '' : `${matches.length * ROW_PX}px`;
    if (isFirst) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const near = entries.at(-1)?.isIntersecting ?? false;
        // A row that has the focus stays.
        if (near === isNear.peek() || box.contains(document.activeElement)) return;
        box.style.height = near ? '' : `${box.offsetHeight}px`;
        isNear.value = near;
      },
      { rootMargin: `${NEAR_PX}px 0px` },
    );
    const watch = () => observer.observe(box);
    const showOnPaper = () => {
      // The page is laid out for paper, where nothing is near: rows would be taken out again.
      observer.disconnect();
      box.style.height = '';
      isNear.value = true;
    };
    watch();
    addEventListener('beforeprint', showOnPaper);
    addEventListener('afterprint', watch);
    return () => {
      observer.disconnect();
      removeEventListener('beforeprint', showOnPaper);
      removeEventListener('afterprint', watch);
    };
  }, [isFirst, matches.length]);
  return (
    <div ref={element} class="row-group">
      {(isFirst || isNear.value) &&
        matches.map(({ position, label, hint }) => (
          <OptionRow
            key={spec.options[position]?.value}
            form={form}
            spec={spec}
            index={position}
            label={highlight(spec.options[position]?.label, label)}
            hint={highlight(spec.options[position]?.hint, hint)}
          />
        ))}
    </div>
  );
}

/** What the filter found, marked; undefined where it found nothing. */
function highlight(text: string | undefined, spans: readonly Span[]) {
  if (text === undefined || spans.length === 0) return undefined;
  return (
    <bdi>
      {cutAtSpans(text, spans).map((piece, index) => {
        const shown = <SafeText key={index} text={piece.text} />;
        return piece.isHit ? <mark key={index}>{shown}</mark> : shown;
      })}
    </bdi>
  );
}

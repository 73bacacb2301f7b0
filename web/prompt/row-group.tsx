// A group of rows of a long list. Far from the viewport, its rows are removed and its height is kept: a thousand rendered
// rows would make every step slow.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { cutAtSpans, type OptionMatch, type Span } from '../../src/core/option-filter.ts';
import { SafeText } from '../shell/safe-text.tsx';
import { type ChoicesProps, OptionRow } from './option-row.tsx';

const GROUP_SIZE = 10;
/** Assumed height of a row that was not rendered yet, in px. */
const ROW_PX = 64;
/** Rows within this distance above and below the viewport are rendered, in px. */
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
  /** The first group is always rendered: keys move the focus there. */
  readonly isFirst: boolean;
}

export function RowGroup({ form, spec, matches, isFirst }: RowGroupProps) {
  const element = useRef<HTMLDivElement>(null);
  const isNear = useSignal(isFirst);
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    // A filter may make this group the first one, or leave it with fewer rows.
    box.style.height = isFirst || isNear.peek() ? '' : `${matches.length * ROW_PX}px`;
    if (isFirst) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const near = entries.at(-1)?.isIntersecting ?? false;
        // A group that contains the focus keeps its rows.
        if (near === isNear.peek() || box.contains(document.activeElement)) return;
        box.style.height = near ? '' : `${box.offsetHeight}px`;
        isNear.value = near;
      },
      { rootMargin: `${NEAR_PX}px 0px` },
    );
    const watch = () => observer.observe(box);
    const showOnPaper = () => {
      // In the layout for print nothing is near the viewport: the observer would remove the rows again.
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

/** Returns `text` with the filter's matches marked; undefined where there are none. */
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

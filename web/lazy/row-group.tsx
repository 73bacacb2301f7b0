// Some rows of a long list. Far from what one sees they are taken out, and their height stays: a thousand rows at once
// would make every step slow.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ChoicesProps } from '../components/choices.tsx';
import { OptionRow } from '../components/option-row.tsx';

const GROUP_SIZE = 10;
/** What a row is taken to measure until it was there, in px. */
const ROW_PX = 64;
/** How near rows are there, in px above and below what one sees. */
const NEAR_PX = 600;

export function cutIntoGroups(positions: readonly number[]): readonly (readonly number[])[] {
  const groups: number[][] = [];
  for (let start = 0; start < positions.length; start += GROUP_SIZE) {
    groups.push(positions.slice(start, start + GROUP_SIZE));
  }
  return groups;
}

export interface RowGroupProps extends ChoicesProps {
  /** Positions of the group's rows among all options. */
  readonly positions: readonly number[];
  /** The first group is always there: its rows are picked by number. */
  readonly isFirst: boolean;
}

export function RowGroup({ form, spec, positions, isFirst }: RowGroupProps) {
  const element = useRef<HTMLDivElement>(null);
  const isNear = useSignal(isFirst);
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    // A filter may make this group the first one, or leave it fewer rows.
    box.style.height = isFirst || isNear.peek() ? '' : `${positions.length * ROW_PX}px`;
    if (isFirst) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const near = entries.at(-1)?.isIntersecting ?? false;
        // Whoever is here with the keyboard stays here.
        if (near === isNear.peek() || box.contains(document.activeElement)) return;
        box.style.height = near ? '' : `${box.offsetHeight}px`;
        isNear.value = near;
      },
      { rootMargin: `${NEAR_PX}px 0px` },
    );
    observer.observe(box);
    const showOnPaper = () => {
      box.style.height = '';
      isNear.value = true;
    };
    addEventListener('beforeprint', showOnPaper);
    return () => {
      observer.disconnect();
      removeEventListener('beforeprint', showOnPaper);
    };
  }, [isFirst, positions.length]);
  return (
    <div ref={element} class="row-group">
      {(isFirst || isNear.value) &&
        positions.map((position) => (
          <OptionRow key={spec.options[position]?.value} form={form} spec={spec} index={position} />
        ))}
    </div>
  );
}

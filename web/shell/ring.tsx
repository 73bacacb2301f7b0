// The ring: a dial of sixty ticks, an arc for the time left, and a hand at its end.
import { type ReadonlySignal, useComputed } from '@preact/signals';

/** `fraction` runs from 0 to 1. Decorative: the digits beside it show the same. */
export function Ring({ fraction, dial = false }: { fraction: ReadonlySignal<number>; dial?: boolean }) {
  const offset = useComputed(() => (1 - fraction.value).toFixed(4));
  const hand = useComputed(() => `rotate(${(fraction.value * 360).toFixed(2)} 60 60)`);
  return (
    <svg class="ring" viewBox="0 0 120 120" aria-hidden="true">
      {dial && <circle class="ring-dial" cx="60" cy="60" r="57" pathLength="60" />}
      <circle class="ring-track" cx="60" cy="60" r="48" />
      <circle
        class="ring-arc"
        cx="60"
        cy="60"
        r="48"
        pathLength="1"
        stroke-dasharray="1"
        stroke-dashoffset={offset}
        transform="rotate(-90 60 60)"
      />
      {dial && <circle class="ring-hand" cx="60" cy="12" r="5.5" transform={hand} />}
    </svg>
  );
}

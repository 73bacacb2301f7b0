// Signals that tick, so that the time left is redrawn. A signal that nothing reads costs next to nothing.
import { type Signal, signal } from '@preact/signals';

const STEADY_MS = 250;

/** Ticks four times a second, less often in a hidden tab. For everything that need not be exact. */
export const steadyTicks = signal(0);

setInterval(tick, STEADY_MS);

/** Ticks once immediately: a message from the portal has just arrived. */
export function tick(): void {
  steadyTicks.value += 1;
}

/** The monotonic time of this page in ms. An effect or computed signal that reads it runs again at the next tick. */
export function timeAt(ticks: Signal<number>): number {
  void ticks.value;
  return performance.now();
}

/**
 * Creates a separate ticker for what must be exact: `wait` returns the ms from a monotonic time until the next tick is due.
 */
export function tickAfter(wait: (now: number) => number): Signal<number> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = () => {
    timer = setTimeout(() => {
      ticks.value += 1;
      next();
    }, wait(performance.now()));
  };
  const ticks: Signal<number> = signal(0, { watched: next, unwatched: () => clearTimeout(timer) });
  return ticks;
}

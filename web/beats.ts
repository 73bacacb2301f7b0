// The beats to which the time left is redrawn. Only beats that something listens to cost anything.
import { type Signal, signal } from '@preact/signals';

const STEADY_MS = 250;

/** Four times a second, less often in a hidden tab. For everything else. */
export const steadyBeat = signal(0);

setInterval(beat, STEADY_MS);

/** Beats once out of turn: the portal has just spoken. */
export function beat(): void {
  steadyBeat.value += 1;
}

/** The monotonic time of this page in ms; whoever reads it runs again at the next beat. */
export function timeAt(beats: Signal<number>): number {
  void beats.value;
  return performance.now();
}

/** Beats of its own for what must be exact: `wait` tells, at a monotonic time, in how many ms the next one is due. */
export function beatAfter(wait: (now: number) => number): Signal<number> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = () => {
    timer = setTimeout(() => {
      beats.value += 1;
      next();
    }, wait(performance.now()));
  };
  const beats: Signal<number> = signal(0, { watched: next, unwatched: () => clearTimeout(timer) });
  return beats;
}

// The beats to which the time left is redrawn. Only beats that something listens to cost anything.
import { type Signal, signal } from '@preact/signals';

const STEADY_MS = 250;

/** Every frame, while the page is visible. For what must move smoothly or be exact. */
export const frameBeat = signal(0, { watched: startFrames, unwatched: stopFrames });

/** Four times a second, less often in a hidden tab. For everything else. */
export const steadyBeat = signal(0);

let frame = 0;

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

function startFrames(): void {
  frame = requestAnimationFrame(() => {
    frameBeat.value += 1;
    startFrames();
  });
}

function stopFrames(): void {
  cancelAnimationFrame(frame);
}

// The deadline as the asker itself watches it, for when no portal reports an outcome in time.
import type { Clock } from '../core/clock.ts';
import { SECOND } from '../core/limits.ts';
import { afterOnClock } from '../system/clock-timer.ts';

/** How long after the deadline the asker settles the prompt by itself, so that it never hangs: ms. */
const SELF_SETTLE_MS = 10 * SECOND;

export class OwnDeadline {
  readonly #clock: Clock;
  readonly #onPassed: () => void;
  /** Stops the watch of the current deadline; null while there is none. */
  #stop: (() => void) | null = null;

  constructor(clock: Clock, onPassed: () => void) {
    this.#clock = clock;
    this.#onPassed = onPassed;
  }

  /** Replaces the deadline, which is `remainingMs` away; null for none. */
  watch(remainingMs: number | null): void {
    this.stop();
    if (remainingMs === null) return;
    const stop = afterOnClock(this.#clock, remainingMs + SELF_SETTLE_MS, () => {
      // First let the event loop read what the portal sent while this process was stopped: the deadline may have moved.
      setImmediate(() => this.#stop === stop && this.#onPassed());
    });
    this.#stop = stop;
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }
}

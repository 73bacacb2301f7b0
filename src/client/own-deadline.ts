// The deadline as the asker itself watches it, for when no portal reports an outcome in time.
import type { Clock } from '../core/clock.ts';
import { SECOND } from '../core/limits.ts';

/** How long after the deadline the asker settles the prompt by itself, so that it never hangs: ms. */
const SELF_SETTLE_MS = 10 * SECOND;
const CHECK_INTERVAL_MS = 30 * SECOND;

export class OwnDeadline {
  readonly #clock: Clock;
  readonly #onPassed: () => void;
  #timer: NodeJS.Timeout | null = null;
  /** Monotonic ms at which the prompt is settled without a portal; null for never. */
  #ends: number | null = null;

  constructor(clock: Clock, onPassed: () => void) {
    this.#clock = clock;
    this.#onPassed = onPassed;
  }

  /** Replaces the deadline. Checks the clock now and then, because timers do not advance while the machine is suspended. */
  watch(remainingMs: number | null): void {
    this.stop();
    if (remainingMs === null) return;
    const ends = this.#clock.now() + remainingMs + SELF_SETTLE_MS;
    this.#ends = ends;
    const look = () => {
      const left = ends - this.#clock.now();
      if (left > 0) this.#timer = setTimeout(look, Math.min(left, CHECK_INTERVAL_MS));
      // First let the event loop read what the portal sent while this process was stopped: the deadline may have moved.
      else setImmediate(() => this.#ends === ends && this.#onPassed());
    };
    look();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#ends = null;
  }
}

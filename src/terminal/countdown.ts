// The time left as the portal last said it, counted down on this machine's clock.
import type { Clock } from '../core/clock.ts';

export class Countdown {
  readonly #clock: Clock;
  /** Monotonic ms; null without a deadline. */
  #deadline: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes down what the portal says now. */
  hear(remaining_ms: number | null): void {
    this.#deadline = remaining_ms === null ? null : this.#clock.now() + remaining_ms;
  }

  /** Ms until the deadline, never negative; null without one. */
  get left(): number | null {
    return this.#deadline === null ? null : Math.max(0, this.#deadline - this.#clock.now());
  }
}

// The deadline loop: one timer, set for the earliest deadline.
import type { Clock } from '../core/clock.ts';
import type { Registry } from '../core/registry.ts';

/**
 * The longest sleep, in ms. Checking every second covers a suspended machine (the timer does not advance, the clock does)
 * and delays beyond 2^31-1 ms, which setTimeout turns into 1 ms.
 */
const MAX_SLEEP = 1_000;

/** Expires prompts at their deadlines: never early, because the registry checks the clock and does not trust the timer. */
export class Scheduler {
  readonly #registry: Registry;
  readonly #clock: Clock;
  readonly #unsubscribe: () => void;
  #timer: NodeJS.Timeout | null = null;
  /** Monotonic ms at which the timer will fire. */
  #wakes = Number.POSITIVE_INFINITY;
  /** Monotonic ms up to which prompts are being expired, and how many such rounds are in progress. */
  #expiring = Number.NEGATIVE_INFINITY;
  #underway = 0;
  #stopped = false;

  constructor(registry: Registry, clock: Clock) {
    this.#registry = registry;
    this.#clock = clock;
    this.#unsubscribe = registry.subscribe(() => void this.#arm());
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
    this.#disarm();
  }

  async #arm(): Promise<void> {
    const next = await this.#registry.nextDeadline();
    if (this.#stopped) return;
    if (next === null) return this.#disarm();
    if (this.#underway > 0 && next <= this.#expiring) return;
    const now = this.#clock.now();
    const wakes = Math.min(next, now + MAX_SLEEP);
    // An earlier timer rechecks by itself; only a nearer deadline needs a new one.
    if (this.#timer && this.#wakes <= wakes) return;
    this.#disarm();
    this.#wakes = wakes;
    this.#timer = setTimeout(() => void this.#expire(), Math.max(0, Math.ceil(wakes - now)));
  }

  /** Rearms the timer at once: the next deadlines do not wait until the outcomes of these are on disk. */
  async #expire(): Promise<void> {
    this.#disarm();
    this.#expiring = this.#clock.now();
    this.#underway += 1;
    try {
      await Promise.all([this.#registry.expireDue(this.#expiring), this.#arm()]);
    } finally {
      this.#underway -= 1;
    }
    await this.#arm();
  }

  #disarm(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#wakes = Number.POSITIVE_INFINITY;
  }
}

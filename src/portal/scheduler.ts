// The deadline loop: one timer for the earliest deadline of all.
import type { Clock } from '../core/clock.ts';
import type { Registry } from '../core/registry.ts';

/**
 * The longest sleep, in ms. Looking again each second covers a suspended machine (the timer stands still, the clock
 * does not) and delays beyond 2^31-1 ms, which setTimeout turns into 1 ms.
 */
const MAX_SLEEP = 1_000;

/** Expires prompts at their deadlines: never early, because the registry judges by the clock and not by the timer. */
export class Scheduler {
  readonly #registry: Registry;
  readonly #clock: Clock;
  readonly #unsubscribe: () => void;
  #timer: NodeJS.Timeout | null = null;
  /** Monotonic ms at which the timer is to fire. */
  #wakes = Number.POSITIVE_INFINITY;
  #running = false;
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
    if (this.#stopped || this.#running) return;
    if (next === null) return this.#disarm();
    const now = this.#clock.now();
    const wakes = Math.min(next, now + MAX_SLEEP);
    // An earlier timer will look again by itself; only a nearer deadline needs a new one.
    if (this.#timer && this.#wakes <= wakes) return;
    this.#disarm();
    this.#wakes = wakes;
    this.#timer = setTimeout(() => void this.#expire(), Math.max(0, Math.ceil(wakes - now)));
  }

  async #expire(): Promise<void> {
    this.#disarm();
    this.#running = true;
    try {
      await this.#registry.expireDue(this.#clock.now());
    } finally {
      this.#running = false;
    }
    await this.#arm();
  }

  #disarm(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#wakes = Number.POSITIVE_INFINITY;
  }
}

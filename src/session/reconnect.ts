// Reconnects after a connection was lost or refused: at once if it had lasted, else with exponential back-off.
// Pure: clock, timers and randomness are parameters.

export interface ReconnectOptions {
  /** Makes one attempt. Calls `opened` or `lost` of this object later, or from within. */
  readonly connect: () => void;
  /** The wait after the first failure, doubled with each further one, and the longest wait: ms. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Monotonic ms. */
  readonly now: () => number;
  /** Runs `run` once after `ms`; the returned function cancels that. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** From 0 to 1; adds jitter, so that the waits of several processes differ. */
  readonly random?: () => number;
}

export class Reconnect {
  readonly #options: ReconnectOptions;
  /** Attempts in a row that failed, or whose connection did not last. */
  #failures = 0;
  /** When the connection was opened; null while there is none. */
  #openedAt: number | null = null;
  #stopWaiting: (() => void) | null = null;
  #isStopped = false;

  constructor(options: ReconnectOptions) {
    this.#options = options;
  }

  /** The attempt succeeded. */
  opened(): void {
    this.#openedAt = this.#options.now();
  }

  /**
   * The connection was lost, or the attempt failed: schedules the next one. Only a connection that lasted as long as the
   * longest wait counts as a success: connections that keep breaking at once must not be retried in a tight loop.
   */
  lost(): void {
    if (this.#isStopped || this.#stopWaiting) return;
    const { now, after, random = Math.random, firstWaitMs, longestWaitMs } = this.#options;
    const hasLasted = this.#openedAt !== null && now() - this.#openedAt >= longestWaitMs;
    this.#openedAt = null;
    this.#failures = hasLasted ? 0 : this.#failures + 1;
    const wait = hasLasted ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (this.#failures - 1));
    this.#stopWaiting = after(wait * (0.5 + random() / 2), () => this.#connect());
  }

  /** Ends a wait: makes the next attempt now. */
  hurry(): void {
    if (this.#stopWaiting) this.#connect();
  }

  /** Makes no more attempts. */
  stop(): void {
    this.#isStopped = true;
    this.#stopWaiting?.();
    this.#stopWaiting = null;
  }

  #connect(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    this.#options.connect();
  }
}

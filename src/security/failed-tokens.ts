// Rate limit for wrong tokens and codes: after many failures, callers must wait; valid tokens and codes still work.

/** Failures per minute that are refused as such; further ones are rate-limited until the minute is over. */
const MAX_FAILED = 10;
const MINUTE = 60_000;

export class FailedTokens {
  /** Monotonic ms. */
  readonly #now: () => number;
  #count = 0;
  #ends = Number.NEGATIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one failure. The minute begins with the first. */
  note(): void {
    if (this.#now() >= this.#ends) {
      this.#count = 0;
      this.#ends = this.#now() + MINUTE;
    }
    this.#count += 1;
  }

  /** Whole seconds for which further failures are rate-limited; null below the limit. */
  wait(): number | null {
    const left = this.#ends - this.#now();
    return this.#count > MAX_FAILED && left > 0 ? Math.ceil(left / 1_000) : null;
  }
}

// Wrong tokens and codes: whoever tries many is told to wait, while good ones are taken all the same.

/** Wrong ones within a minute that are refused as such; further ones are turned away until the minute is over. */
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

  /** Counts one. The minute begins with the first. */
  note(): void {
    if (this.#now() >= this.#ends) {
      this.#count = 0;
      this.#ends = this.#now() + MINUTE;
    }
    this.#count += 1;
  }

  /** Whole seconds for which others are turned away; null while there were few. */
  wait(): number | null {
    const left = this.#ends - this.#now();
    return this.#count > MAX_FAILED && left > 0 ? Math.ceil(left / 1_000) : null;
  }
}

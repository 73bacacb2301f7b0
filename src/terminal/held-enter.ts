// Tells Enter that is pressed twice from Enter that is held down, which the keyboard repeats: terminals send the same for
// both, but a key that is held down goes on.

/** The keyboard repeats a key at least this often: ms. */
const REPEAT_MS = 120;
/** How long after the press the keyboard begins to, at most: ms. */
const REPEAT_BEGINS_MS = 1_000;

export class HeldEnter {
  readonly #now: () => number;
  readonly #after: (ms: number, run: () => void) => () => void;
  #last = Number.NEGATIVE_INFINITY;
  /** Since the Enter before: ms. */
  #gap = Number.POSITIVE_INFINITY;
  #stopWaiting: () => void = () => {};

  /** `now` gives monotonic ms; `after` runs something once after some ms, and gives the way to take that back. */
  constructor(now: () => number, after: (ms: number, run: () => void) => () => void) {
    this.#now = now;
    this.#after = after;
  }

  /** A key came: what an Enter before it was to answer is not sent. */
  press(isEnter: boolean): void {
    this.#stopWaiting();
    const now = this.#now();
    this.#gap = isEnter ? now - this.#last : Number.POSITIVE_INFINITY;
    this.#last = isEnter ? now : Number.NEGATIVE_INFINITY;
  }

  /** The key that came last answers: `send` runs at once, or once it is known that the key is not held down. False when it is. */
  answer(send: () => void): boolean {
    if (this.#gap < REPEAT_MS) return false;
    if (this.#gap > REPEAT_BEGINS_MS) send();
    else this.#stopWaiting = this.#after(REPEAT_MS, send);
    return true;
  }

  stop(): void {
    this.#stopWaiting();
  }
}

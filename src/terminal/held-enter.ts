// Distinguishes pressing Enter twice from holding it down (keyboard auto-repeat): terminals send the same for both, but a
// held key keeps repeating.

/** Longest interval of keyboard auto-repeat: ms. */
const REPEAT_MS = 120;
/** Longest delay between the key press and the first repeat: ms. */
const REPEAT_BEGINS_MS = 1_000;

export class HeldEnter {
  readonly #now: () => number;
  readonly #after: (ms: number, run: () => void) => () => void;
  #last = Number.NEGATIVE_INFINITY;
  /** Time between the last two presses of Enter: ms. */
  #gap = Number.POSITIVE_INFINITY;
  #stopWaiting: () => void = () => {};

  /** `now` returns monotonic ms; `after` runs a callback once after `ms`, and returns a function that cancels it. */
  constructor(now: () => number, after: (ms: number, run: () => void) => () => void) {
    this.#now = now;
    this.#after = after;
  }

  /** Call for each key press, before `answer`. Drops an answer that is still delayed. */
  press(isEnter: boolean): void {
    this.#stopWaiting();
    const now = this.#now();
    this.#gap = isEnter ? now - this.#last : Number.POSITIVE_INFINITY;
    this.#last = isEnter ? now : Number.NEGATIVE_INFINITY;
  }

  /** Answers by the last key: runs `send` at once, or after a delay that rules out a held key. False for a held key. */
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

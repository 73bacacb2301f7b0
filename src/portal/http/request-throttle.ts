// How many HTTP requests are answered before everything else has its turn: deadlines, links, other connections.

/** What takes some ten milliseconds to answer. A page needs a dozen at once, a crowd of commands one each. */
const REQUESTS_PER_TURN = 400;

export class RequestThrottle {
  #count = 0;
  readonly #nextTurn: (reset: () => void) => void;

  /** `nextTurn` runs its argument once, after all that came in with this turn of the event loop. */
  constructor(nextTurn: (reset: () => void) => void) {
    this.#nextTurn = nextTurn;
  }

  /** Counts one request. False for one too many: whoever sends thousands ahead of their answers keeps all others waiting. */
  admit(): boolean {
    if (this.#count === 0) this.#nextTurn(() => this.#reset());
    this.#count += 1;
    return this.#count <= REQUESTS_PER_TURN;
  }

  #reset(): void {
    this.#count = 0;
  }
}

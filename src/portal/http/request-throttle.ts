// Limits the HTTP requests per turn of the event loop, so that deadlines, links and other connections are not delayed.

/** About 10 ms of work. A page sends a dozen requests at once, a crowd of commands one each. */
const REQUESTS_PER_TURN = 400;

export class RequestThrottle {
  #count = 0;
  readonly #nextTurn: (reset: () => void) => void;

  /** `nextTurn` runs its argument once, after everything received in this turn of the event loop. */
  constructor(nextTurn: (reset: () => void) => void) {
    this.#nextTurn = nextTurn;
  }

  /** Counts one request; false if it exceeds the limit. A client that pipelines thousands of requests delays all others. */
  admit(): boolean {
    if (this.#count === 0) this.#nextTurn(() => this.#reset());
    this.#count += 1;
    return this.#count <= REQUESTS_PER_TURN;
  }

  #reset(): void {
    this.#count = 0;
  }
}

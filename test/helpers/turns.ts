// Turns of the event loop that end when a test says so, and a look at promises without waiting for them.

/** Stands in for `setImmediate`: `turns.next` collects, `turns.end()` runs. */
export class ManualTurns {
  #queue: (() => void)[] = [];

  readonly next = (flush: () => void): void => {
    this.#queue.push(flush);
  };

  /** How many callbacks wait for the end of this turn. */
  get waiting(): number {
    return this.#queue.length;
  }

  end(): void {
    const queue = this.#queue;
    this.#queue = [];
    for (const flush of queue) flush();
  }
}

/** Lets every promise that can settle without a timer or I/O settle. */
export function drainMicrotasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What `promise` has come to so far; `pending` until it settles. Look after {@link drainMicrotasks}. */
export function watch<T>(promise: Promise<T>): { state: 'pending' | 'fulfilled' | 'rejected'; value?: T } {
  const seen: { state: 'pending' | 'fulfilled' | 'rejected'; value?: T } = { state: 'pending' };
  promise.then(
    (value) => Object.assign(seen, { state: 'fulfilled', value }),
    () => Object.assign(seen, { state: 'rejected' }),
  );
  return seen;
}

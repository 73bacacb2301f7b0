// A binary heap of deadlines, so that a thousand prompts cost one timer and moving one costs O(log n).

interface Entry {
  readonly id: string;
  readonly deadline: number;
}

/** Deadlines by id, the earliest first. Moved and removed entries are dropped when they reach the top. */
export class DeadlineQueue {
  readonly #heap: Entry[] = [];
  readonly #current = new Map<string, Entry>();

  /** Sets the deadline of `id` (monotonic ms); null removes it. Throws for NaN, which would hold up all the others. */
  set(id: string, deadline: number | null): void {
    if (Number.isNaN(deadline)) throw new RangeError(`the deadline of ${id} is not a number`);
    if (deadline === null) {
      this.#current.delete(id);
    } else if (this.#current.get(id)?.deadline !== deadline) {
      const entry = { id, deadline };
      this.#current.set(id, entry);
      this.#push(entry);
    }
    if (this.#heap.length > 2 * this.#current.size + 64) this.#rebuild();
  }

  /** The earliest deadline, or null when there is none. */
  next(): number | null {
    this.#dropStale();
    return this.#heap[0]?.deadline ?? null;
  }

  /** Removes and returns the ids whose deadline is at or before `now`, earliest first. */
  takeDue(now: number): string[] {
    const due: string[] = [];
    for (let next = this.next(); next !== null && next <= now; next = this.next()) {
      const entry = this.#pop();
      this.#current.delete(entry.id);
      due.push(entry.id);
    }
    return due;
  }

  #dropStale(): void {
    for (let top = this.#heap[0]; top && this.#current.get(top.id) !== top; top = this.#heap[0]) this.#pop();
  }

  #rebuild(): void {
    this.#heap.length = 0;
    for (const entry of this.#current.values()) this.#push(entry);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent).deadline <= entry.deadline) break;
      heap[index] = this.#at(parent);
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): Entry {
    const heap = this.#heap;
    const top = this.#at(0);
    const last = heap.pop() as Entry;
    if (heap.length === 0) return top;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.#at(child + 1).deadline < this.#at(child).deadline) child += 1;
      if (this.#at(child).deadline >= last.deadline) break;
      heap[index] = this.#at(child);
      index = child;
    }
    heap[index] = last;
    return top;
  }

  #at(index: number): Entry {
    return this.#heap[index] as Entry;
  }
}

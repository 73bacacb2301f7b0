// A shared Web Lock through which the worker detects a fact about this page. The browser releases it when the page goes
// away.

export class SharedLock {
  readonly #name: string;
  #release: (() => void) | null = null;

  constructor(name: string) {
    this.#name = name;
  }

  /** Acquires the lock, shared with other pages, or releases it. */
  hold(wanted: boolean): void {
    if (wanted === (this.#release !== null) || !navigator.locks) return;
    this.#release?.();
    this.#release = null;
    if (!wanted) return;
    const released = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    // Where the browser blocks storage, it has no locks either, and no worker that would query them.
    navigator.locks.request(this.#name, { mode: 'shared' }, () => released).catch(() => {});
  }
}

// Leaving when nobody needs the portal any more.

export interface IdleOptions {
  /** How long nothing must happen: ms. */
  readonly delay: number;
  /** True while a prompt, an asker or a tab is here. */
  readonly isBusy: () => boolean;
  readonly leave: () => void;
}

/** Calls `leave` once the portal was idle for `delay` without a break. `touch` tells it that something changed. */
export class IdleWatch {
  readonly #options: IdleOptions;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(options: IdleOptions) {
    this.#options = options;
    this.touch();
  }

  touch(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timer = setTimeout(
      () => (this.#options.isBusy() ? this.touch() : this.#options.leave()),
      this.#options.delay,
    );
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

// Detects when the portal is no longer needed, so that it can shut down.

export interface IdleOptions {
  /** How long the portal must be idle: ms. */
  readonly delay: number;
  /** True while a prompt is open, or an asker or a tab is connected. */
  readonly isBusy: () => boolean;
  readonly leave: () => void;
}

/** Calls `leave` once the portal has been idle for `delay` without a break. Each `touch` restarts the delay. */
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

// A cancellation that can still be undone: it is sent some seconds after the click.
import { signal } from '@preact/signals';
import { SECOND } from '../../src/core/limits.ts';
import type { Environment } from './environment.ts';

/** How long a cancellation can be undone: s. */
const UNDO_S = 4;

export class DelayedCancel {
  /** Whole seconds until it is sent; null when nothing is to be cancelled. */
  readonly seconds = signal<number | null>(null);
  readonly #environment: Environment;
  readonly #send: () => void;
  #stopTimer: () => void = () => {};

  constructor(environment: Environment, send: () => void) {
    this.#environment = environment;
    this.#send = send;
  }

  /**
   * Begins to count. `left` is the time until the deadline (ms), null without one: a second of it is kept, so that the
   * command is told what the human decided and not that time ran out.
   */
  start(left: number | null): void {
    this.undo();
    this.#count(Math.min(UNDO_S, left === null ? UNDO_S : Math.floor(left / SECOND) - 1));
  }

  undo(): void {
    this.#stopTimer();
    this.seconds.value = null;
  }

  /** Sends at once what is being counted down: the human leaves, and cannot undo it any more. */
  hurry(): void {
    if (this.seconds.peek() === null) return;
    this.undo();
    this.#send();
  }

  #count(seconds: number): void {
    this.seconds.value = Math.max(0, seconds);
    if (seconds <= 0) this.hurry();
    else this.#stopTimer = this.#environment.after(SECOND, () => this.#count(seconds - 1));
  }
}

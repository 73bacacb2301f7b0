// A cancellation that can be undone: it is sent some seconds after the click.
import { computed, signal } from '@preact/signals';
import { SECOND } from '../../src/core/limits.ts';
import type { Environment } from '../shell/environment.ts';

/** How long a cancellation can be undone: s. */
const UNDO_S = 4;

export class DelayedCancel {
  /** Whole seconds until it is sent; null when nothing is to be cancelled. */
  readonly seconds = signal<number | null>(null);
  /** True once pressing again sends it: not in the first second, which belongs to the other click of a double click. */
  readonly canHurry = computed(() => {
    const seconds = this.seconds.value;
    return seconds !== null && seconds < this.#begun;
  });
  readonly #environment: Environment;
  readonly #send: () => void;
  /** Whole seconds that it counts in all. */
  #begun = UNDO_S;
  #stopTimer: () => void = () => {};

  constructor(environment: Environment, send: () => void) {
    this.#environment = environment;
    this.#send = send;
  }

  /**
   * Begins to count. `left` is the time until the deadline (ms), null without one: the last second of it is left out, so
   * that the command gets the human's decision and not a timeout.
   */
  start(left: number | null): void {
    this.undo();
    this.#begun = Math.min(UNDO_S, left === null ? UNDO_S : Math.floor(left / SECOND) - 1);
    this.#count(this.#begun);
  }

  undo(): void {
    this.#stopTimer();
    this.seconds.value = null;
  }

  /** Sends a pending cancellation at once: the human says so, or is leaving and can no longer undo it. */
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

// A cancellation that can be undone: it is sent some seconds after the click.
import { signal } from '@preact/signals';
import { SECOND } from '../../src/core/limits.ts';
import type { Environment } from '../shell/environment.ts';

/** How long a cancellation can be undone: s. */
const UNDO_S = 4;

export class DelayedCancel {
  /** Whole seconds until it is sent; null when nothing is to be cancelled. */
  readonly seconds = signal<number | null>(null);
  /** True once pressing again sends it: not in the first second, which belongs to the other click of a double click. */
  readonly canHurry = signal(false);
  readonly #environment: Environment;
  readonly #send: () => void;
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
    this.#count(Math.min(UNDO_S, left === null ? UNDO_S : Math.floor(left / SECOND) - 1));
  }

  undo(): void {
    this.#stopTimer();
    this.seconds.value = null;
    this.canHurry.value = false;
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
    else this.#stopTimer = this.#environment.after(SECOND, () => this.#goOn(seconds - 1));
  }
  #goOn(seconds: number): void {
    this.canHurry.value = true;
    this.#count(seconds);
  }
}

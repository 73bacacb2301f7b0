// A cancellation that can be undone: it is sent some seconds after the click.
import { computed, signal } from '@preact/signals';
import { SECOND } from '../../src/core/limits.ts';
import type { Environment } from '../shell/environment.ts';

/** How long a cancellation can be undone: s. */
const UNDO_S = 4;

export class DelayedCancel {
  /** Whole seconds until it is sent; null when no cancellation is pending. */
  readonly seconds = signal<number | null>(null);
  /** True while it waits for Cancel to be pressed again, since the human is writing a reason. */
  readonly isPaused = signal(false);
  /** True once pressing Cancel again sends it at once. Not in the first second, so that a double click does not send it. */
  readonly canHurry = computed(() => {
    const seconds = this.seconds.value;
    return seconds !== null && (this.isPaused.value || seconds < this.#begun);
  });
  readonly #environment: Environment;
  readonly #send: () => void;
  /** Length of the whole countdown, in seconds. */
  #begun = UNDO_S;
  #stopTimer: () => void = () => {};

  constructor(environment: Environment, send: () => void) {
    this.#environment = environment;
    this.#send = send;
  }

  /**
   * Starts the countdown. `left` is the time until the deadline (ms), null without one. The countdown ends at least one
   * second before the deadline, so that the command gets the human's decision and not a timeout.
   */
  start(left: number | null): void {
    this.undo();
    this.#begun = Math.min(UNDO_S, left === null ? UNDO_S : Math.floor(left / SECOND) - 1);
    this.#count(this.#begun);
  }

  undo(): void {
    this.#stopTimer();
    this.seconds.value = null;
    this.isPaused.value = false;
  }

  /**
   * Stops the countdown of a pending cancellation. It is then sent when Cancel is pressed again, and at the latest a second
   * before the deadline; `left` returns the time until that (ms), null without one.
   */
  pause(left: () => number | null): void {
    if (this.seconds.peek() === null) return;
    this.#stopTimer();
    this.isPaused.value = true;
    const now = left();
    if (now !== null && now < 2 * SECOND) this.hurry();
    else this.#stopTimer = this.#environment.after(SECOND, () => this.pause(left));
  }

  /** Sends a pending cancellation at once: the human asked for that, or is leaving and can no longer undo it. */
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

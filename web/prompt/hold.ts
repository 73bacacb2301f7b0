// Holding a button down: a gesture that nobody makes by accident.
import { signal } from '@preact/signals';
import type { Environment } from '../shell/environment.ts';

/** How long a button must be held, in ms. The style sheet fills it in the same time. */
export const HOLD_MS = 1_200;

export class HoldModel {
  readonly holding = signal(false);
  readonly #environment: Environment;
  readonly #done: () => void;
  #stopTimer: () => void = () => {};

  /** `done` runs once for every press that is held long enough. */
  constructor(environment: Environment, done: () => void) {
    this.#environment = environment;
    this.#done = done;
  }

  press(): void {
    if (this.holding.peek()) return;
    this.holding.value = true;
    this.#stopTimer = this.#environment.after(HOLD_MS, () => {
      this.holding.value = false;
      this.#done();
    });
  }

  /** Ends the hold. If it was too short, `done` does not run. */
  release(): void {
    this.#stopTimer();
    this.holding.value = false;
  }
}

// The selection made so far: this tab's own, kept by the portal, and the same in every tab of the prompt.
import { signal } from '@preact/signals';
import type { Draft } from '../../src/core/prompt.ts';
import type { Environment } from './environment.ts';

const DEBOUNCE_MS = 150;
/** How long an own change may stay without its echo before other tabs' changes count again. */
const ECHO_MS = 2_000;

export class DraftModel {
  readonly picked = signal<string | null>(null);
  readonly #environment: Environment;
  readonly #send: (value: string) => boolean;
  /** An own change that no portal has been told of. */
  #unsent = false;
  /** An own change that was sent and has not come back in a snapshot. */
  #awaited: string | null = null;
  #stopTimer: () => void = () => {};

  constructor(environment: Environment, send: (value: string) => boolean) {
    this.#environment = environment;
    this.#send = send;
  }

  /** The human chose `value`. */
  pick(value: string): void {
    this.picked.value = value;
    this.#unsent = true;
    this.#arm(DEBOUNCE_MS, () => this.flush());
  }

  /** Tells the portal now what it has not been told. */
  flush(): void {
    const value = this.picked.value;
    if (!this.#unsent || value === null || !this.#send(value)) return;
    this.#unsent = false;
    this.#awaited = value;
    this.#arm(ECHO_MS, () => {
      this.#awaited = null;
    });
  }

  /**
   * Takes over what the portal keeps, unless this tab knows better: its own change is newer, or, on the first
   * snapshot of a connection (`fresh`), the portal is a new one that never had it.
   */
  applyRemote(draft: Draft | null, fresh: boolean): void {
    const remote = draft?.values[0] ?? null;
    if (fresh) this.#recover(remote);
    if (this.#unsent) return;
    if (this.#awaited !== null) {
      if (remote === this.#awaited) this.#awaited = null;
    } else if (remote !== null) {
      this.picked.value = remote;
    }
  }

  /** Stops every timer; nothing is sent any more. */
  close(): void {
    this.#stopTimer();
    this.#unsent = false;
  }

  #recover(remote: string | null): void {
    const lost = this.#awaited !== null && this.#awaited !== remote;
    this.#awaited = null;
    if (lost || (remote === null && this.picked.value !== null)) this.#unsent = true;
    this.flush();
  }

  #arm(ms: number, run: () => void): void {
    this.#stopTimer();
    this.#stopTimer = this.#environment.after(ms, run);
  }
}

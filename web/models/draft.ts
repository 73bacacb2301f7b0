// The draft of an answer: this tab's own, kept by the portal, and the same in every tab of the prompt.
import { signal } from '@preact/signals';
import { NOTHING, nameAnswer } from '../../src/core/picks.ts';
import type { Answer, Draft } from '../../src/core/prompt.ts';
import type { Environment } from './environment.ts';

/** The portal hears of changes this often at most. A hold depends on it: never later than that. */
const THROTTLE_MS = 150;
/** How long an own change may stay without its echo before other tabs' changes count again. */
const ECHO_MS = 2_000;

export interface DraftOptions {
  readonly environment: Environment;
  /** What of a draft counts. */
  readonly count: (draft: Draft) => Answer;
  /** The draft of another tab, together with what this tab keeps beside it. */
  readonly merge: (local: Draft, remote: Draft) => Draft;
  /** False when it could not be sent. */
  readonly send: (answer: Answer) => boolean;
}

export class DraftModel {
  readonly content = signal<Draft>(NOTHING);
  /** True once a human picked or typed something, in this tab or in another. */
  readonly touched = signal(false);
  readonly #options: DraftOptions;
  /** An own change that no portal has been told of. */
  #unsent = false;
  /** An own change that was sent and has not come back in a snapshot. */
  #awaited: string | null = null;
  #stopSending: (() => void) | null = null;
  #stopWaiting: () => void = () => {};

  constructor(options: DraftOptions) {
    this.#options = options;
  }

  /** What is there before anybody did anything; nobody is told of it. */
  start(draft: Draft): void {
    if (!this.touched.value) this.content.value = draft;
  }

  /** The human picked or typed. */
  change(draft: Draft): void {
    this.content.value = draft;
    this.touched.value = true;
    this.#unsent = true;
    this.#stopSending ??= this.#options.environment.after(THROTTLE_MS, () => this.flush());
  }

  /** Tells the portal now what it has not been told. */
  flush(): void {
    this.#stopSending?.();
    this.#stopSending = null;
    const answer = this.#options.count(this.content.value);
    if (!this.#unsent || !this.#options.send(answer)) return;
    this.#unsent = false;
    this.#awaited = nameAnswer(answer);
    this.#stopWaiting();
    this.#stopWaiting = this.#options.environment.after(ECHO_MS, () => {
      this.#awaited = null;
    });
  }

  /**
   * Takes over what the portal keeps, unless this tab knows better: its own change is newer, or, on the first
   * snapshot of a connection (`fresh`), the portal is a new one that never had it.
   */
  applyRemote(draft: Draft | null, fresh: boolean): void {
    const remote = draft && nameAnswer(draft);
    if (fresh) this.#recover(remote);
    if (this.#unsent) return;
    if (this.#awaited !== null) {
      if (remote === this.#awaited) this.#awaited = null;
    } else if (draft) {
      this.touched.value = true;
      if (remote !== this.#ownName()) this.content.value = this.#options.merge(this.content.value, draft);
    }
  }

  /** Stops every timer; nothing is sent any more. */
  close(): void {
    this.#stopSending?.();
    this.#stopWaiting();
    this.#unsent = false;
  }

  #recover(remote: string | null): void {
    const lost = this.#awaited !== null && this.#awaited !== remote;
    this.#awaited = null;
    if (lost || (remote === null && this.touched.value)) this.#unsent = true;
    this.flush();
  }

  #ownName(): string {
    return nameAnswer(this.#options.count(this.content.value));
  }
}

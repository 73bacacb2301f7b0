// The draft of an answer: this tab's own, kept by the portal, and the same in every tab of the prompt.
import { signal } from '@preact/signals';
import { DraftSync } from '../../src/core/draft-sync.ts';
import { NOTHING } from '../../src/core/picks.ts';
import type { Answer, Draft } from '../../src/core/prompt.ts';
import type { Environment } from './environment.ts';

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
  readonly #merge: DraftOptions['merge'];
  readonly #sync: DraftSync;

  constructor({ environment, count, merge, send }: DraftOptions) {
    this.#merge = merge;
    this.#sync = new DraftSync({ count, send, after: (ms, run) => environment.after(ms, run) });
  }

  /** What is there before anybody did anything; nobody is told of it. */
  start(draft: Draft): void {
    if (!this.touched.value) this.content.value = draft;
  }

  /** The human picked or typed. */
  change(draft: Draft): void {
    this.content.value = draft;
    this.touched.value = true;
    this.#sync.change(draft);
  }

  /** Tells the portal now what it has not been told. */
  flush(): void {
    this.#sync.flush();
  }

  /** Takes over what the portal keeps, unless this tab knows better; `fresh` on the first snapshot of a connection. */
  applyRemote(draft: Draft | null, fresh: boolean): void {
    const remote = this.#sync.receive(this.content.value, draft, fresh);
    if (draft) this.touched.value = true;
    if (remote) this.content.value = this.#merge(this.content.value, remote);
  }

  /** Stops every timer; nothing is sent any more. */
  close(): void {
    this.#sync.stop();
  }
}

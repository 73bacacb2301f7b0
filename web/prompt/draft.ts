// The draft of an answer: this tab's own, kept by the portal, and the same in every tab of the prompt.
import { signal } from '@preact/signals';
import { NOTHING, nameAnswer } from '../../src/core/picks.ts';
import type { Answer, Draft } from '../../src/core/prompt.ts';
import { DraftSync } from '../../src/session/draft-sync.ts';
import type { DraftKeeper, Environment, KeptDraft } from '../shell/environment.ts';

export interface DraftOptions {
  readonly environment: Environment;
  /** What of a draft counts. */
  readonly count: (draft: Draft) => Answer;
  /** The draft of another tab, together with what this tab keeps beside it. */
  readonly merge: (local: Draft, remote: Draft) => Draft;
  /** False when it could not be sent. */
  readonly send: (answer: Answer) => boolean;
  readonly keeper?: DraftKeeper | undefined;
  /** What of a draft may be kept by the browser. */
  readonly keepable?: (draft: Draft) => Draft;
}

export class DraftModel {
  readonly content = signal<Draft>(NOTHING);
  /** True once a human picked or typed something, in this tab or in another. */
  readonly touched = signal(false);
  /** The last draft made in this tab, or made before the page was loaded and never confirmed by a portal. */
  readonly own = signal<Draft | null>(null);
  /** False once the draft of another tab replaced `own`. */
  isOwnNewest = false;
  readonly #options: DraftOptions;
  readonly #sync: DraftSync;
  /** Draft of an earlier page of this prompt, until the portal's first state. */
  #kept: KeptDraft | null;
  #seen: string | null = null;

  constructor(options: DraftOptions) {
    const { environment, count, send, keeper } = options;
    this.#options = options;
    this.#kept = keeper?.read() ?? null;
    this.own.value = this.#kept?.draft ?? null;
    this.#sync = new DraftSync({ count, send, after: (ms, run) => environment.after(ms, run) });
  }

  /** The draft before any input; it is not sent. */
  start(draft: Draft): void {
    if (!this.touched.value) this.content.value = draft;
  }

  /** The human picked or typed. */
  change(draft: Draft): void {
    this.#makeOwn(draft);
    const { keeper, keepable = (each) => each } = this.#options;
    keeper?.write({ draft: keepable(draft), seen: this.#seen });
    this.#sync.change(draft);
  }

  /** Sends unsent changes to the portal now. */
  flush(): void {
    this.#sync.flush();
  }

  /**
   * Takes over the portal's draft, unless this tab has newer changes; `fresh` in the first state of a connection. One
   * that is only `offered` counts as touched once a human does something.
   */
  applyRemote(draft: Draft | null, fresh: boolean, offered = false): void {
    const name = draft && nameAnswer(draft);
    this.#recover(name);
    const remote = this.#sync.receive(this.content.value, draft, fresh);
    if (draft && !offered) this.touched.value = true;
    if (remote) {
      this.content.value = this.#options.merge(this.content.value, remote);
      this.isOwnNewest = false;
    }
    this.#seen = name;
    if (name === nameAnswer(this.content.value)) this.release();
  }

  /** The browser no longer needs to keep the draft. */
  release(): void {
    this.#options.keeper?.remove();
  }

  #makeOwn(draft: Draft): void {
    this.content.value = draft;
    this.own.value = draft;
    this.isOwnNewest = true;
    this.touched.value = true;
  }

  /** Restores what an earlier page of this prompt could not send, unless the draft has changed since. */
  #recover(remote: string | null): void {
    const kept = this.#kept;
    this.#kept = null;
    if (!kept || this.touched.value || (remote !== null && remote !== kept.seen)) return;
    this.#makeOwn(kept.draft);
    this.#sync.restore(kept.draft);
  }

  /** Stops every timer; nothing more is sent. */
  close(): void {
    this.#sync.stop();
  }
}

// The draft of an answer: edited in this tab, stored by the portal, and shared by all tabs of the prompt.
import { type ReadonlySignal, signal } from '@preact/signals';
import { answerKey, countedAnswer, mergeRemote, NOTHING, withoutDangers } from '../../src/core/picks.ts';
import type { Answer, Draft } from '../../src/core/prompt.ts';
import type { PromptSpec } from '../../src/core/spec.ts';
import { DraftSync } from '../../src/session/draft-sync.ts';
import type { DraftKeeper, Environment, KeptDraft } from '../shell/environment.ts';

/** The prompt that the draft belongs to. */
export interface DraftHost {
  /** Null until the prompt has arrived from the portal. */
  readonly spec: ReadonlySignal<PromptSpec | null>;
  readonly keeper?: DraftKeeper | undefined;
  /** False when it could not be sent. */
  saveDraft(draft: Answer): boolean;
}

export class DraftModel {
  readonly content = signal<Draft>(NOTHING);
  /** True once a human picked or typed something, in this tab or in another. */
  readonly touched = signal(false);
  /** The last draft made in this tab, or restored from an earlier page because no portal had confirmed it. */
  readonly own = signal<Draft | null>(null);
  /** False once the draft of another tab replaced `own`. */
  isOwnNewest = false;
  readonly #host: DraftHost;
  readonly #sync: DraftSync;
  /** Draft of an earlier page of this prompt, until the portal's first state. */
  #kept: KeptDraft | null;
  #seen: string | null = null;

  constructor(environment: Environment, host: DraftHost) {
    this.#host = host;
    this.#kept = host.keeper?.read() ?? null;
    this.own.value = this.#kept?.draft ?? null;
    this.#sync = new DraftSync({
      count: (draft) => this.#bySpec(draft, (spec) => countedAnswer(spec, draft)),
      send: (answer) => host.saveDraft(answer),
      after: (ms, run) => environment.after(ms, run),
    });
  }

  /** Sets the draft before any input; it is not sent. */
  start(draft: Draft): void {
    if (!this.touched.value) this.content.value = draft;
  }

  /** Applies what the human picked or typed. */
  change(draft: Draft): void {
    this.#makeOwn(draft);
    const kept = this.#bySpec(draft, (spec) => ({ ...draft, values: withoutDangers(spec, draft.values) }));
    this.#host.keeper?.write({ draft: kept, seen: this.#seen });
    this.#sync.change(draft);
  }

  /** Sends unsent changes to the portal now. */
  flush(): void {
    this.#sync.flush();
  }

  /**
   * Adopts the portal's draft, unless this tab has newer changes. `fresh`: this is the first state of a connection.
   * `offered`: the draft does not count as touched until a human changes something.
   */
  applyRemote(draft: Draft | null, fresh: boolean, offered = false): void {
    const name = draft && answerKey(draft);
    this.#recover(name);
    const remote = this.#sync.receive(this.content.value, draft, fresh);
    if (draft && !offered) this.touched.value = true;
    if (remote) {
      this.content.value = this.#bySpec(remote, (spec) => mergeRemote(spec, this.content.value, remote));
      this.isOwnNewest = false;
    }
    this.#seen = name;
    if (name === answerKey(this.content.value)) this.release();
  }

  /** Removes the draft from the browser, which no longer needs to keep it. */
  release(): void {
    this.#host.keeper?.remove();
  }

  /** What `change` makes of `draft`, which stays as it is as long as the prompt has not arrived. */
  #bySpec(draft: Draft, change: (spec: PromptSpec) => Draft): Draft {
    const spec = this.#host.spec.peek();
    return spec ? change(spec) : draft;
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

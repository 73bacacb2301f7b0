// The open prompt as a form: what is picked and typed, what stands in the way, and the act that submits it.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import {
  countedAnswer,
  firstDraft,
  isTyped,
  mergeRemote,
  pickedDangers,
  pickOption,
  withoutDangers,
} from '../../src/core/picks.ts';
import type { Answer, Draft } from '../../src/core/prompt.ts';
import type { PromptSpec } from '../../src/core/spec.ts';
import { type DraftProblem, findProblem } from '../../src/protocol/tab-answer.ts';
import type { DraftKeeper, Environment } from '../shell/environment.ts';
import { DraftModel } from './draft.ts';

/**
 * `hold_needed`: a dangerous option takes holding the button or typing its value; `only_text`: a picture or a file was
 * pasted or dropped.
 */
export type FormNotice = DraftProblem | 'hold_needed' | 'only_text';

/** The prompt that the form belongs to. */
export interface FormHost {
  /** Null until the prompt has arrived from the portal. */
  readonly spec: ReadonlySignal<PromptSpec | null>;
  readonly keeper?: DraftKeeper | undefined;
  /** True while an answer is in doubt and no reply can come: nothing is typed either. */
  readonly isLocked: ReadonlySignal<boolean>;
  /** Takes back an answer that was never sent. False when one is in doubt: it may already count. */
  withdraw(): boolean;
  answer(answer: Answer): void;
  /** False when it could not be sent. */
  saveDraft(draft: Answer): boolean;
  say(notice: FormNotice | null): void;
}

export class AnswerForm {
  readonly draft: DraftModel;
  /** Values that the human typed to allow dangerous options, by option. */
  readonly typed = signal<ReadonlyMap<string, string>>(new Map());
  readonly #host: FormHost;
  /** True while what is typed would not count. */
  readonly isLocked: ReadonlySignal<boolean>;

  readonly picked = computed<ReadonlySet<string>>(() => new Set(this.draft.content.value.values));

  /** What single keys have picked, and what was there before them: until something else is picked or typed. */
  #byKeys: { readonly before: Draft; readonly wasTouched: boolean; readonly after: Draft } | null = null;

  /** True while submitting takes holding the button: something dangerous is picked, and its value not typed. */
  readonly needsHold = computed(() => {
    const spec = this.#host.spec.value;
    const dangers = spec ? pickedDangers(spec, this.draft.content.value) : [];
    return dangers.some((option) => !isTyped(option, this.typed.value.get(option.value)));
  });

  /** Why what is there is no answer yet, or null when it is one. */
  readonly problem = computed(() => {
    const spec = this.#host.spec.value;
    return spec && findProblem(spec, this.draft.content.value);
  });

  constructor(environment: Environment, host: FormHost) {
    this.#host = host;
    this.isLocked = host.isLocked;
    this.draft = new DraftModel({
      environment,
      count: (draft) => this.#count(draft),
      merge: (local, remote) => {
        const spec = host.spec.peek();
        return spec ? mergeRemote(spec, local, remote) : remote;
      },
      send: (answer) => host.saveDraft(answer),
      keeper: host.keeper,
      keepable: (draft) => {
        const spec = host.spec.peek();
        return spec ? { ...draft, values: withoutDangers(spec, draft.values) } : draft;
      },
    });
  }

  /** Called when the prompt arrives: takes over its draft, or begins with what is preselected. */
  receive(spec: PromptSpec, remote: Draft | null, fresh: boolean, offered = false): void {
    if (!remote) this.draft.start(firstDraft(spec));
    this.draft.applyRemote(remote, fresh, offered);
  }

  /** The human changed something. Takes back an answer that still waits for a connection. */
  change(update: (draft: Draft) => Draft): void {
    const before = this.draft.content.peek();
    const after = update(before);
    if (after === before || !this.#host.withdraw()) return;
    this.#host.say(null);
    this.draft.change(after);
  }

  /** The human typed. What comes while an answer awaits its reply is kept, for that may be a refusal. */
  write(update: (draft: Draft) => Draft): void {
    const before = this.draft.content.peek();
    const after = update(before);
    if (after === before || this.isLocked.peek()) return;
    this.#host.withdraw();
    this.#host.say(null);
    this.draft.change(after);
  }

  /** Takes everything back that is picked, whether it is in view or not. */
  clearPicks(): void {
    this.change((draft) => ({ ...draft, values: [] }));
  }

  /** Says something that is not about what is picked or typed so far. */
  say(notice: FormNotice): void {
    this.#host.say(notice);
  }

  /** The human chose an option. */
  pick(value: string): void {
    const spec = this.#host.spec.peek();
    if (spec) this.change((draft) => pickOption(spec, draft, value));
  }

  /** Does what a single key asks for: it may turn out to have been the beginning of a text. */
  pickByKey<Done>(act: () => Done): Done {
    const before = this.draft.content.peek();
    const wasTouched = this.draft.touched.peek();
    const earlier = this.#byKeys?.after === before ? this.#byKeys : { before, wasTouched };
    const done = act();
    this.#byKeys = { ...earlier, after: this.draft.content.peek() };
    return done;
  }

  /** What keys picked so far was meant, and is not taken back any more. */
  settleKeys(): void {
    this.#byKeys = null;
  }

  /** The keys were no picks: takes back what they picked. */
  takeBackKeys(): void {
    const taken = this.#byKeys;
    this.#byKeys = null;
    if (taken === null || this.draft.content.peek() !== taken.after) return;
    this.change(() => taken.before);
    this.draft.touched.value = taken.wasTouched;
  }

  /** The human typed the value of a dangerous option. */
  typeValue(value: string, text: string): void {
    this.typed.value = new Map(this.typed.value).set(value, text);
  }

  /** Says what stands in the way of submitting, if anything does. False when something does. */
  check(): boolean {
    const problem = this.problem.peek();
    if (problem !== null) this.#host.say(problem);
    return problem === null;
  }

  /** Sends the answer. False, with a notice, when it is none yet. `held`: the human held the button for long enough. */
  submit(held = false): boolean {
    const spec = this.#host.spec.peek();
    if (!spec || !this.check()) return false;
    if (this.needsHold.peek() && !held) {
      this.#host.say('hold_needed');
      return false;
    }
    if (this.#host.withdraw()) this.#host.answer(this.#count(this.draft.content.value));
    return true;
  }

  /** Picks and submits in one act, as the buttons of a confirmation do. */
  decide(value: string, held = false): boolean {
    this.pick(value);
    return this.submit(held);
  }

  #count(draft: Draft): Answer {
    const spec = this.#host.spec.peek();
    return spec ? countedAnswer(spec, draft) : draft;
  }
}

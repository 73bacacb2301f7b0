// Model of the open prompt's form: what is picked and typed, what is missing, and submitting it.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { countedAnswer, firstDraft, isTyped, pickedDangers, pickOption } from '../../src/core/picks.ts';
import type { Answer, Draft } from '../../src/core/prompt.ts';
import type { PromptSpec } from '../../src/core/spec.ts';
import { type DraftProblem, findProblem } from '../../src/protocol/tab-answer.ts';
import type { Environment } from '../shell/environment.ts';
import { type DraftHost, DraftModel } from './draft.ts';

/**
 * `hold_needed`: a dangerous option requires holding the button or typing its value; `only_text`: an image or a file was
 * pasted or dropped.
 */
export type FormNotice = DraftProblem | 'hold_needed' | 'only_text';

/** The prompt that the form belongs to. */
export interface FormHost extends DraftHost {
  /** True while an answer was sent and the link is down, so that no reply can arrive: typing is disabled too. */
  readonly isLocked: ReadonlySignal<boolean>;
  /** Withdraws an answer that was never sent. Returns false when one was sent and has no reply: it may already count. */
  withdraw(): boolean;
  answer(answer: Answer): void;
  say(notice: FormNotice | null): void;
}

export class AnswerForm {
  readonly draft: DraftModel;
  /** Values that the human typed to confirm dangerous options, by option. */
  readonly typed = signal<ReadonlyMap<string, string>>(new Map());
  readonly #host: FormHost;
  /** True while what is typed would not count. */
  readonly isLocked: ReadonlySignal<boolean>;

  readonly picked = computed<ReadonlySet<string>>(() => new Set(this.draft.content.value.values));

  /** The draft before and after the picks of single-key shortcuts. Valid until something else is picked or typed. */
  #byKeys: { readonly before: Draft; readonly wasTouched: boolean; readonly after: Draft } | null = null;

  /** True while submitting requires holding the button: a dangerous option is picked and its value is not typed. */
  readonly needsHold = computed(() => {
    const spec = this.#host.spec.value;
    const dangers = spec ? pickedDangers(spec, this.draft.content.value) : [];
    return dangers.some((option) => !isTyped(option, this.typed.value.get(option.value)));
  });

  /** Why the draft is not a valid answer yet, or null when it is one. */
  readonly problem = computed(() => {
    const spec = this.#host.spec.value;
    return spec && findProblem(spec, this.draft.content.value);
  });

  constructor(environment: Environment, host: FormHost) {
    this.#host = host;
    this.isLocked = host.isLocked;
    this.draft = new DraftModel(environment, host);
  }

  /** Called with each state from the portal: adopts its draft, or starts with the preselected options when there is none. */
  receive(spec: PromptSpec, remote: Draft | null, fresh: boolean, offered = false): void {
    if (!remote) this.draft.start(firstDraft(spec));
    this.draft.applyRemote(remote, fresh, offered);
  }

  /**
   * Applies a change by the human. Withdraws an answer that is still waiting for a connection; does nothing while one is
   * awaiting its reply.
   */
  change(update: (draft: Draft) => Draft): void {
    const before = this.draft.content.peek();
    const after = update(before);
    if (after === before || !this.#host.withdraw()) return;
    this.#host.say(null);
    this.draft.change(after);
  }

  /** Applies typed text. Text typed while an answer awaits its reply is kept, since the portal may refuse that answer. */
  write(update: (draft: Draft) => Draft): void {
    const before = this.draft.content.peek();
    const after = update(before);
    if (after === before || this.isLocked.peek()) return;
    this.#host.withdraw();
    this.#host.say(null);
    this.draft.change(after);
  }

  /** Clears all picks, including those that a filter hides. */
  clearPicks(): void {
    this.change((draft) => ({ ...draft, values: [] }));
  }

  /** Shows a notice that is not about the current picks or text. */
  say(notice: FormNotice): void {
    this.#host.say(notice);
  }

  /** Picks an option. */
  pick(value: string): void {
    const spec = this.#host.spec.peek();
    if (spec) this.change((draft) => pickOption(spec, draft, value));
  }

  /** Runs the action of a single-key shortcut so that it can be undone: the key may turn out to be the start of a text. */
  pickByKey<Done>(act: () => Done): Done {
    const before = this.draft.content.peek();
    const wasTouched = this.draft.touched.peek();
    const earlier = this.#byKeys?.after === before ? this.#byKeys : { before, wasTouched };
    const done = act();
    this.#byKeys = { ...earlier, after: this.draft.content.peek() };
    return done;
  }

  /** Makes the picks of earlier shortcuts final: they can no longer be undone. */
  settleKeys(): void {
    this.#byKeys = null;
  }

  /** Undoes the picks of the last shortcuts: the keys were text. */
  takeBackKeys(): void {
    const taken = this.#byKeys;
    this.#byKeys = null;
    if (taken === null || this.draft.content.peek() !== taken.after) return;
    this.change(() => taken.before);
    this.draft.touched.value = taken.wasTouched;
  }

  /** Stores what the human typed to confirm a dangerous option. */
  typeValue(value: string, text: string): void {
    this.typed.value = new Map(this.typed.value).set(value, text);
  }

  /** Returns true when the draft can be submitted. Otherwise shows the problem and returns false. */
  check(): boolean {
    const problem = this.problem.peek();
    if (problem !== null) this.#host.say(problem);
    return problem === null;
  }

  /**
   * Sends the answer. When it cannot be submitted yet, shows a notice and returns false. `held`: the human held the button
   * for long enough.
   */
  submit(held = false): boolean {
    const spec = this.#host.spec.peek();
    if (!spec || !this.check()) return false;
    if (this.needsHold.peek() && !held) {
      this.#host.say('hold_needed');
      return false;
    }
    if (this.#host.withdraw()) this.#host.answer(countedAnswer(spec, this.draft.content.value));
    return true;
  }

  /** Picks and submits in one step, as the buttons of a confirmation do. */
  decide(value: string, held = false): boolean {
    this.pick(value);
    return this.submit(held);
  }
}

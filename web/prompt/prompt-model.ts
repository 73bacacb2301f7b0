// Model of the current prompt: the portal's state, this tab's requests, and the outcome.
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { parseDuration } from '../../src/core/duration.ts';
import { MAX_TIMEOUT, MIN_TIMEOUT } from '../../src/core/limits.ts';
import { promptLink } from '../../src/protocol/paths.ts';
import type { RefusalReason } from '../../src/protocol/refusal.ts';
import type { PortalToTab } from '../../src/protocol/tab.ts';
import { PromptSession } from '../../src/session/prompt-session.ts';
import { findDecision, isDecision, type PendingRequest } from '../../src/session/requests.ts';
import { FIRST_STATE } from '../../src/session/session-state.ts';
import type { Environment } from '../shell/environment.ts';
import type { Link, OpenLink } from '../shell/link.ts';
import { AnswerForm, type FormNotice } from './answer-form.ts';
import { DelayedCancel } from './delayed-cancel.ts';
import { describeSettlement } from './settlement.ts';

/** How long the page waits for a prompt that the portal does not know, as its asker may be taking it to a new portal: ms. */
const LOOKING_MS = 6_000;

export type Presence = 'loading' | 'here' | 'looking' | 'missing';

/** A message for the human, shown next to the control that it is about. */
export interface Notice {
  readonly about: 'answer' | 'time';
  readonly reason: RefusalReason | FormNotice | 'bad_duration';
}

export class PromptModel {
  readonly id: string;
  readonly notice = signal<Notice | null>(null);
  readonly form: AnswerForm;
  readonly link: Link;
  readonly delayedCancel: DelayedCancel;
  readonly #environment: Environment;
  readonly #session: PromptSession;
  readonly #state = signal(FIRST_STATE);
  readonly #isMissing = signal(false);
  /** Null while the prompt is not being looked for. */
  #stopLooking: (() => void) | null = null;

  readonly view = computed(() => this.#state.value.view);
  readonly countdown = computed(() => this.#state.value.countdown);

  readonly presence = computed<Presence>(() => {
    const { isLooking, view } = this.#state.value;
    if (isLooking) return this.#isMissing.value ? 'missing' : 'looking';
    return view ? 'here' : 'loading';
  });

  /** True once the prompt is known to have been decided in this tab. */
  readonly isMine = computed(() => this.#state.value.author === 'me');

  readonly settlement = computed(() => {
    const { view, author } = this.#state.value;
    return view && describeSettlement(view, author);
  });

  /** True once the prompt has settled through an action of the human in this tab. */
  readonly isOwnDoing = computed(() => this.settlement.value !== null && this.isMine.value);

  /** The answer or cancellation that has no reply yet. */
  readonly decision: ReadonlySignal<PendingRequest | null> = computed(() => findDecision(this.#state.value.pending));

  /** True while a request has no reply yet. */
  readonly isWaiting = computed(() => this.#state.value.pending.length > 0);

  constructor(id: string, environment: Environment, openLink: OpenLink) {
    this.id = id;
    this.#environment = environment;
    this.#session = new PromptSession({
      clock: environment.clock,
      newId: () => environment.newId(),
      send: (message) => this.link.send(message),
      onState: ({ spec, draft, offered }, isFirst) => this.form.receive(spec, draft, isFirst, offered),
      onRefused: (reason, request) => {
        this.notice.value = { about: isDecision(request) ? 'answer' : 'time', reason };
      },
      onChange: () => {
        this.#state.value = this.#session.state;
      },
    });
    this.delayedCancel = new DelayedCancel(environment, () =>
      this.#request(() => this.#session.cancel(this.form.draft.content.peek().note)),
    );
    this.form = new AnswerForm(environment, {
      spec: computed(() => this.view.value?.spec ?? null),
      keeper: environment.draftKeeper?.(id),
      isLocked: computed(() => (this.decision.value?.sends ?? 0) > 0 && this.link.state.value !== 'open'),
      withdraw: () => this.#withdraw(),
      answer: (answer) => this.#request(() => this.#session.answer(answer)),
      saveDraft: (answer) => this.#session.saveDraft(answer),
      say: (reason) => {
        this.notice.value = reason && { about: 'answer', reason };
      },
    });
    this.link = openLink(promptLink(id), {
      opened: () => this.#session.connectionChanged(),
      received: (message) => this.#receive(message),
    });
  }

  /**
   * Cancels after a few seconds, with the note that is written by then, unless undone by `delayedCancel` or by a change to
   * the answer. A second call sends it at once.
   */
  cancel(): void {
    if (this.delayedCancel.seconds.value !== null) {
      if (this.delayedCancel.canHurry.value) this.delayedCancel.hurry();
      return;
    }
    if (!this.#withdraw()) return;
    this.notice.value = null;
    this.delayedCancel.start(this.#session.left);
  }

  /**
   * Writes the note on the whole answer. While a cancellation is pending it is the reason for that, which then waits until
   * Cancel is pressed again.
   */
  writeNote(note: string): void {
    const { form, delayedCancel } = this;
    if (delayedCancel.seconds.peek() === null) {
      form.write((draft) => ({ ...draft, note }));
    } else {
      form.draft.change({ ...form.draft.content.peek(), note });
      delayedCancel.pause(() => this.#session.left);
    }
  }

  /** Moves the deadline later by `by_ms`. */
  extend(by_ms: number): void {
    this.#request(() => this.#session.extend(by_ms));
  }

  /** Sets the time left from what a human typed: a duration, `none`, or a clock (`m:ss`). False when unreadable. */
  setTimeLeft(text: string): boolean {
    const clock = /^(?:(\d+):)?(\d+):(\d{2})$/.exec(text.trim());
    const typed = clock ? `${clock[1] ?? 0}h${clock[2]}m${clock[3]}s` : text;
    const parsed = parseDuration(typed, MIN_TIMEOUT, MAX_TIMEOUT);
    if (parsed.ok) this.#request(() => this.#session.setTimeLeft(parsed.ms));
    else this.notice.value = { about: 'time', reason: 'bad_duration' };
    return parsed.ok;
  }

  /** The human is leaving: sends a pending cancellation and unsent changes to the draft. */
  flush(): void {
    this.delayedCancel.hurry();
    this.form.draft.flush();
  }

  close(): void {
    this.flush();
    this.form.draft.close();
    this.#stopLooking?.();
    this.link.close();
  }

  #request(make: () => void): void {
    this.notice.value = null;
    make();
  }

  /**
   * Undoes a pending cancellation and withdraws a decision that was never sent. Returns false when one was sent and has no
   * reply: it may already count.
   */
  #withdraw(): boolean {
    this.delayedCancel.undo();
    return this.#session.withdraw();
  }

  #receive(message: PortalToTab): void {
    batch(() => {
      this.#session.receive(message);
      const { outcome, isLooking } = this.#session.state;
      if (outcome) this.delayedCancel.undo();
      if (isLooking) this.#look();
      else this.#found();
    });
  }

  #look(): void {
    this.#stopLooking ??= this.#environment.after(LOOKING_MS, () => {
      this.#isMissing.value = true;
    });
  }

  #found(): void {
    this.#stopLooking?.();
    this.#stopLooking = null;
    this.#isMissing.value = false;
  }
}

// The prompt on view: what the portal said of it, what this tab asked for, and how it ended.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { parseDuration } from '../../src/core/duration.ts';
import { MAX_TIMEOUT, MIN_TIMEOUT } from '../../src/core/limits.ts';
import type { Outcome } from '../../src/core/prompt.ts';
import { promptLink } from '../../src/protocol/paths.ts';
import type { RefusalReason } from '../../src/protocol/refusal.ts';
import type { PortalToTab } from '../../src/protocol/tab.ts';
import { isSameAnswer } from '../../src/protocol/tab-answer.ts';
import type { PromptView } from '../../src/protocol/view.ts';
import {
  type Countdown,
  monotonicTimeOf,
  nearerCountdown,
  startCountdown,
  type TimeReport,
  timeLeft,
} from '../../src/session/countdown.ts';
import { AnswerForm, type FormNotice } from './answer-form.ts';
import { DelayedCancel } from './delayed-cancel.ts';
import type { Environment } from './environment.ts';
import type { Link, OpenLink } from './link.ts';
import { isDecision, type PendingRequest, RequestQueue, type TabRequest } from './request-queue.ts';
import { type Author, describeSettlement } from './settlement.ts';

/** How long a prompt that no portal knows may be on its way to a new one. */
const LOOKING_MS = 6_000;

export type Presence = 'loading' | 'here' | 'looking' | 'missing';

/** Something to tell the human beside the control it is about. */
export interface Notice {
  readonly about: 'answer' | 'time';
  readonly reason: RefusalReason | FormNotice | 'bad_duration';
}

type Message<Type extends PortalToTab['type']> = Extract<PortalToTab, { type: Type }>;
type NewRequest = TabRequest extends infer Each ? (Each extends unknown ? Omit<Each, 'request_id'> : never) : never;

export class PromptModel {
  readonly id: string;
  readonly view = signal<PromptView | null>(null);
  readonly countdown = signal<Countdown | null>(null);
  readonly presence = signal<Presence>('loading');
  readonly notice = signal<Notice | null>(null);
  readonly form: AnswerForm;
  readonly link: Link;
  readonly delayedCancel: DelayedCancel;
  readonly #environment: Environment;
  readonly #requests: RequestQueue;
  readonly #author = signal<Author>('unknown');
  /** True from the moment a connection opens, or loses the prompt, until a snapshot tells where things stand. */
  #stale = true;
  #stopLooking: () => void = () => {};

  /** True once it is sure that it was decided in this tab. */
  readonly isMine = computed(() => this.#author.value === 'me');

  readonly settlement = computed(() => {
    const view = this.view.value;
    return view && describeSettlement(view, this.#author.value);
  });

  /** True once it is over by what a human did in this very tab. */
  readonly isOwnDoing = computed(() => this.settlement.value !== null && this.#author.value === 'me');

  /** The answer or cancellation that has no reply yet. */
  readonly decision: ReadonlySignal<PendingRequest | null> = computed(() => this.#requests.decision());

  constructor(id: string, environment: Environment, openLink: OpenLink) {
    this.id = id;
    this.#environment = environment;
    this.#requests = new RequestQueue((message) => this.link.send(message));
    this.delayedCancel = new DelayedCancel(environment, () => this.#request({ type: 'cancel' }));
    this.form = new AnswerForm(environment, {
      spec: computed(() => this.view.value?.spec ?? null),
      keeper: environment.draftKeeper?.(id),
      isLocked: computed(() => (this.decision.value?.sends ?? 0) > 0 && this.link.state.value !== 'open'),
      withdraw: () => this.#withdraw(),
      answer: (answer) => this.#request({ type: 'answer', answer }),
      saveDraft: (draft) => !this.#stale && this.link.send({ type: 'draft', draft }),
      say: (reason) => {
        this.notice.value = reason && { about: 'answer', reason };
      },
    });
    this.link = openLink(promptLink(id), {
      opened: () => {
        this.#stale = true;
      },
      received: (message) => this.#receive(message),
    });
  }

  /** Cancels in some seconds, unless that is undone: by `delayedCancel`, or by going on with the answer. */
  cancel(): void {
    if (!this.#withdraw()) return;
    const countdown = this.countdown.peek();
    this.notice.value = null;
    this.delayedCancel.start(countdown && timeLeft(countdown, this.#environment.clock.now()));
  }

  /** Moves the deadline later by `by_ms`. */
  extend(by_ms: number): void {
    this.#request({ type: 'extend', by_ms });
  }

  /** Sets the time left from what a human typed: a duration, `none`, or a clock (`m:ss`). False when unreadable. */
  setTimeLeft(text: string): boolean {
    const clock = /^(?:(\d+):)?(\d+):(\d{2})$/.exec(text.trim());
    const typed = clock ? `${clock[1] ?? 0}h${clock[2]}m${clock[3]}s` : text;
    const parsed = parseDuration(typed, MIN_TIMEOUT, MAX_TIMEOUT);
    if (parsed.ok) this.#request({ type: 'update_timeout', remaining_ms: parsed.ms });
    else this.notice.value = { about: 'time', reason: 'bad_duration' };
    return parsed.ok;
  }

  /** The human leaves: what is still held back goes out. */
  flush(): void {
    this.delayedCancel.hurry();
    this.form.draft.flush();
  }

  close(): void {
    this.flush();
    this.form.draft.close();
    this.#stopLooking();
    this.link.close();
  }

  #request(request: NewRequest): void {
    this.notice.value = null;
    this.#requests.add({ ...request, request_id: this.#environment.newId() } as TabRequest, this.#stale);
  }

  /** Takes back a decision that was never sent. False when one is in doubt: it may already count. */
  #withdraw(): boolean {
    this.delayedCancel.undo();
    const decision = this.#requests.decision();
    if (decision && decision.sends > 0) return false;
    if (decision) this.#requests.take(decision.message.request_id);
    return true;
  }

  #receive(message: PortalToTab): void {
    switch (message.type) {
      case 'snapshot':
        this.#onSnapshot(message.prompt);
        break;
      case 'sync':
        this.#onSync(message);
        break;
      case 'status':
        if (message.status === 'settled') this.#onSettled(message);
        else this.#onUnknown();
        break;
      case 'delivered':
      case 'gone':
        this.#merge({ delivery: message.type });
        break;
      case 'accepted':
        this.#onAccepted(message);
        break;
      case 'refused':
        this.#onRefused(message);
        break;
      case 'list':
      case 'changed':
      case 'removed':
      case 'settings':
      case 'revoked':
      case 'summon':
      case 'superseded':
        break;
      default:
        message satisfies never;
    }
  }

  #onSnapshot(prompt: PromptView): void {
    const fresh = this.#stale;
    const watched = this.view.value?.status === 'open';
    this.#found();
    this.#stale = false;
    // What was asked never changes: the same object spares whoever draws it the work.
    this.view.value = { ...prompt, spec: this.view.value?.spec ?? prompt.spec };
    this.#onSync(prompt, fresh);
    if (prompt.outcome) {
      this.#judge(prompt.outcome, fresh, watched);
    } else {
      if (fresh) this.#requests.resend();
      this.form.receive(prompt.spec, prompt.draft, fresh, prompt.offered);
    }
  }

  /** `fresh`: the first word of a connection, perhaps to another portal, which counts whatever was said before. */
  #onSync(report: TimeReport, fresh = false): void {
    const view = this.view.value;
    if (!view) return;
    const { clock } = this.#environment;
    const after = startCountdown(report, monotonicTimeOf(view.opened_at, clock), clock.now());
    this.countdown.value = nearerCountdown(fresh ? null : this.countdown.value, after);
  }

  #onSettled({ outcome, logged }: Message<'status'> & { status: 'settled' }): void {
    const watched = this.view.value?.status === 'open';
    this.#merge({ status: 'settled', outcome, logged });
    this.#judge(outcome, false, watched);
  }

  #onUnknown(): void {
    this.#stale = true;
    if (this.view.value?.outcome || this.presence.value === 'looking' || this.presence.value === 'missing') return;
    this.presence.value = 'looking';
    this.#stopLooking = this.#environment.after(LOOKING_MS, () => {
      this.presence.value = 'missing';
    });
  }

  /** Where the deadline is now was told by a `sync` of its own. */
  #onAccepted({ request_id }: Message<'accepted'>): void {
    const request = this.#requests.take(request_id);
    if (request && isDecision(request.message)) this.#author.value = 'me';
  }

  #onRefused({ request_id, reason, outcome }: Message<'refused'>): void {
    if (request_id === null) return;
    if (reason === 'unknown_prompt' || reason === 'draining') {
      this.#stale = true;
      return;
    }
    const request = this.#requests.take(request_id);
    if (!request) return;
    if (outcome) {
      if (isDecision(request.message))
        this.#author.value = request.sends > 1 && this.#isEcho(request, outcome) ? 'me' : 'other';
      if (!this.view.value?.outcome) this.#merge({ status: 'settled', outcome });
      return;
    }
    this.notice.value = { about: isDecision(request.message) ? 'answer' : 'time', reason };
  }

  /** Finds out who decided. A decision sent on this very connection is left to its own reply. */
  #judge(outcome: Outcome, fresh: boolean, watched: boolean): void {
    this.delayedCancel.undo();
    const decision = this.#requests.decision();
    if (decision && decision.sends > 0 && !fresh) return;
    if (this.#author.value === 'unknown' && (decision || watched)) {
      this.#author.value = decision && this.#isEcho(decision, outcome) ? 'me' : 'other';
    }
    this.#requests.clear();
  }

  /** True when `outcome` is what `request` asked for: an earlier, unanswered sending of it can be the reason. */
  #isEcho({ message, sends }: PendingRequest, outcome: Outcome): boolean {
    if (sends === 0 || outcome.by !== 'browser') return false;
    if (message.type === 'cancel') return outcome.status === 'cancelled';
    const spec = this.view.value?.spec;
    return spec !== undefined && message.type === 'answer' && isSameAnswer(spec, message.answer, outcome);
  }

  #found(): void {
    this.#stopLooking();
    this.presence.value = 'here';
  }

  #merge(change: Partial<PromptView>): void {
    if (this.view.value) this.view.value = { ...this.view.value, ...change };
  }
}

// The prompt as the portal tells it: where it stands, what was asked of it from here, and who decided it.
import type { Clock } from '../core/clock.ts';
import type { Answer, Outcome } from '../core/prompt.ts';
import type { PortalToTab, TabMessage } from '../protocol/tab.ts';
import { fitsMessage, toWire } from '../protocol/tab-answer.ts';
import type { PromptView } from '../protocol/view.ts';
import {
  type Countdown,
  monotonicTimeOf,
  nearerCountdown,
  startCountdown,
  type TimeReport,
  timeLeft,
} from '../session/countdown.ts';
import { type Decision, isEcho } from './decision.ts';
import type { Ending } from './ending.ts';
import type { NoticeName } from './form.ts';

/** How long to wait for the reply to an own decision once the outcome is known, and for its delivery: ms. */
const REPLY_TIME = 1_000;
const DELIVERY_TIME = 3_000;

type Message<Type extends PortalToTab['type']> = Extract<PortalToTab, { type: Type }>;

export interface SessionOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  /** False when there is no connection. */
  readonly send: (message: TabMessage) => boolean;
  /** A whole state; `fresh` when it is the first of a connection. */
  readonly onSnapshot: (view: PromptView, fresh: boolean) => void;
  /** The last request was refused, and the prompt is still open. */
  readonly onRefused: (reason: NoticeName) => void;
  readonly onChange: () => void;
  /** It is over, and all is known that can be known of it. Called once. */
  readonly onEnd: (ending: Ending) => void;
}

export class PromptSession {
  readonly #options: SessionOptions;
  #countdown: Countdown | null = null;
  /** The prompt as last seen; null until the first snapshot. */
  view: PromptView | null = null;
  link: 'open' | 'away' | 'looking' = 'away';
  /** Kept until it is replied to, and sent again under the same id to every new portal. */
  #decision: Decision | null = null;
  #isFresh = true;
  #outcome: Outcome | null = null;
  /** What became of the outcome; null while that is not known. */
  #delivery: 'delivered' | 'gone' | null = null;
  #isExtending = false;
  #isMine = false;
  #isTooLate = false;
  #isEnded = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Ms until the deadline, never negative; null without one. */
  get left(): number | null {
    return this.#countdown && timeLeft(this.#countdown, this.#options.clock.now());
  }

  get waiting(): 'no' | 'queued' | 'sent' {
    if (this.#isMine || this.#outcome) return 'sent';
    if (!this.#decision) return 'no';
    return this.#decision.sends === 0 ? 'queued' : 'sent';
  }

  /** The connection was made, to whichever portal, or lost. */
  connectionChanged(isOpen: boolean): void {
    this.#isFresh = true;
    this.#isExtending = false;
    this.link = isOpen ? 'open' : 'away';
    this.#options.onChange();
  }

  answer(answer: Answer): void {
    const spec = this.view?.spec;
    if (spec) this.#decide({ type: 'answer', request_id: this.#options.newId(), answer: toWire(spec, answer) });
  }

  cancel(): void {
    this.#decide({ type: 'cancel', request_id: this.#options.newId() });
  }

  /** Does nothing while an earlier extension has no reply: a key that is held down must not flood the portal. */
  extend(by_ms: number): void {
    if (this.#isExtending) return;
    this.#isExtending = this.#send({ type: 'extend', request_id: this.#options.newId(), by_ms });
  }

  /** Takes back a decision that was never sent. */
  withdraw(): void {
    if (this.waiting === 'queued') this.#decision = null;
  }

  /** False when it could not be sent. */
  saveDraft(answer: Answer): boolean {
    const spec = this.view?.spec;
    if (!spec || this.waiting !== 'no' || !fitsMessage(spec, answer)) return false;
    return this.#send({ type: 'draft', draft: toWire(spec, answer) });
  }

  /** The prompt is over, as its asker heard on a link of its own; null when the asker gave up. */
  settle(outcome: Outcome | null): void {
    this.#outcome ??= outcome;
    if (this.#outcome) this.#judge(this.#outcome);
    this.#end();
  }

  receive(message: PortalToTab): void {
    switch (message.type) {
      case 'snapshot':
        this.#onSnapshot(message.prompt);
        break;
      case 'sync':
        this.#follow(message);
        this.#options.onChange();
        break;
      case 'status':
        if (message.status === 'settled') this.#onSettled(message.outcome);
        else this.#onUnknown();
        break;
      case 'delivered':
      case 'gone':
        this.#delivery = message.type;
        if (!this.#isInDoubt()) this.#conclude();
        break;
      case 'accepted':
        this.#onAccepted(message);
        break;
      case 'refused':
        this.#onRefused(message);
        break;
      default:
        // Of the list, which this link does not carry.
        message satisfies Message<'list' | 'changed' | 'removed' | 'settings' | 'revoked' | 'summon' | 'superseded'>;
    }
  }

  /** `fresh`: the first report of a connection, perhaps to another portal, which counts whatever was said before. */
  #follow(report: TimeReport, fresh = false): void {
    if (!this.view) return;
    const { clock } = this.#options;
    const after = startCountdown(report, monotonicTimeOf(this.view.opened_at, clock), clock.now());
    this.#countdown = nearerCountdown(fresh ? null : this.#countdown, after);
  }

  /** True while the reply to a decision is on its way. */
  #isInDoubt(): boolean {
    return this.#decision !== null && this.#decision.sends > 0;
  }

  #decide(message: Decision['message']): void {
    if (this.waiting !== 'no') return;
    this.#decision = { message, sends: this.#send(message) ? 1 : 0 };
    this.#options.onChange();
  }

  /** Nothing is sent to a portal of which it is not known that it has the prompt. */
  #send(message: TabMessage): boolean {
    return !this.#isFresh && this.#options.send(message);
  }

  #onSnapshot(view: PromptView): void {
    const fresh = this.#isFresh;
    this.#isFresh = false;
    this.link = 'open';
    this.view = view;
    this.#follow(view, fresh);
    if (view.outcome) {
      if (view.delivery === 'delivered' || view.delivery === 'gone') this.#delivery = view.delivery;
      if (fresh) this.#judge(view.outcome);
      this.#onSettled(view.outcome);
      return;
    }
    const decision = this.#decision;
    if (fresh && decision)
      this.#decision = { ...decision, sends: decision.sends + (this.#send(decision.message) ? 1 : 0) };
    this.#options.onSnapshot(view, fresh);
  }

  /** Its asker may be on its way to a new portal. */
  #onUnknown(): void {
    this.link = 'looking';
    this.#isFresh = true;
    this.#options.onChange();
  }

  /** A decision sent on this very connection gets its own reply, which says who won. */
  #onSettled(outcome: Outcome): void {
    this.#outcome = outcome;
    if (this.#isInDoubt()) this.#wait(REPLY_TIME, () => this.#conclude());
    else this.#conclude();
    this.#options.onChange();
  }

  /** Ends, unless an answer may still be on its way to the asker. */
  #conclude(): void {
    if (!this.#outcome) return;
    this.#judge(this.#outcome);
    const isOnItsWay = this.#outcome.status === 'answered' && this.#delivery === null;
    if (isOnItsWay) this.#wait(DELIVERY_TIME, () => this.#end());
    else this.#end();
  }

  #onAccepted({ request_id }: Message<'accepted'>): void {
    if (this.#decision?.message.request_id === request_id) {
      this.#decision = null;
      this.#isMine = true;
      // An outcome that came before waited for this.
      this.#conclude();
    } else {
      this.#isExtending = false;
      this.#options.onChange();
    }
  }

  #onRefused({ request_id, reason, outcome }: Message<'refused'>): void {
    const isLost = reason === 'unknown_prompt' || reason === 'draining';
    if (isLost) this.#onUnknown();
    // A request that got lost is kept for the next portal.
    if (isLost || request_id === null) return;
    const decision = this.#decision;
    const isDecision = decision?.message.request_id === request_id;
    if (outcome && isDecision) {
      if (decision.sends > 1) this.#judge(outcome);
      else this.#isTooLate = decision.message.type === 'answer';
    }
    if (isDecision) this.#decision = null;
    else this.#isExtending = false;
    if (outcome) this.#onSettled(outcome);
    else this.#options.onRefused(reason);
  }

  /**
   * Finds out who decided, from the outcome alone: an unanswered decision of this terminal that says the same is the
   * reason for it, any other one came too late.
   */
  #judge(outcome: Outcome): void {
    const decision = this.#decision;
    this.#decision = null;
    if (!decision || decision.sends === 0) return;
    this.#isMine = isEcho(this.view?.spec, decision, outcome);
    this.#isTooLate = !this.#isMine && decision.message.type === 'answer';
  }

  #wait(ms: number, run: () => void): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(run, ms);
  }

  #end(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#isEnded) return;
    this.#isEnded = true;
    const isGone = this.#delivery === 'gone';
    this.#options.onEnd({ outcome: this.#outcome, isMine: this.#isMine, isTooLate: this.#isTooLate, isGone });
  }
}

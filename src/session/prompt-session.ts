// A prompt as one surface follows it: where it stands, what was asked of it from here, and who decided it. Pure.
import type { Clock } from '../core/clock.ts';
import type { Answer, Outcome, Surface } from '../core/prompt.ts';
import type { RefusalReason } from '../protocol/refusal.ts';
import type { PortalToTab, TabMessage } from '../protocol/tab.ts';
import { fitsMessage, toWire } from '../protocol/tab-answer.ts';
import type { PromptView } from '../protocol/view.ts';
import { monotonicTimeOf, nearerCountdown, startCountdown, type TimeReport, timeLeft } from './countdown.ts';
import {
  type DecisionMessage,
  findDecision,
  isDecision,
  isEcho,
  type PendingRequest,
  resendable,
  type TabRequest,
} from './requests.ts';
import { FIRST_STATE, type SessionState } from './session-state.ts';

export interface SessionOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  /** As what the portal records a decision that is made here. */
  readonly surfaces: readonly Surface[];
  /** False when there is no connection. */
  readonly send: (message: TabMessage) => boolean;
  /** The open prompt was sent whole; `isFirst` when that is the first of a connection. */
  readonly onSnapshot: (view: PromptView, isFirst: boolean) => void;
  /** `request` was refused, and the prompt is still open. */
  readonly onRefused: (reason: RefusalReason, request: TabRequest) => void;
  /** `state` may be another one. */
  readonly onChange: () => void;
}

type Message<Type extends PortalToTab['type']> = Extract<PortalToTab, { type: Type }>;

export class PromptSession {
  readonly #options: SessionOptions;
  #state: SessionState = FIRST_STATE;
  /** True while it is not known whether the portal at the other end has the prompt: nothing is sent there. */
  #isStale = true;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Ms until the deadline, never negative; null without one. */
  get left(): number | null {
    const { countdown } = this.#state;
    return countdown && timeLeft(countdown, this.#options.clock.now());
  }

  /** Whether a decision was made here: none, one that was never sent, or one that may count. */
  get waiting(): 'no' | 'queued' | 'sent' {
    const { author, outcome } = this.#state;
    if (author === 'me' || outcome) return 'sent';
    const decision = findDecision(this.#state.pending);
    if (!decision) return 'no';
    return decision.sends === 0 ? 'queued' : 'sent';
  }

  /** True while the reply to a decision is due. */
  get isInDoubt(): boolean {
    return (findDecision(this.#state.pending)?.sends ?? 0) > 0;
  }

  /** A connection was opened, perhaps to another portal, or lost. */
  connectionChanged(): void {
    this.#isStale = true;
    this.#options.onChange();
  }

  answer(answer: Answer): void {
    const spec = this.#state.view?.spec;
    if (spec) this.#decide({ type: 'answer', request_id: this.#options.newId(), answer: toWire(spec, answer) });
  }

  cancel(): void {
    this.#decide({ type: 'cancel', request_id: this.#options.newId() });
  }

  /** Moves the deadline later by `by_ms`. */
  extend(by_ms: number): void {
    this.#add({ type: 'extend', request_id: this.#options.newId(), by_ms });
  }

  /** Sets the time left; null for no deadline. */
  setTimeLeft(remaining_ms: number | null): void {
    this.#add({ type: 'update_timeout', request_id: this.#options.newId(), remaining_ms });
  }

  /** Takes back a decision that was never sent. False when one is in doubt: it may already count. */
  withdraw(): boolean {
    if (this.isInDoubt) return false;
    const decision = findDecision(this.#state.pending);
    if (decision) {
      this.#take(decision.message.request_id);
      this.#options.onChange();
    }
    return true;
  }

  /** False when it could not be sent. */
  saveDraft(answer: Answer): boolean {
    const { view, author, outcome } = this.#state;
    if (!view || author === 'me' || outcome || !fitsMessage(view.spec, answer)) return false;
    return this.#send({ type: 'draft', draft: toWire(view.spec, answer) });
  }

  /** The prompt is over with `outcome`, as was heard elsewhere; replies that are due are not waited for. */
  settle(outcome: Outcome): void {
    if (!this.#state.outcome) this.#end(outcome);
    this.#judge(outcome, this.#state.view !== null);
    this.#options.onChange();
  }

  receive(message: PortalToTab): void {
    switch (message.type) {
      case 'snapshot':
        this.#onSnapshot(message.prompt);
        break;
      case 'sync':
        this.#follow(message);
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
      default:
        // Of the list, which this link does not carry.
        message satisfies Message<'list' | 'changed' | 'removed' | 'settings' | 'revoked' | 'summon' | 'superseded'>;
        return;
    }
    this.#options.onChange();
  }

  #set(change: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...change };
  }

  #merge(change: Partial<PromptView>): void {
    const { view } = this.#state;
    if (view) this.#set({ view: { ...view, ...change } });
  }

  #send(message: TabMessage): boolean {
    return !this.#isStale && this.#options.send(message);
  }

  #add(message: TabRequest): void {
    const sends = this.#send(message) ? 1 : 0;
    this.#set({ pending: [...this.#state.pending, { message, sends }] });
    this.#options.onChange();
  }

  /** Replaces a decision that was never sent; does nothing while one may count. */
  #decide(message: DecisionMessage): void {
    if (this.waiting !== 'sent' && this.withdraw()) this.#add(message);
  }

  /** Sends on a new connection what has no reply. */
  #resend(): void {
    const kept = resendable(this.#state.pending);
    const pending = kept.map(({ message, sends }) => ({ message, sends: sends + (this.#send(message) ? 1 : 0) }));
    this.#set({ pending });
  }

  /** Removes and returns the request with this id; null when there is none. */
  #take(requestId: string): PendingRequest | null {
    const { pending } = this.#state;
    const found = pending.find(({ message }) => message.request_id === requestId) ?? null;
    if (found) this.#set({ pending: pending.filter((request) => request !== found) });
    return found;
  }

  #onSnapshot(prompt: PromptView): void {
    const before = this.#state.view;
    const isFirst = this.#isStale;
    this.#isStale = false;
    // What was asked never changes: the same object spares those who draw it the work.
    const view = { ...prompt, spec: before?.spec ?? prompt.spec };
    this.#set({ view, isLooking: false });
    this.#follow(prompt, isFirst);
    if (prompt.outcome) {
      this.#set({ outcome: prompt.outcome });
      if (isFirst || !this.isInDoubt) this.#judge(prompt.outcome, before?.status === 'open');
      return;
    }
    if (isFirst) this.#resend();
    // Whatever is done with the snapshot goes by the new state.
    this.#options.onChange();
    this.#options.onSnapshot(view, isFirst);
  }

  /** `isFirst`: the first report of a connection, perhaps to another portal, which counts whatever was said before. */
  #follow(report: TimeReport, isFirst = false): void {
    const { view, countdown } = this.#state;
    if (!view) return;
    const { clock } = this.#options;
    const after = startCountdown(report, monotonicTimeOf(view.opened_at, clock), clock.now());
    this.#set({ countdown: nearerCountdown(isFirst ? null : countdown, after) });
  }

  /** A decision sent on this very connection gets its own reply, which says who won. */
  #onSettled({ outcome, logged }: Message<'status'> & { status: 'settled' }): void {
    const wasOpen = this.#state.view?.status === 'open';
    this.#end(outcome);
    this.#merge({ logged });
    if (!this.isInDoubt) this.#judge(outcome, wasOpen);
  }

  #onUnknown(): void {
    this.#isStale = true;
    if (!this.#state.outcome) this.#set({ isLooking: true });
  }

  #onAccepted({ request_id }: Message<'accepted'>): void {
    const request = this.#take(request_id);
    if (request && isDecision(request.message)) this.#set({ author: 'me' });
  }

  #onRefused({ request_id, reason, outcome }: Message<'refused'>): void {
    if (reason === 'unknown_prompt' || reason === 'draining') {
      this.#onTurnedAway(request_id, reason);
      return;
    }
    const request = request_id === null ? null : this.#take(request_id);
    if (!request) return;
    if (!outcome) {
      this.#options.onRefused(reason, request.message);
      return;
    }
    if (isDecision(request.message)) {
      // It was sent before, too: that sending can be the reason for the outcome.
      const isMine = request.sends > 1 && this.#isEcho(request, outcome);
      this.#set({ author: isMine ? 'me' : 'other', isTooLate: !isMine && request.message.type === 'answer' });
    }
    if (!this.#state.outcome) this.#end(outcome);
  }

  /** The request does not count, and is kept for the next portal. */
  #onTurnedAway(requestId: string | null, reason: RefusalReason): void {
    if (reason === 'unknown_prompt') this.#onUnknown();
    this.#isStale = true;
    const pending = this.#state.pending.map((request) =>
      request.message.request_id === requestId ? { ...request, sends: request.sends - 1 } : request,
    );
    this.#set({ pending });
  }

  #end(outcome: Outcome): void {
    this.#set({ outcome, isLooking: false });
    this.#merge({ status: 'settled', outcome });
  }

  /** Finds out who decided, from the outcome alone; `wasOpen` when it was seen open here. */
  #judge(outcome: Outcome, wasOpen: boolean): void {
    const decision = findDecision(this.#state.pending);
    const isMine = decision !== null && this.#isEcho(decision, outcome);
    if (this.#state.author === 'unknown' && (decision || wasOpen)) this.#set({ author: isMine ? 'me' : 'other' });
    if (decision && decision.sends > 0) this.#set({ isTooLate: !isMine && decision.message.type === 'answer' });
    this.#set({ pending: [] });
  }

  #isEcho(request: PendingRequest, outcome: Outcome): boolean {
    const { surfaces } = this.#options;
    return surfaces.includes(outcome.by) && isEcho(request, this.#state.view?.spec, outcome);
  }
}

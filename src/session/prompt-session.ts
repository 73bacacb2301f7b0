// One surface's view of a prompt: its state, the requests made from here, and who decided it. Pure.
import { isNoteTooLong } from '../core/answer.ts';
import type { Clock } from '../core/clock.ts';
import { defined } from '../core/defined.ts';
import type { Answer, Device, Outcome } from '../core/prompt.ts';
import type { RefusalReason } from '../protocol/refusal.ts';
import type { PortalToTab, TabMessage } from '../protocol/tab.ts';
import { fitsMessage, toWire } from '../protocol/tab-answer.ts';
import type { AskedPrompt, PromptState, PromptView } from '../protocol/view.ts';
import { monotonicTimeOf, nearerCountdown, startCountdown, type TimeReport, timeLeft } from './countdown.ts';
import { type DecisionMessage, findDecision, isDecision, type PendingRequest, type TabRequest } from './requests.ts';
import { FIRST_STATE, type SessionState } from './session-state.ts';

export interface SessionOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  /** Of this process; a page has none. */
  readonly device?: Device | undefined;
  /** False when there is no connection. */
  readonly send: (message: TabMessage) => boolean;
  /** The portal sent the state of the open prompt; `isFirst` for the first state of a connection. */
  readonly onState: (view: PromptView, isFirst: boolean) => void;
  /** `request` was refused, and the prompt is still open. */
  readonly onRefused: (reason: RefusalReason, request: TabRequest) => void;
  /** `state` may have changed. */
  readonly onChange: () => void;
}

type Message<Type extends PortalToTab['type']> = Extract<PortalToTab, { type: Type }>;

export class PromptSession {
  readonly #options: SessionOptions;
  #state: SessionState = FIRST_STATE;
  #asked: AskedPrompt | null = null;
  /** Ids of the decisions that were made here. */
  readonly #decisions = new Set<string>();
  /** True while it is unknown whether the connected portal has the prompt: nothing is sent to it. */
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

  /** Whether a decision was made here: none, one that was never sent, or one that may already count. */
  get waiting(): 'no' | 'queued' | 'sent' {
    const { author, outcome } = this.#state;
    if (author === 'me' || outcome) return 'sent';
    const decision = findDecision(this.#state.pending);
    if (!decision) return 'no';
    return decision.sends === 0 ? 'queued' : 'sent';
  }

  /** True while a decision was sent and has no reply. */
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
    if (spec) this.#decide({ ...this.#request('answer'), answer: toWire(spec, answer) });
  }

  /** `note`: why, in the human's words; a blank one is left out, and one that the portal would not take is refused here. */
  cancel(note = ''): void {
    const message = { ...this.#request('cancel'), ...(note.trim() === '' ? {} : { note }) };
    const { view } = this.#state;
    const fits = !isNoteTooLong(note) && (!view || fitsMessage(view.spec, { values: [], note }));
    if (!fits) this.#options.onRefused('note_too_long', message);
    else this.#decide(message);
  }

  /** Moves the deadline later by `by_ms`. */
  extend(by_ms: number): void {
    this.#add({ type: 'extend', request_id: this.#options.newId(), by_ms });
  }

  /** Sets the time left; null for no deadline. */
  setTimeLeft(remaining_ms: number | null): void {
    this.#add({ type: 'update_timeout', request_id: this.#options.newId(), remaining_ms });
  }

  /** Withdraws a decision that was never sent. False when one is in doubt: it may already count. */
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

  /** Settles the prompt with `outcome`, which was received from elsewhere. */
  settle(outcome: Outcome): void {
    this.#conclude(outcome, this.#state.view !== null);
    this.#options.onChange();
  }

  receive(message: PortalToTab): void {
    switch (message.type) {
      case 'prompt':
        // It never changes: keeping the same object avoids redrawing.
        this.#asked ??= message.prompt;
        return;
      case 'state':
        this.#onState(message.state);
        break;
      case 'unknown':
        this.#onUnknown();
        break;
      case 'accepted':
        this.#onAccepted(message);
        break;
      case 'refused':
        this.#onRefused(message);
        break;
      default:
        // Messages of the list, which this connection does not carry.
        message satisfies Message<'list' | 'changed' | 'removed' | 'settings' | 'revoked' | 'summon' | 'superseded'>;
        return;
    }
    this.#options.onChange();
  }

  #set(change: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...change };
  }

  #send(message: TabMessage): boolean {
    return !this.#isStale && this.#options.send(message);
  }

  #request<Type extends DecisionMessage['type']>(type: Type) {
    const { newId, device } = this.#options;
    return { type, request_id: newId(), ...defined({ device }) };
  }

  #add(message: TabRequest): void {
    const sends = this.#send(message) ? 1 : 0;
    this.#set({ pending: [...this.#state.pending, { message, sends }] });
    this.#options.onChange();
  }

  /** Replaces a decision that was never sent; does nothing while one may count. */
  #decide(message: DecisionMessage): void {
    if (this.waiting === 'sent' || !this.withdraw()) return;
    this.#decisions.add(message.request_id);
    this.#add(message);
  }

  /** Resends every request without a reply on a new connection. */
  #resend(): void {
    const { pending } = this.#state;
    this.#set({
      pending: pending.map(({ message, sends }) => ({ message, sends: sends + (this.#send(message) ? 1 : 0) })),
    });
  }

  /** Removes and returns the request with this id; null when there is none. */
  #take(requestId: string): PendingRequest | null {
    const { pending } = this.#state;
    const found = pending.find(({ message }) => message.request_id === requestId) ?? null;
    if (found) this.#set({ pending: pending.filter((request) => request !== found) });
    return found;
  }

  #onState(state: PromptState): void {
    if (!this.#asked) return;
    const wasOpen = this.#state.view?.status === 'open';
    const isFirst = this.#isStale;
    this.#isStale = false;
    const view = { ...this.#asked, ...state };
    this.#set({ view, isLooking: false });
    this.#follow(state, isFirst);
    if (state.outcome) {
      this.#conclude(state.outcome, wasOpen);
      return;
    }
    if (isFirst) this.#resend();
    // Called first, so that `onState` acts on the new state.
    this.#options.onChange();
    this.#options.onState(view, isFirst);
  }

  /** `isFirst`: the first report of a connection, perhaps to another portal, which overrides all earlier reports. */
  #follow(report: TimeReport, isFirst = false): void {
    const { view, countdown } = this.#state;
    if (!view) return;
    const { clock } = this.#options;
    const after = startCountdown(report, monotonicTimeOf(view.opened_at, clock), clock.now());
    this.#set({ countdown: nearerCountdown(isFirst ? null : countdown, after) });
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
    if (outcome) {
      this.#conclude(outcome, true);
      return;
    }
    const request = request_id === null ? null : this.#take(request_id);
    if (request) this.#options.onRefused(reason, request.message);
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

  /** The prompt has settled; `wasOpen` when this surface saw it open before. */
  #conclude(outcome: Outcome, wasOpen: boolean): void {
    const { view, author, pending, isTooLate } = this.#state;
    const decision = findDecision(pending);
    const isMine = outcome.request_id !== undefined && this.#decisions.has(outcome.request_id);
    const byOther = author === 'unknown' && (decision || wasOpen) ? 'other' : author;
    const isSent = decision !== null && decision.sends > 0 && decision.message.type === 'answer';
    this.#set({
      view: view && { ...view, status: 'settled', outcome },
      outcome,
      isLooking: false,
      author: isMine ? 'me' : byOther,
      isTooLate: isTooLate || (isSent && !isMine),
      pending: [],
    });
  }
}

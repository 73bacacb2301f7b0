// Requests of a surface that have no reply yet, and what may be said and done about them. Pure.
import type { Outcome } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';
import type { TabMessage } from '../protocol/tab.ts';
import { isSameAnswer } from '../protocol/tab-answer.ts';

/** A message that gets a reply. It keeps its id however often it is sent: one portal applies it once. */
export type TabRequest = Extract<TabMessage, { request_id: string }>;
/** A request that settles the prompt. */
export type DecisionMessage = Extract<TabRequest, { type: 'answer' | 'cancel' }>;

export interface PendingRequest {
  readonly message: TabRequest;
  /** How often it was sent to a portal that may have applied it; 0 while it waits for a connection. */
  readonly sends: number;
}

export function isDecision(message: TabRequest): message is DecisionMessage {
  return message.type === 'answer' || message.type === 'cancel';
}

/** The answer or cancellation without a reply; null when there is none. */
export function findDecision(pending: readonly PendingRequest[]): PendingRequest | null {
  return pending.find(({ message }) => isDecision(message)) ?? null;
}

/**
 * What may be sent on a new connection. An extension that was sent before may count already, and a portal that took the
 * place of a dead one cannot know its id: sent again, it could count twice.
 */
export function resendable(pending: readonly PendingRequest[]): readonly PendingRequest[] {
  return pending.filter(({ message, sends }) => message.type !== 'extend' || sends === 0);
}

/** True when `outcome` says what `request` asked for: an earlier sending of it, without a reply, can be the reason. */
export function isEcho({ message, sends }: PendingRequest, spec: PromptSpec | undefined, outcome: Outcome): boolean {
  if (sends === 0) return false;
  if (message.type === 'cancel') return outcome.status === 'cancelled';
  if (message.type !== 'answer' || outcome.status !== 'answered') return false;
  return spec !== undefined && isSameAnswer(spec, message.answer, outcome);
}

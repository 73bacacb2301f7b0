// Requests of a surface that have no reply yet. Pure.
import type { TabMessage } from '../protocol/tab.ts';

/** A message that gets a reply. It keeps its id when it is resent, so that one portal applies it once. */
export type TabRequest = Extract<TabMessage, { request_id: string }>;
/** A request that settles the prompt. */
export type DecisionMessage = Extract<TabRequest, { type: 'answer' | 'cancel' }>;

export interface PendingRequest {
  readonly message: TabRequest;
  /** How many times it was sent to a portal that may have applied it; 0 while it waits for a connection. */
  readonly sends: number;
}

export function isDecision(message: TabRequest): message is DecisionMessage {
  return message.type === 'answer' || message.type === 'cancel';
}

/** The answer or cancellation without a reply; null when there is none. */
export function findDecision(pending: readonly PendingRequest[]): PendingRequest | null {
  return pending.find(({ message }) => isDecision(message)) ?? null;
}

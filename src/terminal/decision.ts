// A decision made at this terminal, on its way to the portal.
import type { Outcome } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';
import type { TabMessage } from '../protocol/tab.ts';
import { isSameAnswer } from '../protocol/tab-answer.ts';

export interface Decision {
  /** Keeps its id however often it is sent: the portal applies it once. */
  readonly message: Extract<TabMessage, { type: 'answer' | 'cancel' }>;
  /** How often it was sent; 0 while it waits for a connection. */
  readonly sends: number;
}

/** True when `outcome` is what `decision`, of which no reply came, asked for. */
export function isEcho(spec: PromptSpec | undefined, { message, sends }: Decision, outcome: Outcome): boolean {
  if (sends === 0 || (outcome.by !== 'terminal' && outcome.by !== 'cli')) return false;
  if (message.type === 'cancel') return outcome.status === 'cancelled';
  return spec !== undefined && outcome.status === 'answered' && isSameAnswer(spec, message.answer, outcome);
}

// Finds one prompt, open or settled, and everything known about it.
import { readPrompt } from '../client/api.ts';
import type { Connection } from '../client/connect.ts';
import type { History } from '../client/history.ts';
import { defined } from '../core/defined.ts';
import type { HistoryDetail } from '../protocol/history.ts';
import { isAwaited, type PromptView } from '../protocol/view.ts';
import { findPromptId, goneError } from './prompt-id.ts';

/** What `choice show --json` prints. */
export interface ExaminedPrompt extends HistoryDetail {
  /** Ms until the deadline; null without one, and for a settled prompt. */
  readonly remaining_ms: number | null;
  /** True while a command waits for the outcome. */
  readonly waiting: boolean;
}

/** The prompt that `given`, an id or its beginning, means. Throws with exit code 2 for none or several, 1 for a lost one. */
export async function examinePrompt(
  connection: Connection | null,
  history: History,
  given: string,
): Promise<ExaminedPrompt> {
  const id = await findPromptId(connection, history, given);
  const [view, detail] = await Promise.all([connection && readPrompt(connection, id), history.detail(id)]);
  const examined = combine(view, detail);
  if (!examined) throw goneError(id);
  return examined;
}

/** Merges the portal's view, which is newer, with the journal's, which also has past prompts; either may be missing. */
export function combine(view: PromptView | null, detail: HistoryDetail | null): ExaminedPrompt | null {
  if (!view) return detail && { ...detail, remaining_ms: null, waiting: false };
  const { id, spec, from, opened_at, outcome, draft, delivery, remaining_ms } = view;
  return {
    id,
    key: detail?.key ?? null,
    kind: spec.kind,
    question: spec.question,
    status: outcome?.status ?? 'active',
    opened_at,
    ...defined({ from }),
    remaining_ms: outcome ? null : remaining_ms,
    waiting: isAwaited(delivery),
    outcome,
    draft,
    extensions: detail?.extensions ?? [],
    received: delivery === 'delivered' || (detail?.received ?? false),
    spec,
  };
}

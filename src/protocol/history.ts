// History as the page and `choice history` show it.
import type { Draft, Outcome, Surface } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';

export const HISTORY_STATUSES = ['active', 'answered', 'timeout', 'cancelled'] as const;
export type HistoryStatus = (typeof HISTORY_STATUSES)[number];

/** One prompt in the list. Times are wall-clock ms. */
export interface HistoryRow {
  readonly id: string;
  readonly key: string | null;
  readonly kind: PromptSpec['kind'];
  readonly question: string;
  readonly status: HistoryStatus;
  readonly opened_at: number;
  /** Null while the prompt is open. */
  readonly outcome: Outcome | null;
}

/** A change of the deadline: who made it, when, and what was left then. `hold` is the portal's own. */
export interface Extension {
  readonly at: number;
  readonly by: Surface | 'hold';
  readonly remaining_ms: number | null;
}

/** One prompt with all that is known of it. */
export interface HistoryDetail extends HistoryRow {
  readonly spec: PromptSpec;
  /** What was picked and typed and not submitted; of a settled prompt, what its outcome did not take along. */
  readonly draft: Draft | null;
  readonly extensions: readonly Extension[];
  /** True when the asker acknowledged the outcome. */
  readonly received: boolean;
}

/** What a portal gives in one reply. */
const MAX_HISTORY_PAGE = 1_000;

/** Which prompts of the history. Every part that is present must hold. */
export interface HistoryQuery {
  readonly status?: HistoryStatus;
  /** Found in the question, the key, an option or the answer, whatever the case. */
  readonly text?: string;
  /** Wall-clock ms: opened then or later. */
  readonly since?: number;
  /** Only what follows there: the `next` of a page; or wall-clock ms, for what was opened before. */
  readonly before?: string;
  /** From 1 to {@link MAX_HISTORY_PAGE}. */
  readonly limit: number;
}

/** Newest first. */
export interface HistoryPage {
  readonly prompts: readonly HistoryRow[];
  /** The `before` of the following page; null at the end. */
  readonly next: string | null;
}

/** Up to `query.limit` prompts, however many, put together of the pages that `readPage` gives. Rejects when it does. */
export async function readPages(
  readPage: (query: HistoryQuery) => Promise<HistoryPage>,
  query: HistoryQuery,
): Promise<HistoryPage> {
  const prompts: HistoryRow[] = [];
  let next = query.before ?? null;
  do {
    const limit = Math.min(MAX_HISTORY_PAGE, query.limit - prompts.length);
    const page = await readPage({ ...query, limit, ...(next === null ? {} : { before: next }) });
    prompts.push(...page.prompts);
    next = page.next;
  } while (next !== null && prompts.length < query.limit);
  return { prompts, next };
}

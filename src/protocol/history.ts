// The history as shown by the page and `choice history`.
import type { AskedFrom } from '../core/asked-from.ts';
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
  /** Who asked, unverified; absent where that was not recorded. */
  readonly from?: AskedFrom;
  /** Null while the prompt is open. */
  readonly outcome: Outcome | null;
}

/** A change of the deadline: who made it, when, and the time left then. `hold` marks a change by the portal. */
export interface Extension {
  readonly at: number;
  readonly by: Surface | 'hold';
  readonly remaining_ms: number | null;
}

/** One prompt with everything that is known about it. */
export interface HistoryDetail extends HistoryRow {
  readonly spec: PromptSpec;
  /** Picks and text that were not submitted; for a settled prompt, the part that is not in its outcome. */
  readonly draft: Draft | null;
  readonly extensions: readonly Extension[];
  /** True when the asker acknowledged the outcome. */
  readonly received: boolean;
}

/** The most prompts that a portal returns in one reply. */
const MAX_HISTORY_PAGE = 1_000;

/** Filters the history. A prompt must match every field that is present. */
export interface HistoryQuery {
  readonly status?: HistoryStatus;
  /** Searched for in the question, the key, the asker, the options and the answer, ignoring case. */
  readonly text?: string;
  /** Wall-clock ms: opened then or later. */
  readonly since?: number;
  /** Where to continue: the `next` of a page; or wall-clock ms, for prompts opened earlier. */
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

/** Up to `query.limit` prompts, with no bound on it, collected from pages of `readPage`. Rejects when `readPage` does. */
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

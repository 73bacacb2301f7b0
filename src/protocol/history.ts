// History as the page and `choice history` show it.
import type { Outcome, Surface } from '../core/prompt.ts';
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
  readonly extensions: readonly Extension[];
  /** True when the asker acknowledged the outcome. */
  readonly received: boolean;
}

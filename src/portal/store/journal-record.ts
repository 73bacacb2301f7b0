// The lines of a journal: one JSON record each.
import type { Draft, Outcome, Surface } from '../../core/prompt.ts';
import type { PromptSpec } from '../../core/spec.ts';

/** One line of a journal. `at` is wall-clock ms. */
export type JournalRecord =
  | {
      readonly type: 'opened';
      readonly id: string;
      readonly at: number;
      readonly opened_at: number;
      readonly key: string | null;
      readonly spec: PromptSpec;
    }
  | {
      readonly type: 'extended';
      readonly id: string;
      readonly at: number;
      readonly by: Surface | 'hold';
      readonly extended_ms: number;
      readonly remaining_ms: number | null;
    }
  | {
      readonly type: 'outcome';
      readonly id: string;
      readonly at: number;
      readonly outcome: Outcome;
      /** What was picked and typed, and is not in the outcome. */
      readonly draft?: Draft;
      readonly revision: number;
    }
  | { readonly type: 'received'; readonly id: string; readonly at: number };

/** The record that `line` holds; null when it was not written whole, or belongs to no prompt. */
export function parseRecord(line: string): JournalRecord | null {
  try {
    const record: JournalRecord | null = JSON.parse(line);
    return typeof record?.id === 'string' ? record : null;
  } catch {
    return null;
  }
}

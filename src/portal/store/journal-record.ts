// The lines of a journal: one JSON record each.
import type { AskedFrom } from '../../core/asked-from.ts';
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
      /** As in `Prompt`; absent for 0, and in early journals. */
      readonly asker_grace_ms?: number | null;
      /** Early journals, and askers that say nothing, have none. */
      readonly from?: AskedFrom;
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
      /** What was picked and typed but is not in the outcome. */
      readonly draft?: Draft;
      readonly revision: number;
    }
  | { readonly type: 'received'; readonly id: string; readonly at: number };

/**
 * Returns the record in `line`; null when the line is incomplete, or lacks what every reader relies on: one bad line must
 * not make the others unreadable.
 */
export function parseRecord(line: string): JournalRecord | null {
  try {
    const record: unknown = JSON.parse(line);
    return isRecord(record) ? record : null;
  } catch {
    return null;
  }
}

function isRecord(record: unknown): record is JournalRecord {
  if (!isObject(record) || typeof record.id !== 'string') return false;
  switch (record.type) {
    case 'opened':
      return Number.isFinite(record.opened_at) && isSpec(record.spec) && isFrom(record.from);
    case 'extended':
      return Number.isFinite(record.at) && Number.isFinite(record.extended_ms);
    case 'outcome':
      return isOutcome(record.outcome) && (record.draft === undefined || isAnswer(record.draft));
    default:
      return record.type === 'received';
  }
}

export function isSpec(spec: unknown): boolean {
  if (!isObject(spec) || typeof spec.kind !== 'string' || typeof spec.question !== 'string') return false;
  const { options, select } = spec;
  return Array.isArray(options) && options.every(isObject) && Array.isArray(select);
}

/** True for texts, and for groups of texts, by name. */
function isFrom(from: unknown): boolean {
  if (from === undefined) return true;
  const isTexts = (group: unknown) => isObject(group) && Object.values(group).every((text) => typeof text === 'string');
  return isObject(from) && Object.values(from).every((field) => typeof field === 'string' || isTexts(field));
}

function isOutcome(outcome: unknown): boolean {
  return isObject(outcome) && typeof outcome.status === 'string' && isAnswer(outcome) && isObject(outcome.notes);
}

export function isAnswer(answer: unknown): boolean {
  return isObject(answer) && Array.isArray(answer.values);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

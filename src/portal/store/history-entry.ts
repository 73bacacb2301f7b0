// Builds the history entry of a prompt from its records.
import type { AskedFrom } from '../../core/asked-from.ts';
import { defined } from '../../core/defined.ts';
import type { Draft, Outcome, Prompt } from '../../core/prompt.ts';
import type { PromptSpec } from '../../core/spec.ts';
import type { Extension } from '../../protocol/history.ts';
import type { JournalRecord } from './journal-record.ts';

/** One prompt in the history. Times are wall-clock ms. */
export interface HistoryEntry {
  readonly id: string;
  readonly key: string | null;
  readonly spec: PromptSpec;
  readonly asker_grace_ms: number | null;
  readonly from?: AskedFrom;
  readonly opened_at: number;
  readonly extended_ms: number;
  readonly extensions: readonly Extension[];
  readonly revision: number;
  /** Null while open, or when the portal died before the prompt settled. */
  readonly outcome: Outcome | null;
  /** What was picked and typed but is not in the outcome. */
  readonly draft: Draft | null;
  /** True when the asker acknowledged the outcome. */
  readonly received: boolean;
}

/** Folds the `records` of one prompt, oldest first, into its entry; null without a registration. */
export function foldRecords(records: readonly JournalRecord[]): HistoryEntry | null {
  // The first registration and the first outcome count: a prompt may be registered in several files.
  const opened = records.find((record) => record.type === 'opened');
  if (!opened) return null;
  const settled = records.find((record) => record.type === 'outcome');
  const extended = records.filter((record) => record.type === 'extended');
  const { id, key, spec, from, opened_at } = opened;
  // The grace may have become longer since.
  const { asker_grace_ms = 0 } = records.findLast((record) => record.type === 'opened') ?? opened;
  return {
    id,
    // Early journals have no keys.
    key: key ?? null,
    spec,
    asker_grace_ms,
    ...defined({ from }),
    opened_at,
    extended_ms: extended.at(-1)?.extended_ms ?? 0,
    extensions: withoutRepeats(extended.map(({ at, by, remaining_ms }) => ({ at, by, remaining_ms }))),
    revision: settled?.revision ?? 0,
    // Early journals do not say who decided.
    outcome: settled ? { ...settled.outcome, who: settled.outcome.who ?? null } : null,
    draft: settled?.draft ?? null,
    received: records.some(({ type }) => type === 'received'),
  };
}

/** Removes duplicates: a record that was rewritten after a failure may be in two files. */
function withoutRepeats(extensions: readonly Extension[]): Extension[] {
  return [...new Map(extensions.map((each) => [`${each.at} ${each.remaining_ms}`, each])).values()];
}

/** Restores the prompt of a settled entry, for a registry to adopt; null when it never settled. */
export function settledPrompt(entry: HistoryEntry | null): Prompt | null {
  if (!entry?.outcome) return null;
  const { id, key, spec, from, asker_grace_ms, opened_at, extended_ms, revision, outcome, draft } = entry;
  const holds = entry.extensions.filter(({ by }) => by === 'hold').length;
  const { seen_at } = outcome;
  const past = { opened: 0, deadline: null, draft, drafter: null, requests: [] };
  const asked = { id, key, spec, ...defined({ from }), asker_grace_ms, opened_at };
  return { ...asked, extended_ms, revision, outcome, holds, seen_at, ...past };
}

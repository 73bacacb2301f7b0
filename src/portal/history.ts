// History: prompts as the journals of every portal tell them. A fold of their records; nothing is kept beside them.
import type { Draft, Outcome, Prompt } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';
import type { Extension, HistoryDetail, HistoryPage, HistoryQuery, HistoryRow } from '../protocol/history.ts';
import type { JournalRecord } from './journal-record.ts';

/** One prompt as history knows it. Times are wall-clock ms. */
export interface HistoryEntry {
  readonly id: string;
  readonly key: string | null;
  readonly spec: PromptSpec;
  readonly opened_at: number;
  readonly extended_ms: number;
  readonly extensions: readonly Extension[];
  readonly revision: number;
  /** Null while open, or when the portal died before the prompt settled. */
  readonly outcome: Outcome | null;
  /** What was picked and typed, and is not in the outcome. */
  readonly draft: Draft | null;
  /** True when the asker acknowledged the outcome. */
  readonly received: boolean;
}

/** The entry that `records` of one prompt tell of, oldest first; null when none of them is its registration. */
export function foldRecords(records: readonly JournalRecord[]): HistoryEntry | null {
  // A registration told again, or an outcome that reached the disk before it, changes nothing.
  const opened = records.find((record) => record.type === 'opened');
  if (!opened) return null;
  const { id, key, spec, opened_at } = opened;
  return records.reduce(applyRecord, { ...emptyEntry, id, key: key ?? null, spec, opened_at });
}

function applyRecord(entry: HistoryEntry, record: JournalRecord): HistoryEntry {
  switch (record.type) {
    case 'opened':
      return entry;
    case 'extended': {
      const { at, by, remaining_ms, extended_ms } = record;
      // Written again after a failure, it may be in two files.
      if (entry.extensions.some((known) => known.at === at && known.remaining_ms === remaining_ms)) return entry;
      return { ...entry, extended_ms, extensions: [...entry.extensions, { at, by, remaining_ms }] };
    }
    case 'outcome':
      // The first outcome stands, whatever a later line says.
      return entry.outcome
        ? entry
        : { ...entry, outcome: record.outcome, draft: record.draft ?? null, revision: record.revision };
    case 'received':
      return { ...entry, received: true };
    default:
      record satisfies never;
      return entry;
  }
}

const emptyEntry = { extended_ms: 0, extensions: [], revision: 0, outcome: null, draft: null, received: false };

/** A settled entry as the prompt it was, for a registry to adopt; null when it never settled. */
export function settledPrompt(entry: HistoryEntry | null): Prompt | null {
  if (!entry?.outcome) return null;
  const { id, key, spec, opened_at, extended_ms, revision, outcome, draft } = entry;
  const holds = entry.extensions.filter(({ by }) => by === 'hold').length;
  const { seen_at } = outcome;
  const past = { opened: 0, deadline: null, draft, drafter: null, requests: [] };
  return { id, key, spec, opened_at, extended_ms, revision, outcome, holds, seen_at, ...past };
}

/** A place in the order of history: the newest first and, of one millisecond, the greatest id. */
export interface HistoryPlace {
  readonly opened_at: number;
  readonly id: string;
}

/** For sorting: above 0 when `a` follows `b`. */
export function comparePlaces(a: HistoryPlace, b: HistoryPlace): number {
  return b.opened_at - a.opened_at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

/** The place that a query's `before` names. Wall-clock ms alone stand behind all that was opened in that millisecond. */
export function readPlace(before: string): HistoryPlace {
  const [opened_at, id = ''] = before.split('-');
  return { opened_at: Number(opened_at), id };
}

/**
 * The page of `entries`, in their order, that `query` asks for; they are those of its time already. `openIds` tells
 * active ones from lost ones.
 */
export async function pageOf(
  entries: AsyncIterable<HistoryEntry>,
  openIds: ReadonlySet<string>,
  query: HistoryQuery,
): Promise<HistoryPage> {
  const prompts: HistoryRow[] = [];
  for await (const entry of entries) {
    const [detail] = describeEntry(entry, openIds);
    if (!detail || !isWanted(detail, query)) continue;
    const last = prompts.at(-1);
    if (last && prompts.length >= query.limit) return { prompts, next: `${last.opened_at}-${last.id}` };
    prompts.push(toRow(detail));
  }
  return { prompts, next: null };
}

function isWanted(detail: HistoryDetail, { status, text = '' }: HistoryQuery): boolean {
  if (status !== undefined && detail.status !== status) return false;
  return text === '' || searchable(detail).includes(text.toLowerCase());
}

/** `entry` with its status; nothing for one that neither settled nor is open any more. */
export function describeEntry(entry: HistoryEntry, openIds: ReadonlySet<string>): HistoryDetail[] {
  const status = entry.outcome?.status ?? (openIds.has(entry.id) ? 'active' : null);
  if (status === null) return [];
  const { id, key, spec, opened_at, outcome, draft, extensions, received } = entry;
  const { kind, question } = spec;
  return [{ id, key, kind, question, status, opened_at, outcome, draft, spec, extensions, received }];
}

/** The line of `detail` in a list. */
export function toRow({ id, key, kind, question, status, opened_at, outcome }: HistoryDetail): HistoryRow {
  return { id, key, kind, question, status, opened_at, outcome };
}

function searchable({ key, spec, outcome, draft }: HistoryDetail): string {
  const options = spec.options.flatMap(({ value, label }) => [value, label]);
  const answer = [
    ...(outcome?.values ?? []),
    outcome?.text ?? '',
    outcome?.note ?? '',
    draft?.text ?? '',
    draft?.note ?? '',
  ];
  return [spec.question, key ?? '', ...options, ...answer].join('\n').toLowerCase();
}

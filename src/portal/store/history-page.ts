// Pages of the history: selects the entries of a query, and sorts and formats them.
import { defined } from '../../core/defined.ts';
import type { HistoryDetail, HistoryPage, HistoryQuery, HistoryRow } from '../../protocol/history.ts';
import type { HistoryEntry } from './history-entry.ts';

/** A position in the history: newest first and, within one millisecond, the greatest id first. */
type HistoryPlace = Pick<HistoryEntry, 'opened_at' | 'id'>;

/** Compares for sorting: positive when `a` follows `b`. */
function comparePlaces(a: HistoryPlace, b: HistoryPlace): number {
  return b.opened_at - a.opened_at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

/** Parses a query's `before`. Without an id, the position follows everything that was opened in that millisecond. */
function readPlace(before: string): HistoryPlace {
  const [opened_at, id = ''] = before.split('-');
  return { opened_at: Number(opened_at), id };
}

/** Returns the page of `entries` that `query` requests. `openIds` distinguishes active ones from lost ones. */
export function pageOf(
  entries: readonly HistoryEntry[],
  query: HistoryQuery,
  openIds: ReadonlySet<string>,
): HistoryPage {
  const { since = Number.NEGATIVE_INFINITY, before, limit } = query;
  const end = before === undefined ? null : readPlace(before);
  const wanted = entries
    .filter((entry) => entry.opened_at >= since && (end === null || comparePlaces(entry, end) > 0))
    .map((entry) => describeEntry(entry, openIds))
    .filter((detail) => detail !== null)
    .filter((detail) => isWanted(detail, query))
    .sort(comparePlaces);
  const prompts = wanted.slice(0, limit).map(toRow);
  const last = prompts.at(-1);
  return { prompts, next: last && wanted.length > limit ? `${last.opened_at}-${last.id}` : null };
}

function isWanted(detail: HistoryDetail, { status, text = '' }: HistoryQuery): boolean {
  if (status !== undefined && detail.status !== status) return false;
  return text === '' || searchable(detail).includes(text.toLowerCase());
}

/** Returns `entry` with its status; null for one that is no longer open and never settled. */
export function describeEntry(entry: HistoryEntry, openIds: ReadonlySet<string>): HistoryDetail | null {
  const status = entry.outcome?.status ?? (openIds.has(entry.id) ? 'active' : null);
  if (status === null) return null;
  const { id, key, spec, from, opened_at, outcome, draft, extensions, received } = entry;
  const { kind, question } = spec;
  const row: HistoryRow = { id, key, kind, question, status, opened_at, ...defined({ from }), outcome };
  return { ...row, draft, spec, extensions, received };
}

function toRow({ id, key, kind, question, status, opened_at, from, outcome }: HistoryDetail): HistoryRow {
  return { id, key, kind, question, status, opened_at, ...defined({ from }), outcome };
}

function searchable({ key, spec, from, outcome, draft }: HistoryDetail): string {
  const asker = [from?.name, from?.command, from?.git?.repo, from?.git?.branch, from?.ci?.job].filter(
    (part) => part !== undefined,
  );
  const options = spec.options.flatMap(({ value, label }) => [value, label]);
  const answer = [
    ...(outcome?.values ?? []),
    outcome?.text ?? '',
    outcome?.note ?? '',
    draft?.text ?? '',
    draft?.note ?? '',
  ];
  return [spec.question, key ?? '', ...asker, ...options, ...answer].join('\n').toLowerCase();
}

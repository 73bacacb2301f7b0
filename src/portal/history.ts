// History: prompts as the journals of every portal tell them. A fold; nothing is kept beside the journals.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDecided, type Outcome, type Prompt } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';
import type { Extension, HistoryDetail, HistoryRow, HistoryStatus } from '../protocol/history.ts';
import type { JournalRecord } from './journal.ts';

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
  /** True when the asker acknowledged the outcome. */
  readonly received: boolean;
}

/** Reads the journals in `directory`, oldest first. A torn last line is left out; a missing directory is empty. */
export async function readHistory(directory: string): Promise<Map<string, HistoryEntry>> {
  const names = await readdir(directory).catch(() => []);
  const entries = new Map<string, HistoryEntry>();
  for (const name of names.filter((file) => file.endsWith('.jsonl')).sort()) {
    const text = await readFile(join(directory, name), 'utf8').catch(() => '');
    for (const record of parseRecords(text)) fold(entries, record);
  }
  return entries;
}

/** The records in `text`, leaving out lines that were not written whole. */
export function parseRecords(text: string): JournalRecord[] {
  return text.split('\n').flatMap((line) => {
    try {
      const record: JournalRecord = JSON.parse(line);
      return typeof record.id === 'string' ? [record] : [];
    } catch {
      return [];
    }
  });
}

function fold(entries: Map<string, HistoryEntry>, record: JournalRecord): void {
  const entry = entries.get(record.id);
  if (record.type === 'opened') {
    const { id, key, spec, opened_at } = record;
    if (!entry) entries.set(id, { ...emptyEntry, id, key: key ?? null, spec, opened_at });
    return;
  }
  if (!entry) return;
  switch (record.type) {
    case 'extended': {
      const { at, by, remaining_ms, extended_ms } = record;
      const extensions = [...entry.extensions, { at, by, remaining_ms }];
      entries.set(record.id, { ...entry, extended_ms, extensions });
      return;
    }
    case 'outcome':
      // The first outcome stands, whatever a later line says.
      if (!entry.outcome) entries.set(record.id, { ...entry, outcome: record.outcome, revision: record.revision });
      return;
    case 'received':
      entries.set(record.id, { ...entry, received: true });
      return;
    default:
      record satisfies never;
  }
}

const emptyEntry = { extended_ms: 0, extensions: [], revision: 0, outcome: null, received: false };

/** A settled entry as the prompt it was, for a registry to adopt; null when it never settled. */
export function settledPrompt(entry: HistoryEntry | undefined): Prompt | null {
  if (!entry?.outcome) return null;
  const { id, key, spec, opened_at, extended_ms, revision, outcome } = entry;
  const holds = entry.extensions.filter(({ by }) => by === 'hold').length;
  const { seen_at } = outcome;
  const past = { opened: 0, deadline: null, draft: null, requests: [] };
  return { id, key, spec, opened_at, extended_ms, revision, outcome, holds, seen_at, ...past };
}

/** The last prompt under `key` that somebody decided, or the deadline; null when there is none. */
export function findKey(entries: ReadonlyMap<string, HistoryEntry>, key: string): Prompt | null {
  const decided = [...entries.values()].filter((entry) => entry.key === key && isDecided(entry.outcome));
  return settledPrompt(decided.at(-1));
}

/** What to look for. Every part that is present must hold. */
export interface HistoryQuery {
  readonly status?: HistoryStatus;
  /** Found in the question, the key, an option or the answer, whatever the case. */
  readonly text?: string;
  /** Wall-clock ms: opened at or after, opened before. */
  readonly since?: number;
  readonly before?: number;
}

/** The entries that `query` asks for, newest first. `openIds` tells those that are active from those that were lost. */
export function searchHistory(
  entries: Iterable<HistoryEntry>,
  openIds: ReadonlySet<string>,
  { status, text, since, before }: HistoryQuery,
): HistoryDetail[] {
  const needle = text?.toLowerCase() ?? '';
  return [...entries]
    .filter(({ opened_at }) => opened_at >= (since ?? 0) && opened_at < (before ?? Number.POSITIVE_INFINITY))
    .flatMap((entry) => describeEntry(entry, openIds))
    .filter((detail) => status === undefined || detail.status === status)
    .filter((detail) => needle === '' || searchable(detail).includes(needle))
    .sort((a, b) => b.opened_at - a.opened_at);
}

/** `entry` with its status; nothing for one that neither settled nor is open any more. */
export function describeEntry(entry: HistoryEntry, openIds: ReadonlySet<string>): HistoryDetail[] {
  const status = entry.outcome?.status ?? (openIds.has(entry.id) ? 'active' : null);
  if (status === null) return [];
  const { id, key, spec, opened_at, outcome, extensions, received } = entry;
  return [
    { id, key, kind: spec.kind, question: spec.question, status, opened_at, outcome, spec, extensions, received },
  ];
}

/** The line of `detail` in a list. */
export function toRow({ id, key, kind, question, status, opened_at, outcome }: HistoryDetail): HistoryRow {
  return { id, key, kind, question, status, opened_at, outcome };
}

function searchable({ key, spec, outcome }: HistoryDetail): string {
  const options = spec.options.flatMap(({ value, label }) => [value, label]);
  const answer = [...(outcome?.values ?? []), outcome?.text ?? '', outcome?.note ?? ''];
  return [spec.question, key ?? '', ...options, ...answer].join('\n').toLowerCase();
}

// History: prompts as the journals of every portal tell them. A fold; nothing is kept beside the journals.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome, Prompt } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';
import type { JournalRecord } from './journal.ts';

/** One prompt as history knows it. Times are wall-clock ms. */
export interface HistoryEntry {
  readonly id: string;
  readonly spec: PromptSpec;
  readonly opened_at: number;
  readonly extended_ms: number;
  readonly revision: number;
  readonly seen_at: number | null;
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
  switch (record.type) {
    case 'opened':
      if (!entry)
        entries.set(record.id, { ...emptyEntry, id: record.id, spec: record.spec, opened_at: record.opened_at });
      return;
    case 'extended':
      if (entry) entries.set(record.id, { ...entry, extended_ms: record.extended_ms });
      return;
    case 'outcome': {
      const { outcome, revision, seen_at } = record;
      // The first outcome stands, whatever a later line says.
      if (entry && !entry.outcome) entries.set(record.id, { ...entry, outcome, revision, seen_at });
      return;
    }
    case 'received':
      if (entry) entries.set(record.id, { ...entry, received: true });
      return;
    default:
      record satisfies never;
  }
}

const emptyEntry = { extended_ms: 0, revision: 0, seen_at: null, outcome: null, received: false };

/** A settled entry as the prompt it was, for a registry to adopt; null when it never settled. */
export function settledPrompt(entry: HistoryEntry | undefined): Prompt | null {
  if (!entry?.outcome) return null;
  const { id, spec, opened_at, extended_ms, revision, seen_at, outcome } = entry;
  return {
    id,
    spec,
    opened_at,
    extended_ms,
    revision,
    seen_at,
    outcome,
    opened: 0,
    deadline: null,
    draft: null,
    requests: [],
  };
}

// Journals: what a directory of them tells, read as a portal reads it, and one that a portal of the past left.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldRecords, type HistoryEntry } from '../../src/portal/store/history-entry.ts';
import { readJournals } from '../../src/portal/store/journal-directory.ts';
import type { Home } from './choice.ts';
import { makeSpec } from './prompts.ts';

const HOUR = 3_600_000;

/** Every entry by its id. */
export async function readEntries(directory: string): Promise<Map<string, HistoryEntry>> {
  const entries = [...(await readJournals(directory)).values()].map(foldRecords).filter((entry) => entry !== null);
  return new Map(entries.map((entry) => [entry.id, entry]));
}

/** A journal of prompts that were answered `hours` ago each, as a portal of the past left it. */
export function writeJournal(home: Home, prompts: readonly { id: string; question: string; hours: number }[]): void {
  const now = Date.now();
  const directory = join(home.directory, 'state', 'journal');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lines = prompts.flatMap(({ id, question, hours }) => {
    const at = now - hours * HOUR;
    const outcome = { status: 'answered', values: ['staging'], text: null, note: null, notes: {}, fallback: false };
    const rest = { by: 'browser', settled_at: at, elapsed_ms: 5, extended_ms: 0, seen_at: at };
    return [
      { type: 'opened', id, at, opened_at: at, key: null, spec: makeSpec({ question }) },
      { type: 'outcome', id, at, outcome: { ...outcome, ...rest }, revision: 2 },
    ];
  });
  const text = lines.map((line, n) => `${JSON.stringify({ n, ...line })}\n`).join('');
  writeFileSync(join(directory, '20260101T000000000Z-old-0.jsonl'), text, { mode: 0o600 });
}

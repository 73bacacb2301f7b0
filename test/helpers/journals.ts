// What a directory of journals tells, read as a portal reads it.
import type { HistoryEntry } from '../../src/portal/history.ts';
import { HistoryIndex } from '../../src/portal/history-index.ts';

/** Every entry by its id, oldest first. */
export async function readEntries(directory: string): Promise<Map<string, HistoryEntry>> {
  const entries: [string, HistoryEntry][] = [];
  for await (const entry of new HistoryIndex(directory).entries()) entries.unshift([entry.id, entry]);
  return new Map(entries);
}

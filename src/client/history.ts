// Reads the history for the command line: from the running portal, else directly from the journals.
import { join } from 'node:path';
import type { HistoryDetail, HistoryPage, HistoryQuery } from '../protocol/history.ts';
import type { Paths } from '../system/paths.ts';
import { readHistoryOf, readHistoryPage } from './api.ts';
import type { Settled } from './ask-options.ts';
import type { Connection } from './connect.ts';

export interface History {
  page(query: HistoryQuery): Promise<HistoryPage>;
  /** Null when no journal has it, or when its portal ended before it settled. */
  detail(id: string): Promise<HistoryDetail | null>;
}

/** Starts no portal; without one, no prompt is open. */
export function openHistory(connection: Connection | null, paths: Paths): History {
  if (!connection) return readJournals(paths);
  return {
    page: (query) => readHistoryPage(connection, query),
    detail: (id) => readHistoryOf(connection, id),
  };
}

/** Finds the outcome of prompt `id` in the journals of this user's portals; null when none has it. */
export async function findOutcome(paths: Paths, id: string): Promise<Settled | null> {
  const { JournalReader } = await import('../portal/store/journal-reader.ts');
  const entry = await new JournalReader(join(paths.state, 'journal')).find(id);
  return entry?.outcome ? { id, outcome: entry.outcome, opened_at: entry.opened_at, logged: true } : null;
}

/** Loads the portal's code on first use. */
function readJournals(paths: Paths): History {
  const nothingIsOpen: ReadonlySet<string> = new Set();
  const openReader = async () => {
    const { JournalReader } = await import('../portal/store/journal-reader.ts');
    return new JournalReader(join(paths.state, 'journal'));
  };
  return {
    page: async (query) => (await openReader()).page(query, nothingIsOpen),
    async detail(id) {
      const [reader, { describeEntry }] = await Promise.all([openReader(), import('../portal/store/history-page.ts')]);
      const entry = await reader.find(id);
      return entry && describeEntry(entry, nothingIsOpen);
    },
  };
}

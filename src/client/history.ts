// History as the command line reads it: from the running portal, else from the journals themselves.
import { join } from 'node:path';
import type { HistoryDetail, HistoryPage, HistoryQuery } from '../protocol/history.ts';
import type { Paths } from '../system/paths.ts';
import { readHistoryOf, readHistoryPage } from './api.ts';
import type { Settled } from './ask.ts';
import type { Connection } from './connect.ts';

export interface History {
  page(query: HistoryQuery): Promise<HistoryPage>;
  /** Null when no journal has it, or nobody settled it before its portal ended. */
  detail(id: string): Promise<HistoryDetail | null>;
}

/** Starts nothing; without a portal no prompt is open. */
export function openHistory(connection: Connection | null, paths: Paths): History {
  if (!connection) return readJournals(paths);
  return {
    page: (query) => readHistoryPage(connection, query),
    detail: (id) => readHistoryOf(connection, id),
  };
}

/** The outcome of prompt `id` as some portal of this user wrote it down; null when none did. */
export async function findOutcome(paths: Paths, id: string): Promise<Settled | null> {
  const { JournalReader } = await import('../portal/store/journal-reader.ts');
  const entry = await new JournalReader(join(paths.state, 'journal')).find(id);
  return entry?.outcome ? { id, outcome: entry.outcome, opened_at: entry.opened_at, logged: true } : null;
}

/** The portal's code is loaded when first asked for. */
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

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
  const { HistoryIndex } = await import('../portal/history-index.ts');
  const entry = await new HistoryIndex(join(paths.state, 'journal')).find(id);
  return entry?.outcome ? { id, outcome: entry.outcome, opened_at: entry.opened_at, logged: true } : null;
}

/** The portal's code is loaded when first asked for. */
function readJournals(paths: Paths): History {
  const nothingIsOpen: ReadonlySet<string> = new Set();
  let reading: ReturnType<typeof read> | null = null;
  const read = async () => {
    const [view, { HistoryIndex }] = await Promise.all([
      import('../portal/history.ts'),
      import('../portal/history-index.ts'),
    ]);
    return { ...view, index: new HistoryIndex(join(paths.state, 'journal')) };
  };
  const load = () => {
    reading ??= read();
    return reading;
  };
  return {
    async page(query) {
      const { pageOf, index } = await load();
      return pageOf(index.entries(query), nothingIsOpen, query);
    },
    async detail(id) {
      const { describeEntry, index } = await load();
      const entry = await index.find(id);
      return (entry && describeEntry(entry, nothingIsOpen)[0]) ?? null;
    },
  };
}

// History as the command line reads it: from the running portal, else from the journals themselves.
import { join } from 'node:path';
import type { HistoryDetail, HistoryRow } from '../protocol/history.ts';
import type { Paths } from '../system/paths.ts';
import { type HistoryPage, type HistoryQuery, readHistoryOf, readHistoryPage } from './api.ts';
import type { Settled } from './ask.ts';
import type { Connection } from './connect.ts';

export interface History {
  page(query: HistoryQuery): Promise<HistoryPage>;
  /** Null when no journal has it, or nobody settled it before its portal ended. */
  detail(id: string): Promise<HistoryDetail | null>;
}

/** What a portal gives in one reply. */
const MAX_PAGE = 1_000;

/** Starts nothing; without a portal no prompt is open. */
export function openHistory(connection: Connection | null, paths: Paths): History {
  if (!connection) return readJournals(paths);
  return {
    page: (query) => readHistoryPage(connection, query),
    detail: (id) => readHistoryOf(connection, id),
  };
}

/** Up to `query.limit` prompts, however many, newest first; `hasMore` when there are others. */
export async function listHistory(
  history: History,
  query: HistoryQuery,
): Promise<{ prompts: readonly HistoryRow[]; hasMore: boolean }> {
  const prompts: HistoryRow[] = [];
  let before = query.before;
  for (;;) {
    const limit = Math.min(MAX_PAGE, query.limit - prompts.length);
    const page = await history.page({ ...query, limit, ...(before === undefined ? {} : { before }) });
    prompts.push(...page.prompts);
    const isFull = prompts.length >= query.limit;
    if (page.next === null || isFull) return { prompts, hasMore: page.next !== null };
    before = page.next;
  }
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
    async page({ limit, ...query }) {
      const { searchHistory, toRow, index } = await load();
      const found = await searchHistory(index.entries(query), nothingIsOpen, query, limit + 1);
      const prompts = found.slice(0, limit).map(toRow);
      return { prompts, next: found.length > limit ? (prompts.at(-1)?.opened_at ?? null) : null };
    },
    async detail(id) {
      const { describeEntry, index } = await load();
      const entry = await index.find(id);
      return (entry && describeEntry(entry, nothingIsOpen)[0]) ?? null;
    },
  };
}

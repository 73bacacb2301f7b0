// The history as the page shows it: filtered and searched by the portal, as many rows as were asked for.
import { signal } from '@preact/signals';
import {
  type HistoryPage,
  type HistoryQuery,
  type HistoryRow,
  type HistoryStatus,
  readPages,
} from '../../src/protocol/history.ts';
import type { Environment } from '../shell/environment.ts';

/** Rejects when the portal does not give it. */
export type FetchHistory = (query: HistoryQuery) => Promise<HistoryPage>;

/** How many rows there are at first, and how many more each time. */
const STEP = 50;
/** How long after the last key the search begins: ms. */
const SEARCH_MS = 200;

export class HistoryModel {
  readonly status = signal<HistoryStatus | null>(null);
  readonly text = signal('');
  /** Null until the first came. */
  readonly rows = signal<readonly HistoryRow[] | null>(null);
  /** True when there are others. */
  readonly hasMore = signal(false);
  readonly failed = signal(false);
  readonly #environment: Environment;
  readonly #fetch: FetchHistory;
  /** How many rows the human asked for. */
  #count = STEP;
  /** Only the last request counts: an older one may come back later. */
  #last = 0;
  #stopTimer: () => void = () => {};

  constructor(environment: Environment, fetch: FetchHistory) {
    this.#environment = environment;
    this.#fetch = fetch;
  }

  /** Shows only the prompts of one status, or all. */
  filter(status: HistoryStatus | null): void {
    this.status.value = status;
    void this.#showFirst();
  }

  search(text: string): void {
    this.text.value = text;
    this.#stopTimer();
    this.#stopTimer = this.#environment.after(SEARCH_MS, () => void this.#showFirst());
  }

  /** Adds the rows that follow. */
  showMore(): Promise<void> {
    this.#count += STEP;
    return this.refresh();
  }

  /** Reads all rows again: nothing is lost when a prompt settles while more are on their way. */
  async refresh(): Promise<void> {
    this.#stopTimer();
    this.#last += 1;
    const request = this.#last;
    const page = await readPages(this.#fetch, this.#query()).catch(() => null);
    if (request !== this.#last) return;
    this.failed.value = page === null;
    if (!page) return;
    this.rows.value = page.prompts;
    this.hasMore.value = page.next !== null;
  }

  #showFirst(): Promise<void> {
    this.#count = STEP;
    return this.refresh();
  }

  #query(): HistoryQuery {
    const status = this.status.peek();
    const text = this.text.peek().trim();
    return { limit: this.#count, ...(status === null ? {} : { status }), ...(text === '' ? {} : { text }) };
  }
}

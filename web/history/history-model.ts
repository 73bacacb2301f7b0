// Model of the history view. The portal filters and searches; the model requests as many rows as the human asked for.
import { signal } from '@preact/signals';
import {
  type HistoryPage,
  type HistoryQuery,
  type HistoryRow,
  type HistoryStatus,
  readPages,
} from '../../src/protocol/history.ts';
import type { Environment } from '../shell/environment.ts';

/** Rejects when the portal does not return the history. */
export type FetchHistory = (query: HistoryQuery) => Promise<HistoryPage>;

/** Number of rows shown at first, and added by each `showMore`. */
const STEP = 50;
/** Debounce of the search field: the search starts this long after the last key, in ms. */
const SEARCH_MS = 200;

export class HistoryModel {
  readonly status = signal<HistoryStatus | null>(null);
  readonly text = signal('');
  /** Null until the first reply arrives. */
  readonly rows = signal<readonly HistoryRow[] | null>(null);
  /** True when the portal has more rows. */
  readonly hasMore = signal(false);
  readonly failed = signal(false);
  readonly #environment: Environment;
  readonly #fetch: FetchHistory;
  /** How many rows the human asked for. */
  #count = STEP;
  /** Number of the last request. Only its reply counts: the reply to an older one may arrive later. */
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

  /** Loads one more step of rows. */
  showMore(): Promise<void> {
    this.#count += STEP;
    return this.refresh();
  }

  /** Reloads all rows, so that none is missed when a prompt settles while a request is in flight. */
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

// The history as the page shows it: filtered and searched by the portal, page by page.
import { signal } from '@preact/signals';
import type { HistoryRow, HistoryStatus } from '../../src/protocol/history.ts';
import type { Environment } from './environment.ts';

export interface HistoryQuery {
  /** Null for all. */
  readonly status: HistoryStatus | null;
  readonly text: string;
  /** Wall-clock ms: only what was opened before; null for the newest. */
  readonly before: number | null;
}

export interface HistoryPage {
  readonly prompts: readonly HistoryRow[];
  /** What to give as `before` for the next page; null when there is none. */
  readonly next: number | null;
}

/** Null when the portal did not give it. */
export type FetchHistory = (query: HistoryQuery) => Promise<HistoryPage | null>;

/** How long after the last key the search begins: ms. */
const SEARCH_MS = 200;

export class HistoryModel {
  readonly status = signal<HistoryStatus | null>(null);
  readonly text = signal('');
  /** Null until the first page came. */
  readonly rows = signal<readonly HistoryRow[] | null>(null);
  readonly next = signal<number | null>(null);
  readonly failed = signal(false);
  readonly #environment: Environment;
  readonly #fetch: FetchHistory;
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
    void this.refresh();
  }

  search(text: string): void {
    this.text.value = text;
    this.#stopTimer();
    this.#stopTimer = this.#environment.after(SEARCH_MS, () => void this.refresh());
  }

  /** Reads the first page anew. */
  refresh(): Promise<void> {
    return this.#load(null);
  }

  /** Adds the next page. */
  async showMore(): Promise<void> {
    const before = this.next.peek();
    if (before !== null) await this.#load(before);
  }

  async #load(before: number | null): Promise<void> {
    this.#stopTimer();
    this.#last += 1;
    const request = this.#last;
    const page = await this.#fetch({ status: this.status.peek(), text: this.text.peek().trim(), before });
    if (request !== this.#last) return;
    this.failed.value = page === null;
    if (!page) return;
    this.rows.value = before === null ? page.prompts : [...(this.rows.peek() ?? []), ...page.prompts];
    this.next.value = page.next;
  }
}

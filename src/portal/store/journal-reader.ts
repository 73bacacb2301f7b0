// Reads the journals of every portal of this user, for the portal and for commands that run without one.
import { isDecided } from '../../core/prompt.ts';
import type { HistoryPage, HistoryQuery } from '../../protocol/history.ts';
import { foldRecords, type HistoryEntry, settledPrompt } from './history-entry.ts';
import { pageOf } from './history-page.ts';
import { readJournals } from './journal-directory.ts';
import type { JournalRecord } from './journal-record.ts';
import type { KeyHistory } from './store.ts';

type Records = Awaited<ReturnType<typeof readJournals>>;

export class JournalReader {
  readonly #directory: string;
  readonly #onUnreadable: (name: string, lines: number) => void;
  /** Resolves when the last read has ended. */
  #last: Promise<unknown> = Promise.resolve();
  /** The read that starts after the last one. */
  #next: Promise<Records> | null = null;

  constructor(directory: string, onUnreadable: (name: string, lines: number) => void = () => {}) {
    this.#directory = directory;
    this.#onUnreadable = onUnreadable;
  }

  async find(id: string): Promise<HistoryEntry | null> {
    return foldRecords((await this.#read()).get(id) ?? []);
  }

  async findKey(key: string): Promise<KeyHistory> {
    const isOfKey = (record: JournalRecord) => record.type === 'opened' && record.key === key;
    const records = [...(await this.#read()).values()].filter((each) => each.some(isOfKey));
    // In the order of the journals: the wall clock may have been set back in between.
    const settled = records.map(foldRecords).filter((entry) => entry?.outcome);
    const last = settled.at(-1);
    return {
      decided: settledPrompt(settled.findLast((entry) => isDecided(entry?.outcome ?? null)) ?? null),
      draft: last && !isDecided(last.outcome) ? last.draft : null,
    };
  }

  async page(query: HistoryQuery, openIds: ReadonlySet<string>): Promise<HistoryPage> {
    const entries = [...(await this.#read()).values()].map(foldRecords).filter((entry) => entry !== null);
    return pageOf(entries, query, openIds);
  }

  /**
   * Reads all journals. Calls during a read share the next one: each caller gets everything that was written before
   * its call, and a crowd of askers that re-attach costs few reads.
   */
  #read(): Promise<Records> {
    this.#next ??= this.#last.then(() => {
      this.#next = null;
      const reading = readJournals(this.#directory, this.#onUnreadable);
      this.#last = reading.catch(() => {}).then(() => {});
      return reading;
    });
    return this.#next;
  }
}

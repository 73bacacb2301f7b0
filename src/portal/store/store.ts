// What the portal keeps beyond its own life: every prompt and how it ended. The journals are the one implementation so
// far; a database can be another.
import type { Draft, Prompt } from '../../core/prompt.ts';
import type { Recorder } from '../../core/registry.ts';
import type { HistoryPage, HistoryQuery } from '../../protocol/history.ts';
import type { JournalHealth } from '../../protocol/http.ts';
import type { HistoryEntry } from './history-entry.ts';

/** What earlier prompts left under a key. */
export interface KeyHistory {
  /** The last prompt that a human or the deadline decided. */
  readonly decided: Prompt | null;
  /** The unused draft of the last settled prompt, unless somebody decided that one. */
  readonly draft: Draft | null;
}

/** Reads what was stored by every portal of this user. */
export interface StoreReader {
  find(id: string): Promise<HistoryEntry | null>;
  findKey(key: string): Promise<KeyHistory>;
  /** `openIds` are the prompts that are open now; others without an outcome were lost and are left out. */
  page(query: HistoryQuery, openIds: ReadonlySet<string>): Promise<HistoryPage>;
}

export interface Store extends Recorder, StoreReader {
  readonly health: JournalHealth;
  /** Starts removing what is older than the retention. */
  start(): void;
  /** Notes that the asker has the outcome, so that a later portal need not deliver it. */
  received(id: string): void;
  /** Writes what is waiting. */
  close(): Promise<void>;
}

// The storage that outlives the portal: every prompt and its outcome. The journals are the only implementation so far; a
// database could be another.
import type { Draft, Prompt } from '../../core/prompt.ts';
import type { Recorder } from '../../core/registry.ts';
import type { HistoryPage, HistoryQuery } from '../../protocol/history.ts';
import type { JournalHealth } from '../../protocol/http.ts';
import type { HistoryEntry } from './history-entry.ts';
import type { FoundPrompts } from './kept-prompts.ts';

/** What is stored of earlier prompts with a key. */
export interface KeyHistory {
  /** The last prompt that was decided by a human or by the deadline. */
  readonly decided: Prompt | null;
  /** The unused draft of the last settled prompt, unless that one was decided. */
  readonly draft: Draft | null;
}

export interface Store extends Recorder {
  /** What any portal of this user has stored of the prompt `id`. */
  find(id: string): Promise<HistoryEntry | null>;
  findKey(key: string): Promise<KeyHistory>;
  /** `openIds` are the prompts that are open now; others without an outcome were lost and are left out. */
  page(query: HistoryQuery, openIds: ReadonlySet<string>): Promise<HistoryPage>;
  readonly health: JournalHealth;
  /** Starts removing what exceeds the retention. */
  start(): void;
  /** The prompts that earlier portals left open; null when there are none, or all of them were read before. */
  readKept(): Promise<FoundPrompts> | null;
  /** From now on, this portal decides about `prompt`, which was read. */
  takeOver(prompt: Prompt): void;
  /** False for a kept prompt whose last state could not be stored. */
  isSaved(id: string): boolean;
  /** Resolves once every change of an open prompt so far is stored. */
  flush(): Promise<void>;
  /** Records that the asker has the outcome, so that a later portal need not deliver it. */
  received(id: string): void;
  /** Writes the queued records. */
  close(): Promise<void>;
}

// The append-only journal: JSON Lines, one file per portal instance, one writer. Outcomes are synced to disk before
// anybody hears of them.
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome, Prompt, Surface } from '../core/prompt.ts';
import type { Recorder } from '../core/registry.ts';
import type { PromptSpec } from '../core/spec.ts';
import type { Log } from '../system/log.ts';

/** One line of a journal. `at` is wall-clock ms. */
export type JournalRecord =
  | {
      readonly type: 'opened';
      readonly id: string;
      readonly at: number;
      readonly opened_at: number;
      readonly key: string | null;
      readonly spec: PromptSpec;
    }
  | {
      readonly type: 'extended';
      readonly id: string;
      readonly at: number;
      readonly by: Surface | 'hold';
      readonly extended_ms: number;
      readonly remaining_ms: number | null;
    }
  | {
      readonly type: 'outcome';
      readonly id: string;
      readonly at: number;
      readonly outcome: Outcome;
      readonly revision: number;
    }
  | { readonly type: 'received'; readonly id: string; readonly at: number };

export interface JournalOptions {
  /** Private directory of all journals. */
  readonly directory: string;
  readonly instance: string;
  readonly wall: () => number;
  readonly now: () => number;
  readonly log: Log;
}

interface Waiting {
  readonly record: JournalRecord;
  /** Set for a record that must be on disk before its promise resolves. */
  readonly resolve: ((logged: boolean) => void) | null;
}

/** Writes one journal. Records that wait together are written and synced together. */
export class Journal implements Recorder {
  readonly #options: JournalOptions;
  #file: FileHandle | null = null;
  #files = 0;
  #sequence = 0;
  #queue: Waiting[] = [];
  #writing: Promise<void> | null = null;
  #healthy = true;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  opened({ id, key, opened_at, spec }: Prompt): void {
    this.#append({ type: 'opened', id, at: this.#options.wall(), opened_at, key, spec });
  }

  extended({ id, deadline, extended_ms }: Prompt, by: Surface | 'hold'): void {
    const remaining_ms = deadline === null ? null : Math.round(deadline - this.#options.now());
    this.#append({
      type: 'extended',
      id,
      at: this.#options.wall(),
      by,
      extended_ms: Math.round(extended_ms),
      remaining_ms,
    });
  }

  settled({ id, outcome, revision }: Prompt): Promise<boolean> {
    if (!outcome) throw new Error(`prompt ${id} has no outcome to record`);
    return new Promise((resolve) =>
      this.#append({ type: 'outcome', id, at: this.#options.wall(), outcome, revision }, resolve),
    );
  }

  /** The asker has the outcome: a later portal need not deliver it. */
  received(id: string): void {
    this.#append({ type: 'received', id, at: this.#options.wall() });
  }

  /** False from a failed write until the next one that succeeds. */
  get healthy(): boolean {
    return this.#healthy;
  }

  /** Writes what waits and closes the file. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#file?.close();
    this.#file = null;
  }

  #append(record: JournalRecord, resolve: Waiting['resolve'] = null): void {
    this.#queue.push({ record, resolve });
    this.#writing ??= this.#drain();
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      const logged = await this.#write(batch);
      for (const { resolve } of batch) resolve?.(logged);
    }
    this.#writing = null;
  }

  async #write(batch: readonly Waiting[]): Promise<boolean> {
    const lines = batch.map(({ record }) => `${JSON.stringify({ n: this.#sequence++, ...record })}\n`).join('');
    try {
      this.#file ??= await this.#create();
      await this.#file.appendFile(lines);
      if (batch.some(({ resolve }) => resolve)) await this.#file.datasync();
      this.#healthy = true;
      return true;
    } catch (error) {
      if (this.#healthy) this.#options.log.error('the journal cannot be written', error);
      this.#healthy = false;
      // After a failed sync the kernel may have dropped the pages: this descriptor is never trusted again.
      await this.#file?.close().catch(() => {});
      this.#file = null;
      return false;
    }
  }

  #create(): Promise<FileHandle> {
    const { directory, instance, wall } = this.#options;
    // Milliseconds too: history reads the files in the order of their names, and a portal may live for less than 1 s.
    const stamp = new Date(wall()).toISOString().replaceAll(/[-:.]/g, '');
    const name = `${stamp}-${instance}-${this.#files++}.jsonl`;
    return open(join(directory, name), 'ax', 0o600);
  }
}

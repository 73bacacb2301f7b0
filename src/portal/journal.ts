// The append-only journal: JSON Lines, files of one portal instance alone, one writer. Outcomes are synced to disk
// before anybody hears of them; what a full disk refuses is kept, and written once there is room.
import { basename, join } from 'node:path';
import type { Prompt, Surface } from '../core/prompt.ts';
import type { Recorder } from '../core/registry.ts';
import type { JournalHealth } from '../protocol/http.ts';
import { strikeBeforeDelivery } from '../system/failpoints.ts';
import type { Log } from '../system/log.ts';
import { JournalFile } from './journal-file.ts';
import { type JournalRecord, journalName } from './journal-record.ts';

/** A file is left for the next one before it grows beyond this. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** Records kept in memory while they cannot be written; the oldest go first. */
const MAX_KEPT = 10_000;
/** How long to wait before what was kept is tried again when nothing else is to be written: ms. */
const FIRST_RETRY = 1_000;
const MAX_RETRY = 30_000;

export interface JournalOptions {
  /** Private directory of all journals. */
  readonly directory: string;
  readonly instance: string;
  readonly wall: () => number;
  readonly now: () => number;
  readonly log: Log;
  /** Called when a file was begun: older ones may be due to go. */
  readonly onFile?: () => void;
}

interface Waiting {
  readonly record: JournalRecord;
  /** The prompt that the record is of, where the registration may have to be told again. */
  readonly prompt: Prompt | null;
  /** Set for a record that must be on disk before its promise resolves. */
  readonly resolve: ((logged: boolean) => void) | null;
}

/** Writes one journal. Records that wait together are written and synced together. */
export class Journal implements Recorder {
  readonly #options: JournalOptions;
  #file: JournalFile | null = null;
  #files = 0;
  #sequence = 0;
  #queue: Waiting[] = [];
  /** What could not be written. */
  #kept: Waiting[] = [];
  #retry: NodeJS.Timeout | null = null;
  #retryDelay = FIRST_RETRY;
  #writing: Promise<void> | null = null;
  #error: string | null = null;
  #notLogged = 0;
  #lost = 0;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  opened(prompt: Prompt): void {
    this.#append({ record: this.#registration(prompt), prompt: null, resolve: null });
  }

  extended(prompt: Prompt, by: Surface | 'hold'): void {
    const { id, deadline } = prompt;
    const remaining_ms = deadline === null ? null : Math.round(deadline - this.#options.now());
    const extended_ms = Math.round(prompt.extended_ms);
    const at = this.#options.wall();
    this.#append({ record: { type: 'extended', id, at, by, extended_ms, remaining_ms }, prompt, resolve: null });
  }

  settled(prompt: Prompt): Promise<boolean> {
    const { id, outcome, draft, revision } = prompt;
    if (!outcome) throw new Error(`prompt ${id} has no outcome to record`);
    const kept = draft ? { draft } : {};
    const record = { type: 'outcome', id, at: this.#options.wall(), outcome, ...kept, revision } as const;
    return new Promise((resolve) => this.#append({ record, prompt, resolve }));
  }

  /** The asker has the outcome: a later portal need not deliver it. */
  received(id: string): void {
    this.#append({ record: { type: 'received', id, at: this.#options.wall() }, prompt: null, resolve: null });
  }

  /** How it stands. `error` is null from a write that succeeded until one that fails. */
  get health(): Omit<JournalHealth, 'repaired'> {
    return { error: this.#error, waiting: this.#kept.length, not_logged: this.#notLogged, lost: this.#lost };
  }

  /** Name of the file that is written; null while there is none. */
  get current(): string | null {
    return this.#file ? basename(this.#file.path) : null;
  }

  /** Writes what waits and closes the file. */
  async close(): Promise<void> {
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
    await this.#writing;
    if (this.#kept.length > 0) this.#writing = this.#drain();
    await this.#writing;
    if (this.#retry) clearTimeout(this.#retry);
    if (this.#kept.length > 0) this.#options.log.error(`${this.#kept.length} records never reached the journal`);
    await this.#leaveFile();
  }

  #registration({ id, key, opened_at, spec }: Prompt): JournalRecord {
    return { type: 'opened', id, at: this.#options.wall(), opened_at, key, spec };
  }

  #append(waiting: Waiting): void {
    this.#queue.push(waiting);
    this.#work();
  }

  /** With nothing to do it would be over before it is known to be under way, and would seem so for ever. */
  #work(): void {
    if (this.#queue.length + this.#kept.length > 0) this.#writing ??= this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#queue.length === 0) this.#takeBack();
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      const logged = await this.#write(batch);
      FAILPOINT: if (batch.some(({ resolve }) => resolve)) strikeBeforeDelivery();
      for (const { resolve } of batch) resolve?.(logged);
      if (logged) this.#takeBack();
      else this.#keep(batch);
    }
    this.#writing = null;
    if (this.#kept.length > 0) this.#retryLater();
  }

  async #write(batch: readonly Waiting[]): Promise<boolean> {
    const isUrgent = batch.some(({ resolve }) => resolve);
    try {
      if (this.#file && (this.#file.bytes >= MAX_FILE_BYTES || (await this.#file.isRemoved()))) await this.#leaveFile();
      this.#file ??= await this.#begin();
      await this.#file.append(this.#render(batch, this.#file), isUrgent);
      this.#error = null;
      this.#retryDelay = FIRST_RETRY;
      return true;
    } catch (error) {
      if (this.#error === null) this.#options.log.error('the journal cannot be written', error);
      this.#error = error instanceof Error ? error.message : String(error);
      await this.#leaveFile();
      return false;
    }
  }

  async #leaveFile(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close().catch((error) => this.#options.log.error(`${file.path} could not be closed`, error));
  }

  async #begin(): Promise<JournalFile> {
    const { directory, instance, wall, onFile } = this.#options;
    const file = await JournalFile.create(join(directory, journalName(wall(), instance, this.#files++)));
    onFile?.();
    return file;
  }

  /** The lines of `batch`, each prompt's registration first where `file` does not have it yet. */
  #render(batch: readonly Waiting[], { opened }: JournalFile): string {
    const lines = batch.flatMap(({ record, prompt }) => {
      const isKnown = record.type === 'opened' || opened.has(record.id) || prompt === null;
      if (record.type === 'opened' || prompt) opened.add(record.id);
      return isKnown || !prompt ? [record] : [this.#registration(prompt), record];
    });
    return lines.map((record) => `${JSON.stringify({ n: this.#sequence++, ...record })}\n`).join('');
  }

  #keep(batch: readonly Waiting[]): void {
    this.#notLogged += batch.filter(({ resolve }) => resolve).length;
    this.#kept.push(...batch.map((waiting) => ({ ...waiting, resolve: null })));
    const surplus = this.#kept.length - MAX_KEPT;
    if (surplus <= 0) return;
    this.#kept = this.#kept.slice(surplus);
    this.#lost += surplus;
  }

  /** There is room again, or it is time to look whether there is: what was kept goes behind what waits. */
  #takeBack(): void {
    this.#queue.push(...this.#kept);
    this.#kept = [];
  }

  #retryLater(): void {
    this.#retry ??= setTimeout(() => {
      this.#retry = null;
      this.#work();
    }, this.#retryDelay).unref();
    this.#retryDelay = Math.min(MAX_RETRY, this.#retryDelay * 2);
  }
}

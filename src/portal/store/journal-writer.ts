// Appends records to the journals of one portal, and rotates them. Queued records are written and synced together; records
// that cannot be written because the disk is full are kept, and written once there is room.
import { join } from 'node:path';
import type { JournalHealth } from '../../protocol/http.ts';
import { strikeBeforeDelivery } from '../../system/failpoints.ts';
import type { Log } from '../../system/log.ts';
import { journalName } from './journal-directory.ts';
import { JournalFile } from './journal-file.ts';
import type { JournalRecord } from './journal-record.ts';

/** Bytes in a file after which the next one is started. */
export const MAX_FILE_BYTES = 1024 * 1024;
/** Records kept in memory while they cannot be written; the oldest are dropped first. */
const MAX_KEPT = 10_000;
/** How long to wait before writing kept records again when no new record arrives. */
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

export interface JournalWriterOptions {
  readonly directory: string;
  readonly instance: string;
  readonly wall: () => number;
  readonly log: Log;
  /** Called when a file was created: older ones may have to be removed. */
  readonly onFile: () => void;
}

interface Waiting {
  readonly record: JournalRecord;
  /** The registration of the record's prompt, written first in a file that does not have it yet. */
  readonly registration: JournalRecord | null;
  /** Set for a record that must be on disk before its promise resolves. */
  readonly resolve: ((logged: boolean) => void) | null;
}

export class JournalWriter {
  readonly #options: JournalWriterOptions;
  #file: JournalFile | null = null;
  #files = 0;
  #queue: Waiting[] = [];
  /** Records that could not be written. */
  #kept: Waiting[] = [];
  #retry: NodeJS.Timeout | null = null;
  #retryDelay = FIRST_RETRY_MS;
  #writing: Promise<void> | null = null;
  #error: string | null = null;
  #notLogged = 0;
  #lost = 0;

  constructor(options: JournalWriterOptions) {
    this.#options = options;
  }

  append(record: JournalRecord, registration: JournalRecord | null = null): void {
    this.#queue.push({ record, registration, resolve: null });
    this.#work();
  }

  /** Resolves to true once `record` and all before it are on disk; to false when they could not be written. */
  appendSynced(record: JournalRecord, registration: JournalRecord): Promise<boolean> {
    return new Promise((resolve) => {
      this.#queue.push({ record, registration, resolve });
      this.#work();
    });
  }

  get health(): Omit<JournalHealth, 'unsaved'> {
    return { error: this.#error, waiting: this.#kept.length, not_logged: this.#notLogged, lost: this.#lost };
  }

  /** Name of the file that is being written; null while there is none. */
  get current(): string | null {
    return this.#file?.name ?? null;
  }

  /** Writes the queued records and closes the file. */
  async close(): Promise<void> {
    await this.#writing;
    if (this.#kept.length > 0) this.#writing = this.#drain();
    await this.#writing;
    if (this.#retry) clearTimeout(this.#retry);
    if (this.#kept.length > 0) this.#options.log.error(`${this.#kept.length} records never reached the journal`);
    await this.#leaveFile();
  }

  /** Without the check, an empty drain would finish before `#writing` is set, and seem never to finish. */
  #work(): void {
    if (this.#queue.length + this.#kept.length > 0) this.#writing ??= this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#queue.length === 0) this.#requeueKept();
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      const logged = await this.#write(batch);
      FAILPOINT: if (batch.some(({ resolve }) => resolve)) strikeBeforeDelivery();
      for (const { resolve } of batch) resolve?.(logged);
      if (logged) this.#requeueKept();
      else this.#keep(batch);
    }
    this.#writing = null;
    if (this.#kept.length > 0) this.#retryLater();
  }

  async #write(batch: readonly Waiting[]): Promise<boolean> {
    const mustSync = batch.some(({ resolve }) => resolve);
    try {
      if (this.#file && (this.#file.bytes >= MAX_FILE_BYTES || (await this.#file.isRemoved()))) await this.#leaveFile();
      const file = this.#file ?? (await this.#begin());
      await file.append(render(batch, file), mustSync);
      this.#error = null;
      this.#retryDelay = FIRST_RETRY_MS;
      return true;
    } catch (error) {
      if (this.#error === null) this.#options.log.error('could not write the journal', error);
      this.#error = error instanceof Error ? error.message : String(error);
      await this.#leaveFile();
      return false;
    }
  }

  async #begin(): Promise<JournalFile> {
    const { directory, instance, wall, onFile } = this.#options;
    const file = await JournalFile.create(join(directory, journalName(wall(), instance, this.#files++)));
    this.#file = file;
    onFile();
    return file;
  }

  async #leaveFile(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close().catch((error) => this.#options.log.error(`could not close ${file.name}`, error));
  }

  #keep(batch: readonly Waiting[]): void {
    this.#notLogged += batch.filter(({ resolve }) => resolve).length;
    this.#kept.push(...batch.map((waiting) => ({ ...waiting, resolve: null })));
    const surplus = this.#kept.length - MAX_KEPT;
    if (surplus <= 0) return;
    this.#kept = this.#kept.slice(surplus);
    this.#lost += surplus;
  }

  #requeueKept(): void {
    this.#queue.push(...this.#kept);
    this.#kept = [];
  }

  #retryLater(): void {
    this.#retry ??= setTimeout(() => {
      this.#retry = null;
      this.#work();
    }, this.#retryDelay).unref();
    this.#retryDelay = Math.min(MAX_RETRY_MS, this.#retryDelay * 2);
  }
}

/** Returns the lines of `batch`, each prompt's registration first if `file` does not have it yet. */
function render(batch: readonly Waiting[], { opened }: JournalFile): string {
  const records = batch.flatMap(({ record, registration }) => {
    const isComplete = registration === null || opened.has(record.id);
    if (registration !== null || record.type === 'opened') opened.add(record.id);
    return isComplete ? [record] : [registration, record];
  });
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

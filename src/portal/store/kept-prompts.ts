// The open prompts that outlive their portal, on disk: one file each, replaced at every change and removed once the outcome
// is in the journal. Unlike the journals, they are read back when a portal starts, so they must be few and quick to read.
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenRequest, Prompt } from '../../core/prompt.ts';
import { replaceDurably } from '../../system/durable-file.ts';
import { keptPromptName, listKeptPrompts } from '../../system/kept-prompts-directory.ts';
import type { Log } from '../../system/log.ts';
import { ensurePrivateDirectory } from '../../system/private-directory.ts';
import { fromRecord, type Moment, parseKept, toRecord } from './kept-record.ts';

export interface KeptPromptsOptions {
  readonly directory: string;
  /** Ms on the clock of the registry. */
  readonly now: () => number;
  readonly moment: () => Moment;
  readonly log: Log;
}

/** A write that has not begun; later changes of the prompt replace what it will write. */
interface NextWrite {
  prompt: Prompt;
  mustSync: boolean;
  readonly done: Promise<boolean>;
}

export class KeptPrompts {
  readonly #options: KeptPromptsOptions;
  readonly #next = new Map<string, NextWrite>();
  /** The last write or removal of each prompt that is under way. */
  readonly #last = new Map<string, Promise<unknown>>();
  #hasFailed = false;

  constructor(options: KeptPromptsOptions) {
    this.#options = options;
    ensurePrivateDirectory(options.directory);
  }

  /** Writes the state of `prompt`; with `mustSync` it survives a power failure. False when it could not be written. */
  save(prompt: Prompt, mustSync: boolean): Promise<boolean> {
    const { id } = prompt;
    const waiting = this.#next.get(id);
    if (waiting) {
      waiting.prompt = prompt;
      waiting.mustSync ||= mustSync;
      return waiting.done;
    }
    const done = this.#after(id, () => {
      const write = this.#next.get(id);
      this.#next.delete(id);
      return write ? this.#write(write) : Promise.resolve(true);
    });
    this.#next.set(id, { prompt, mustSync, done });
    return done;
  }

  /** Removes the file of the prompt `id`, which has settled. */
  remove(id: string): void {
    this.#next.delete(id);
    void this.#after(id, () => rm(this.#pathOf(id), { force: true }).catch((error) => this.#fail(error)));
  }

  /** Resolves once every change so far is written. */
  async flush(): Promise<void> {
    await Promise.all(this.#last.values());
  }

  /**
   * Reads the prompts that earlier portals left open; null when there are none. `isSettled` tells whether the journals have
   * the outcome of a prompt, whose file is then removed.
   */
  read(isSettled: (id: string) => Promise<boolean>): Promise<readonly OpenRequest[]> | null {
    const ids = listKeptPrompts(this.#options.directory);
    if (ids.length === 0) return null;
    return this.#removeTemporaries()
      .then(() => Promise.all(ids.map((id) => this.#readOne(id, isSettled))))
      .then((found) => found.filter((request) => request !== null).sort(byAge));
  }

  async #readOne(id: string, isSettled: (id: string) => Promise<boolean>): Promise<OpenRequest | null> {
    const { log, moment } = this.#options;
    const text = await readFile(this.#pathOf(id), 'utf8').catch(() => null);
    const record = text === null ? null : parseKept(text);
    if (record?.request.id !== id) {
      log.error('cannot read an open prompt', new Error(`${this.#pathOf(id)} is damaged, or of a newer version`));
      return null;
    }
    if (!(await isSettled(id))) return fromRecord(record, moment());
    this.remove(id);
    return null;
  }

  /** Runs `task` after all earlier tasks of the prompt `id`. */
  #after<T>(id: string, task: () => Promise<T>): Promise<T> {
    const done = (this.#last.get(id) ?? Promise.resolve()).then(task);
    this.#last.set(id, done);
    void done.then(() => {
      if (this.#last.get(id) === done) this.#last.delete(id);
    });
    return done;
  }

  /** Never rejects. */
  async #write({ prompt, mustSync }: NextWrite): Promise<boolean> {
    const { now, moment } = this.#options;
    try {
      await replaceDurably(this.#pathOf(prompt.id), JSON.stringify(toRecord(prompt, now(), moment())), mustSync);
      this.#hasFailed = false;
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #fail(error: unknown): void {
    if (!this.#hasFailed) this.#options.log.error('could not write an open prompt', error);
    this.#hasFailed = true;
  }

  /** Removes what portals that were killed while writing have left behind. */
  async #removeTemporaries(): Promise<void> {
    const { directory } = this.#options;
    const names = await readdir(directory).catch(() => []);
    const left = names.filter((name) => /\.json\.\d/.test(name) && !name.includes(`.json.${process.pid}.`));
    await Promise.all(left.map((name) => rm(join(directory, name), { force: true }).catch(() => {})));
  }

  #pathOf(id: string): string {
    return join(this.#options.directory, keptPromptName(id));
  }
}

/** The oldest first: the order of their registration. */
function byAge(one: OpenRequest, other: OpenRequest): number {
  return (one.resume?.opened_at ?? 0) - (other.resume?.opened_at ?? 0);
}

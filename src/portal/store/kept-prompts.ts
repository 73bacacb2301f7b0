// The open prompts that outlive their portal, on disk: one file each, replaced at every change and removed once the outcome
// is in the journal. Unlike the journals, they are read back when a portal starts, so they must be few and quick to read.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { OpenRequest, Prompt } from '../../core/prompt.ts';
import { readSmallFile, replaceDurably } from '../../system/durable-file.ts';
import { keptPromptName, listKeptPrompts } from '../../system/kept-prompts-directory.ts';
import type { Log } from '../../system/log.ts';
import { ensurePrivateDirectory } from '../../system/private-directory.ts';
import { isGone } from '../../system/process-identity.ts';
import { continueKept, type KeptPrompt, type Moment, type Owner, readKept, writeKept } from './kept-record.ts';

export interface KeptPromptsOptions {
  readonly directory: string;
  /** This portal. */
  readonly owner: Owner;
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

/** What was found on disk. */
export interface FoundPrompts {
  /** The oldest first. */
  readonly requests: readonly OpenRequest[];
  /** False when files are left to read again later: another portal holds the prompt, or there was no way to read it now. */
  readonly isComplete: boolean;
}

/** Larger than any record. */
const MAX_BYTES = 4 * 1024 * 1024;
/** How many files are read at the same moment: each takes a descriptor. */
const READ_TOGETHER = 16;
/** How long a portal that was replaced may take to write what it decided before that, unless it exits earlier: ms. */
const REPLACED_MS = 1_000;
/** How often to look whether it has exited: ms. */
const LOOK_MS = 50;
/** How long to wait before writing again what could not be written: ms. */
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

export class KeptPrompts {
  readonly #options: KeptPromptsOptions;
  readonly #next = new Map<string, NextWrite>();
  /** The last write or removal of each prompt that is under way. */
  readonly #last = new Map<string, Promise<unknown>>();
  /** Prompts whose last write failed. */
  readonly #unsaved = new Map<string, Prompt>();
  /** Files that this portal has read, or found damaged. */
  readonly #read = new Set<string>();
  /** Resolves once the portal that this one has replaced is done; null unless a prompt of it was found. */
  #replaced: Promise<void> | null = null;
  #retry: NodeJS.Timeout | null = null;
  #retryDelay = FIRST_RETRY_MS;

  constructor(options: KeptPromptsOptions) {
    this.#options = options;
    ensurePrivateDirectory(options.directory);
  }

  /** Number of prompts whose state could not be written. */
  get unsavedCount(): number {
    return this.#unsaved.size;
  }

  /** False for a prompt whose last state could not be written. */
  isSaved(id: string): boolean {
    return !this.#unsaved.has(id);
  }

  /**
   * Writes the state of `prompt`; with `mustSync` it survives a power failure. False when it could not be written: it is
   * then written again later.
   */
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
    this.#unsaved.delete(id);
    const { log } = this.#options;
    const failed = (error: unknown) => log.error('could not remove the file of a settled prompt', error);
    void this.#after(id, () => rm(this.#pathOf(id), { force: true }).catch(failed));
  }

  /** Resolves once every change so far is written. */
  async flush(): Promise<void> {
    await Promise.all(this.#last.values());
  }

  /** Ends the attempts to write again. */
  stop(): void {
    if (this.#retry) clearTimeout(this.#retry);
  }

  /**
   * Reads the prompts that earlier portals left open, and takes them over; null when there is nothing to read. `isSettled`
   * tells whether the journals have the outcome of a prompt, whose file is then removed.
   */
  read(isSettled: (id: string) => Promise<boolean>): Promise<FoundPrompts> | null {
    const ids = listKeptPrompts(this.#options.directory).filter((id) => !this.#read.has(id));
    return ids.length === 0 ? null : this.#readAll(ids, isSettled);
  }

  async #readAll(ids: readonly string[], isSettled: (id: string) => Promise<boolean>): Promise<FoundPrompts> {
    await this.#removeTemporaries();
    const found: (OpenRequest | 'later' | null)[] = [];
    for (let first = 0; first < ids.length; first += READ_TOGETHER) {
      const some = ids.slice(first, first + READ_TOGETHER);
      found.push(...(await Promise.all(some.map((id) => this.#readOne(id, isSettled)))));
    }
    const requests = found.filter((one) => one !== null && one !== 'later').sort(byAge);
    return { requests, isComplete: !found.includes('later') };
  }

  async #readOne(id: string, isSettled: (id: string) => Promise<boolean>): Promise<OpenRequest | 'later' | null> {
    const { owner, moment, log } = this.#options;
    let kept = await this.#readFile(id);
    if (kept && kept !== 'later' && isRunning(kept.owner, owner)) {
      if (kept.owner.socket !== owner.socket) return 'later';
      this.#replaced ??= waitForExit(kept.owner);
      await this.#replaced;
      kept = await this.#readFile(id);
    }
    if (kept === 'later') return 'later';
    this.#read.add(id);
    if (kept === null) {
      log.error(`${this.#pathOf(id)} is damaged or of a newer version; its prompt is left as it is`, null);
      return null;
    }
    if (!(await isSettled(id))) return continueKept(kept, moment());
    this.remove(id);
    return null;
  }

  async #readFile(id: string): Promise<KeptPrompt | 'later' | null> {
    try {
      const text = await readSmallFile(this.#pathOf(id), MAX_BYTES);
      const kept = text === null ? null : readKept(text);
      return kept?.request.id === id ? kept : null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'later';
      this.#options.log.error(`${this.#pathOf(id)} cannot be read now`, error);
      return 'later';
    }
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
    const { now, moment, owner, log } = this.#options;
    try {
      await replaceDurably(this.#pathOf(prompt.id), writeKept(prompt, now(), moment(), owner), mustSync);
      this.#unsaved.delete(prompt.id);
      this.#retryDelay = FIRST_RETRY_MS;
      return true;
    } catch (error) {
      if (this.#unsaved.size === 0) log.error('could not write an open prompt', error);
      this.#unsaved.set(prompt.id, prompt);
      this.#retryLater();
      return false;
    }
  }

  #retryLater(): void {
    if (this.#retry) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      for (const prompt of this.#unsaved.values()) void this.save(prompt, true);
    }, this.#retryDelay).unref();
    this.#retryDelay = Math.min(MAX_RETRY_MS, this.#retryDelay * 2);
  }

  /** Removes what portals that were killed while writing have left behind. */
  async #removeTemporaries(): Promise<void> {
    const { directory } = this.#options;
    const names = await readdir(directory).catch(() => []);
    const left = names.filter((name) => isGone({ pid: writerOf(name), started: '', boot: '' }));
    await Promise.all(left.map((name) => rm(join(directory, name), { force: true }).catch(() => {})));
  }

  #pathOf(id: string): string {
    return join(this.#options.directory, keptPromptName(id));
  }
}

/** The files in `directory` that hold no prompt that could be read. */
export async function findDamaged(directory: string): Promise<readonly string[]> {
  const damaged: string[] = [];
  for (const id of listKeptPrompts(directory)) {
    const path = join(directory, keptPromptName(id));
    const text = await readSmallFile(path, MAX_BYTES).catch(() => null);
    if (text === null || readKept(text)?.request.id !== id) damaged.push(path);
  }
  return damaged;
}

/**
 * True while another portal runs, and decides about the prompts that it has written; not any more if its socket's path is
 * ours: then this portal has replaced it.
 */
function isRunning(owner: Owner, self: Owner): boolean {
  return owner.pid !== self.pid && !isGone(owner);
}

async function waitForExit(owner: Owner): Promise<void> {
  for (let waited = 0; waited < REPLACED_MS && !isGone(owner); waited += LOOK_MS) await delay(LOOK_MS);
}

/** The pid in the name of a temporary file; that of this process for all others. */
function writerOf(name: string): number {
  return Number(/\.json\.(\d+)\./.exec(name)?.[1] ?? process.pid);
}

/** The oldest first: the order of their registration. */
function byAge(one: OpenRequest, other: OpenRequest): number {
  return (one.resume?.opened_at ?? 0) - (other.resume?.opened_at ?? 0);
}

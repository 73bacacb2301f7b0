// The store in files: each portal appends to its own journals, and reads those of all portals.
import { defined } from '../../core/defined.ts';
import { DAY } from '../../core/limits.ts';
import { isKept, type Outcome, type Prompt, type Surface } from '../../core/prompt.ts';
import type { JournalHealth } from '../../protocol/http.ts';
import type { BootTime } from '../../system/boot-time.ts';
import type { Log } from '../../system/log.ts';
import { identify } from '../../system/process-identity.ts';
import { removeOldJournals } from './journal-directory.ts';
import { JournalReader } from './journal-reader.ts';
import type { JournalRecord } from './journal-record.ts';
import { JournalWriter, MAX_FILE_BYTES } from './journal-writer.ts';
import { type FoundPrompts, KeptPrompts } from './kept-prompts.ts';
import type { Store } from './store.ts';

/** Limit for all journals together, including the current file. */
const MAX_BYTES = 10 * MAX_FILE_BYTES;

export interface JournalStoreOptions {
  /** Private directory of all journals. */
  readonly directory: string;
  /** Private directory of kept prompts; without it, no prompt is kept. */
  readonly keptDirectory?: string | undefined;
  /** The socket at which commands find this portal. */
  readonly socketPath?: string;
  readonly bootTime?: (() => BootTime | null) | undefined;
  readonly instance: string;
  readonly wall: () => number;
  readonly now: () => number;
  /** How long journals are kept: ms; null keeps them forever. */
  readonly retention: () => number | null;
  readonly log: Log;
}

export class JournalStore extends JournalReader implements Store {
  readonly #options: JournalStoreOptions;
  readonly #writer: JournalWriter;
  readonly #kept: KeptPrompts | null;
  /** Files whose unreadable lines have already been logged. */
  readonly #warned = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(options: JournalStoreOptions) {
    const { directory, keptDirectory, socketPath = '', bootTime, instance, wall, now, log } = options;
    super(directory, (name, lines) => this.#warnUnreadable(name, lines));
    this.#options = options;
    this.#writer = new JournalWriter({ directory, instance, wall, log, onFile: () => void this.#removeOld() });
    const moment = () => ({ wall: wall(), boot: bootTime?.() ?? null });
    const owner = { ...identify(process.pid), socket: socketPath };
    this.#kept =
      keptDirectory === undefined ? null : new KeptPrompts({ directory: keptDirectory, owner, now, moment, log });
  }

  start(): void {
    void this.#removeOld();
    this.#timer = setInterval(() => void this.#removeOld(), DAY).unref();
  }

  opened(prompt: Prompt): Promise<boolean> {
    this.#writer.append(this.#registration(prompt));
    return this.#keep(prompt, true);
  }

  extended(prompt: Prompt, by: Surface | 'hold'): Promise<boolean> {
    const { id, deadline } = prompt;
    const remaining_ms = deadline === null ? null : Math.round(deadline - this.#options.now());
    const extended_ms = Math.round(prompt.extended_ms);
    const at = this.#options.wall();
    this.#writer.append({ type: 'extended', id, at, by, extended_ms, remaining_ms }, this.#registration(prompt));
    return this.#keep(prompt, true);
  }

  /** Drafts and the like may be lost in a power failure. */
  changed(prompt: Prompt): void {
    void this.#keep(prompt, false);
  }

  settled(prompt: Prompt): Promise<boolean> {
    const { id, outcome } = prompt;
    if (!outcome) throw new Error(`prompt ${id} has no outcome to record`);
    return this.#recordOutcome(prompt, outcome);
  }

  async #recordOutcome(prompt: Prompt, outcome: Outcome): Promise<boolean> {
    const { id, draft, revision } = prompt;
    const kept = draft ? { draft } : {};
    const record = { type: 'outcome', id, at: this.#options.wall(), outcome, ...kept, revision } as const;
    const logged = await this.#writer.appendSynced(record, this.#registration(prompt));
    // Without a record of its outcome, a later portal asks again: better than to lose the question with the answer.
    if (logged && isKept(prompt)) this.#kept?.remove(id);
    return logged;
  }

  received(id: string): void {
    this.#writer.append({ type: 'received', id, at: this.#options.wall() });
  }

  readKept(): Promise<FoundPrompts> | null {
    return this.#kept?.read(async (id) => (await this.find(id))?.outcome != null) ?? null;
  }

  takeOver(prompt: Prompt): void {
    void this.#keep(prompt, false);
  }

  isSaved(id: string): boolean {
    return this.#kept?.isSaved(id) ?? true;
  }

  async flush(): Promise<void> {
    await this.#kept?.flush();
  }

  get health(): JournalHealth {
    return { ...this.#writer.health, unsaved: this.#kept?.unsavedCount ?? 0 };
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#kept?.stop();
    await this.#writer.close();
    await this.flush();
  }

  async #keep(prompt: Prompt, mustSync: boolean): Promise<boolean> {
    if (!isKept(prompt)) return true;
    return this.#kept?.save(prompt, mustSync) ?? false;
  }

  #registration(prompt: Prompt): JournalRecord {
    const { id, key, opened_at, spec, from, asker_grace_ms } = prompt;
    const grace = isKept(prompt) ? { asker_grace_ms } : {};
    return { type: 'opened', id, at: this.#options.wall(), opened_at, key, spec, ...defined({ from }), ...grace };
  }

  /** Leaves room for one more file. A failure must not stop the portal. */
  async #removeOld(): Promise<void> {
    const { directory, retention, wall, log } = this.#options;
    try {
      const age = retention();
      const since = age === null ? Number.NEGATIVE_INFINITY : wall() - age;
      const limits = { since, bytes: MAX_BYTES - MAX_FILE_BYTES };
      const removed = await removeOldJournals(directory, limits, this.#writer.current);
      if (removed > 0) log.info(`removed old journals: ${removed}`);
    } catch (error) {
      log.error('could not remove old journals', error);
    }
  }

  /** Skips the current file, whose last line may still be incomplete. */
  #warnUnreadable(name: string, lines: number): void {
    if (name === this.#writer.current || this.#warned.has(name)) return;
    this.#warned.add(name);
    this.#options.log.warn(`journal ${name}: skipped ${lines} unreadable ${lines === 1 ? 'line' : 'lines'}`);
  }
}

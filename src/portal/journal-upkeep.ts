// Looking after the journals of all portals: mending what an earlier one left torn, and letting go of what is old.
import { DAY, HOUR, SECOND } from '../core/limits.ts';
import type { Log } from '../system/log.ts';
import {
  findSurplus,
  findTornTails,
  type JournalStats,
  listJournals,
  removeJournals,
  repairTail,
} from './journal-files.ts';

/** All journals together: beyond this the oldest go, however young they are. */
const MAX_BYTES = 50 * 1024 * 1024;
/** A torn line that stays as it is for so long has no writer any more: one write takes microseconds. */
const TORN_FOR = SECOND;

export interface JournalUpkeepOptions {
  readonly directory: string;
  /** Files of this instance are complete, but for the one that is written. */
  readonly instance: string;
  /** Name of the file that is written; null while there is none. */
  readonly current: () => string | null;
  /** How long journals are kept: ms; null for ever. */
  readonly retention: () => number | null;
  readonly wall: () => number;
  readonly log: Log;
}

export class JournalUpkeep {
  readonly #options: JournalUpkeepOptions;
  readonly #timers: NodeJS.Timeout[] = [];
  #repaired = 0;

  constructor(options: JournalUpkeepOptions) {
    this.#options = options;
  }

  /** Torn lines that were mended since the start. */
  get repaired(): number {
    return this.#repaired;
  }

  start(): void {
    this.#guard(this.#findTorn());
    this.prune();
    this.#timers.push(setInterval(() => this.prune(), DAY).unref());
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Removes what is too old or too much, in the background. */
  prune(): void {
    this.#guard(this.#prune());
  }

  async #prune(): Promise<void> {
    const { directory, retention, wall, log } = this.#options;
    const now = wall();
    const age = retention();
    const limits = { since: age === null ? Number.NEGATIVE_INFINITY : now - age, bytes: MAX_BYTES };
    const files = await listJournals(directory);
    const surplus = findSurplus(files, limits, (file) => this.#isInUse(file, now));
    if (surplus.length === 0) return;
    await removeJournals(directory, surplus);
    log.info(`${surplus.length} old journals were removed`);
  }

  /** The file that is written, or that another portal may be writing: it did of late. */
  #isInUse({ name, written }: JournalStats, now: number): boolean {
    const { instance, current } = this.#options;
    return name.includes(`-${instance}-`) ? name === current() : Math.abs(now - written) < HOUR;
  }

  async #findTorn(): Promise<void> {
    const torn = await findTornTails(this.#options.directory);
    if (torn.length === 0) return;
    this.#timers.push(setTimeout(() => this.#guard(this.#repair(torn)), TORN_FOR).unref());
  }

  async #repair(torn: Awaited<ReturnType<typeof findTornTails>>): Promise<void> {
    const { directory, log } = this.#options;
    for (const tail of torn) {
      if (!(await repairTail(directory, tail))) continue;
      this.#repaired += 1;
      const what = tail.isRecord ? 'lacked its end, which was added' : 'was torn and is cut off; the rest is kept';
      log.warn(`journal ${tail.name}: the last line ${what}`);
    }
  }

  /** What goes wrong here must not take the portal down. */
  #guard(work: Promise<void>): void {
    work.catch((error) => this.#options.log.error('the journals could not be looked after', error));
  }
}

// Where in the journals each prompt is told of, so that a look-up reads its lines and no others. Holds ids, keys and
// positions, never the prompts themselves: a few hundred bytes each, bounded by what retention leaves of the journals.
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Draft, isDecided, type Prompt } from '../core/prompt.ts';
import type { HistoryQuery } from '../protocol/history.ts';
import {
  comparePlaces,
  foldRecords,
  type HistoryEntry,
  type HistoryPlace,
  readPlace,
  settledPrompt,
} from './history.ts';
import { type JournalStats, listJournals } from './journal-files.ts';
import { type JournalRecord, parseRecord } from './journal-record.ts';
import { LineReader } from './line-reader.ts';

/** One line of one journal. */
interface Place {
  readonly file: string;
  readonly start: number;
  readonly length: number;
}

interface Known {
  readonly id: string;
  readonly key: string | null;
  /** Wall-clock ms; null while no journal was found that registers it. */
  readonly opened_at: number | null;
  readonly places: readonly Place[];
}

interface Scanned extends JournalStats {
  /** Bytes that were taken in: up to the end of the last whole record. */
  readonly read: number;
}

export class HistoryIndex {
  readonly #directory: string;
  readonly #files = new Map<string, Scanned>();
  readonly #known = new Map<string, Known>();
  /** Key → ids of prompts under it. */
  readonly #keys = new Map<string, Set<string>>();
  #scan: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** What the journals tell of prompt `id`, up to now. */
  async find(id: string): Promise<HistoryEntry | null> {
    await this.#catchUp();
    const known = this.#known.get(id);
    return known ? this.#withReader((reader) => readEntry(reader, known)) : null;
  }

  /** The last prompt under `key` that somebody decided, or the deadline; null when there is none. */
  findKey(key: string): Promise<Prompt | null> {
    return this.#findLast(key, ({ outcome }) => isDecided(outcome)).then(settledPrompt);
  }

  /** The unused draft of the last prompt under `key`, if no human decided it. */
  async findDraft(key: string): Promise<Draft | null> {
    const last = await this.#findLast(key, ({ outcome }) => outcome !== null);
    return last && !isDecided(last.outcome) ? last.draft : null;
  }

  async #findLast(key: string, isWanted: (entry: HistoryEntry) => boolean): Promise<HistoryEntry | null> {
    await this.#catchUp();
    // By the order of the journals: the wall clock may have gone back in between.
    const ids = [...(this.#keys.get(key) ?? [])].reverse();
    return this.#withReader(async (reader) => {
      for (const id of ids) {
        const known = this.#known.get(id);
        const entry = known ? await readEntry(reader, known) : null;
        if (entry && isWanted(entry)) return entry;
      }
      return null;
    });
  }

  /** Every entry of that stretch of time, newest first. */
  async *entries({ since, before }: Pick<HistoryQuery, 'since' | 'before'> = {}): AsyncGenerator<HistoryEntry> {
    await this.#catchUp();
    const first = since ?? Number.NEGATIVE_INFINITY;
    const end = before === undefined ? null : readPlace(before);
    const wanted = [...this.#known.values()]
      .filter(isRegistered)
      .filter((known) => known.opened_at >= first && (end === null || comparePlaces(known, end) > 0))
      .sort(comparePlaces);
    const reader = new LineReader(this.#directory);
    try {
      for (const known of wanted) {
        const entry = await readEntry(reader, known);
        if (entry) yield entry;
      }
    } finally {
      await reader.close();
    }
  }

  async #withReader<T>(work: (reader: LineReader) => Promise<T>): Promise<T> {
    const reader = new LineReader(this.#directory);
    try {
      return await work(reader);
    } finally {
      await reader.close();
    }
  }

  /** Resolves once everything that was written before this call is taken in. Callers share one look at the files. */
  #catchUp(): Promise<void> {
    this.#next ??= this.#scan
      .catch(() => {})
      .then(() => {
        this.#next = null;
        this.#scan = this.#takeIn();
        return this.#scan;
      });
    return this.#next;
  }

  async #takeIn(): Promise<void> {
    const files = await listJournals(this.#directory);
    const present = new Map(files.map((file) => [file.name, file]));
    const isStale = ({ name, read, inode }: Scanned) => {
      const file = present.get(name);
      return !file || file.inode !== inode || file.bytes < read;
    };
    this.#forget(new Set([...this.#files.values()].filter(isStale).map(({ name }) => name)));
    for (const file of files) {
      const before = this.#files.get(file.name);
      if (before?.bytes === file.bytes && before.written === file.written) continue;
      const read = await this.#scanFile(file, before?.read ?? 0);
      this.#files.set(file.name, { ...file, read });
    }
  }

  /** Takes in what `file` has from `start`, and gives where it got to. */
  async #scanFile({ name, bytes }: JournalStats, start: number): Promise<number> {
    const handle = await open(join(this.#directory, name), 'r').catch(() => null);
    if (!handle) return start;
    try {
      let read = start;
      for await (const { text, length, isWhole } of linesOf(handle, start, bytes)) {
        const record = parseRecord(text);
        if (record) this.#note(record, { file: name, start: read, length });
        // The end of a line that is still being written comes with the next look.
        if (!isWhole && !record) break;
        read += length;
      }
      return read;
    } finally {
      await handle.close();
    }
  }

  #note(record: JournalRecord, place: Place): void {
    const { id } = record;
    const { key, opened_at, places } = this.#known.get(id) ?? { key: null, opened_at: null, places: [] };
    const isFirst = record.type === 'opened' && opened_at === null;
    const known = {
      id,
      key: isFirst ? (record.key ?? null) : key,
      opened_at: isFirst ? record.opened_at : opened_at,
      places: [...places, place],
    };
    this.#known.set(id, known);
    if (known.key === null) return;
    const ids = this.#keys.get(known.key) ?? new Set();
    this.#keys.set(known.key, ids.add(id));
  }

  /** Lets go of all that the files `names` told. */
  #forget(names: ReadonlySet<string>): void {
    if (names.size === 0) return;
    for (const name of names) this.#files.delete(name);
    for (const known of this.#known.values()) {
      const places = known.places.filter(({ file }) => !names.has(file));
      if (places.length > 0) {
        this.#known.set(known.id, { ...known, places });
        continue;
      }
      this.#known.delete(known.id);
      const ids = known.key === null ? undefined : this.#keys.get(known.key);
      ids?.delete(known.id);
      if (known.key !== null && ids?.size === 0) this.#keys.delete(known.key);
    }
  }
}

function isRegistered(known: Known): known is Known & HistoryPlace {
  return known.opened_at !== null;
}

async function readEntry(reader: LineReader, { id, places }: Known): Promise<HistoryEntry | null> {
  const inOrder = [...places].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start));
  const lines = await reader.read(inOrder);
  const records = lines.map(parseRecord).filter((record) => record?.id === id);
  return foldRecords(records.filter((record) => record !== null));
}

const NEWLINE = 0x0a;
const CHUNK = 256 * 1024;

/** The lines of a file from `start` to `end`, their ends included in `length`; the last one may lack its end. */
async function* linesOf(handle: FileHandle, start: number, end: number) {
  let rest = Buffer.alloc(0);
  for (let at = start; at < end; ) {
    const size = Math.min(CHUNK, end - at);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(size), 0, size, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    let from = 0;
    for (let found = bytes.indexOf(NEWLINE); found !== -1; found = bytes.indexOf(NEWLINE, from)) {
      yield { text: bytes.toString('utf8', from, found), length: found + 1 - from, isWhole: true };
      from = found + 1;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) yield { text: rest.toString(), length: rest.length, isWhole: false };
}

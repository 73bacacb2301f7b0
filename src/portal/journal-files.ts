// The files of all journals: which there are, which are too old, and which end in the middle of a line.
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isJournal, parseRecord } from './journal-record.ts';

export interface JournalStats {
  readonly name: string;
  readonly bytes: number;
  /** Wall-clock ms of the last write. */
  readonly written: number;
  /** Tells a file from a later one of the same name. */
  readonly inode: number;
}

/** The journals in `directory`, oldest first by name. A missing directory has none. */
export async function listJournals(directory: string): Promise<JournalStats[]> {
  const names = (await readdir(directory).catch(() => [])).filter(isJournal).sort();
  const stats = await Promise.all(
    names.map(async (name) => {
      // Another portal may take an old one away in between.
      const found = await stat(join(directory, name)).catch(() => null);
      return found?.isFile() ? [{ name, bytes: found.size, written: found.mtimeMs, inode: found.ino }] : [];
    }),
  );
  return stats.flat();
}

export interface Retention {
  /** Wall-clock ms: what was last written before goes. */
  readonly since: number;
  /** Bytes in all: the oldest go until the rest fits. */
  readonly bytes: number;
}

/** Names that `retention` has no room for. `isInUse` files stay, whatever their age. */
export function findSurplus(
  files: readonly JournalStats[],
  { since, bytes }: Retention,
  isInUse: (file: JournalStats) => boolean,
): string[] {
  let total = 0;
  return [...files]
    .reverse()
    .filter((file) => {
      total += file.bytes;
      return !isInUse(file) && (file.written < since || total > bytes);
    })
    .map(({ name }) => name);
}

export async function removeJournals(directory: string, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => rm(join(directory, name), { force: true })));
}

/** A file whose last line has no end: its writer was killed, or the machine stopped, in the middle of it. */
export interface TornTail extends JournalStats {
  /** Bytes up to the last line that is whole. */
  readonly whole: number;
  /** True when only the line end is missing. */
  readonly isRecord: boolean;
}

export async function findTornTails(directory: string): Promise<TornTail[]> {
  const files = await listJournals(directory);
  const torn = await Promise.all(files.map((file) => readTail(join(directory, file.name), file).catch(() => null)));
  return torn.filter((tail) => tail !== null);
}

/** Lines are seldom longer than this: only one that is needs a second look. */
const BLOCK = 64 * 1024;

async function readTail(path: string, file: JournalStats): Promise<TornTail | null> {
  if (file.bytes === 0) return null;
  const handle = await open(path, 'r');
  try {
    for (let length = BLOCK; ; length *= 2) {
      const start = Math.max(0, file.bytes - length);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(file.bytes - start), 0, file.bytes - start, start);
      const tail = buffer.subarray(0, bytesRead);
      if (tail.at(-1) === 0x0a) return null;
      const end = tail.lastIndexOf(0x0a);
      if (end === -1 && start > 0) continue;
      const isRecord = parseRecord(tail.subarray(end + 1).toString()) !== null;
      return { ...file, whole: start + end + 1, isRecord };
    }
  } finally {
    await handle.close();
  }
}

/** Cuts the torn line off, or ends it where it is whole. False, and nothing done, when the file changed meanwhile. */
export async function repairTail(directory: string, tail: TornTail): Promise<boolean> {
  const handle = await open(join(directory, tail.name), 'r+').catch(() => null);
  if (!handle) return false;
  try {
    const { size, mtimeMs, ino } = await handle.stat();
    if (size !== tail.bytes || mtimeMs !== tail.written || ino !== tail.inode) return false;
    if (tail.isRecord) await handle.write('\n', size);
    else await handle.truncate(tail.whole);
    await handle.datasync();
    return true;
  } finally {
    await handle.close();
  }
}

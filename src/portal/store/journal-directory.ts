// The directory of journals: names, lists, reads and removes the files of every portal of this user.
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type JournalRecord, parseRecord } from './journal-record.ts';

const EXTENSION = '.jsonl';

export interface JournalStats {
  readonly name: string;
  readonly bytes: number;
  /** Wall-clock ms of the last write. */
  readonly written: number;
}

/** Names sort by the creation time of their files, in ms because a portal may live for less than 1 s. */
export function journalName(wall: number, instance: string, index: number): string {
  const stamp = new Date(wall).toISOString().replaceAll(/[-:.]/g, '');
  return `${stamp}-${instance}-${index}${EXTENSION}`;
}

/** Lists the journals in `directory`, oldest first by name. A missing directory has none. */
export async function listJournals(directory: string): Promise<JournalStats[]> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith(EXTENSION)).sort();
  const stats = await Promise.all(
    names.map(async (name) => {
      // Another portal may remove it in between.
      const found = await stat(join(directory, name)).catch(() => null);
      return found?.isFile() ? [{ name, bytes: found.size, written: found.mtimeMs }] : [];
    }),
  );
  return stats.flat();
}

/**
 * Reads every journal in `directory`; returns the records of each prompt by its id, oldest first. Skips lines that are not
 * a record, such as the last line of a portal that was killed while writing it, and reports their number for each file.
 */
export async function readJournals(
  directory: string,
  onUnreadable: (name: string, lines: number) => void = () => {},
): Promise<Map<string, JournalRecord[]>> {
  const records = new Map<string, JournalRecord[]>();
  for (const { name } of await listJournals(directory)) {
    const text = await readFile(join(directory, name), 'utf8').catch(() => '');
    const lines = text.split('\n').filter((line) => line !== '');
    const read = lines.map(parseRecord).filter((record) => record !== null);
    if (read.length < lines.length) onUnreadable(name, lines.length - read.length);
    for (const record of read) {
      const others = records.get(record.id);
      if (others) others.push(record);
      else records.set(record.id, [record]);
    }
  }
  return records;
}

export interface Retention {
  /** Wall-clock ms: files last written before this are removed. */
  readonly since: number;
  /** Limit in bytes for all but the current file: those written longest ago are removed until the rest fits. */
  readonly bytes: number;
}

/** Removes the journals that exceed `retention`, but never `current`. Returns their number. */
export async function removeOldJournals(
  directory: string,
  { since, bytes }: Retention,
  current: string | null,
): Promise<number> {
  const others = (await listJournals(directory)).filter(({ name }) => name !== current);
  let total = 0;
  const newestFirst = others.sort((a, b) => b.written - a.written);
  const old = newestFirst.filter((file) => {
    total += file.bytes;
    return file.written < since || total > bytes;
  });
  await Promise.all(old.map(({ name }) => rm(join(directory, name), { force: true })));
  return old.length;
}

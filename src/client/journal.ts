// How the journals stand: by their files, and by what the running portal says of its own.
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalHealth } from '../protocol/http.ts';
import type { Paths } from '../system/paths.ts';
import { findObstacle, nearest } from '../system/platform-dirs.ts';
import { readJournalHealth } from './api.ts';
import type { Connection } from './connect.ts';

export interface JournalReport extends JournalHealth {
  readonly directory: string;
  readonly files: number;
  readonly bytes: number;
  /** Wall-clock ms of the last write to any of them; null without a file. */
  readonly written: number | null;
  /** Lines that are not a record, such as one that was torn by a crash; history skips them. */
  readonly unreadable: number;
  /** Why nothing can be written there, by the directory; null when it can. */
  readonly obstacle: string | null;
  /** Room on that disk for this user: bytes; null where it cannot be told. */
  readonly free_bytes: number | null;
}

const UNTOLD: JournalHealth = { error: null, waiting: 0, not_logged: 0, lost: 0 };

/** Creates nothing. A portal of another version may not tell how its journal stands. */
export async function examineJournal(connection: Connection | null, paths: Paths): Promise<JournalReport> {
  const directory = join(paths.state, 'journal');
  const { listJournals, readJournals } = await import('../portal/store/journal-files.ts');
  let unreadable = 0;
  const [files, , told, free_bytes] = await Promise.all([
    listJournals(directory),
    readJournals(directory, (_name, lines) => {
      unreadable += lines;
    }),
    connection ? readJournalHealth(connection).catch(() => UNTOLD) : UNTOLD,
    statfs(nearest(directory)).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    ),
  ]);
  return {
    ...told,
    directory,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    written: files.length === 0 ? null : Math.max(...files.map(({ written }) => written)),
    unreadable,
    obstacle: obstacleAt(directory),
    free_bytes,
  };
}

function obstacleAt(directory: string): string | null {
  try {
    return findObstacle(directory);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// Examines the health of the journals: their files, and what the running portal reports of its own journal.
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalHealth } from '../protocol/http.ts';
import { keptPromptsDirectory } from '../system/kept-prompts-directory.ts';
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
  /** Lines that are not a record, such as one cut short by a crash; the history skips them. */
  readonly unreadable: number;
  /** Files of open prompts that cannot be read. */
  readonly damaged: readonly string[];
  /** Why files cannot be written to the directory; null when they can. */
  readonly obstacle: string | null;
  /** Free space for this user on that disk: bytes; null when unknown. */
  readonly free_bytes: number | null;
}

const UNTOLD: JournalHealth = { error: null, waiting: 0, not_logged: 0, unsaved: 0, lost: 0 };

/** Creates nothing. A portal of another version may not report its journal's health. */
export async function examineJournal(connection: Connection | null, paths: Paths): Promise<JournalReport> {
  const directory = join(paths.state, 'journal');
  const [{ listJournals, readJournals }, { findDamaged }] = await Promise.all([
    import('../portal/store/journal-directory.ts'),
    import('../portal/store/kept-prompts.ts'),
  ]);
  let unreadable = 0;
  const [files, damaged, , told, free_bytes] = await Promise.all([
    listJournals(directory),
    findDamaged(keptPromptsDirectory(paths)),
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
    damaged,
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

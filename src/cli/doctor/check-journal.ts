// Checks that every outcome is on disk.
import type { JournalReport } from '../../client/journal.ts';
import type { Problem } from './problem.ts';

/** Free disk space below which the journal is about to fail: bytes. */
const LITTLE_ROOM = 16 * 1024 * 1024;

export function checkJournal(journal: JournalReport): Problem[] {
  const { directory, error, not_logged, waiting, lost, obstacle, free_bytes } = journal;
  const problems: Problem[] = [];
  const add = (what: string, fix: string) => problems.push({ check: 'journal', what, fix });
  const makeRoom = `free some space on the disk of ${directory}; what waits is then written by itself`;
  if (error !== null) add(`it cannot be written: ${error}; ${waiting} records wait`, makeRoom);
  if (not_logged > 0)
    add(
      `${not_logged} ${not_logged === 1 ? 'outcome was' : 'outcomes were'} announced but not logged at that moment`,
      waiting > 0 ? makeRoom : 'nothing: there is room again, and they were written since; choice stop clears this',
    );
  if (lost > 0) add(`${lost} records were given up`, 'what the scripts themselves logged has to do for these');
  if (obstacle !== null) add(obstacle, 'fix that, or set CHOICE_HOME to a directory of yours');
  else if (free_bytes !== null && free_bytes < LITTLE_ROOM && error === null)
    add(`only ${formatBytes(free_bytes)} are left on its disk`, makeRoom);
  return problems;
}

export function describeJournal({ files, bytes, unreadable, not_logged }: JournalReport): string {
  const parts = [
    `${files} ${files === 1 ? 'file' : 'files'}, ${formatBytes(bytes)}`,
    ...(not_logged > 0 ? [`${not_logged} outcomes not logged`] : []),
    ...(unreadable > 0 ? [`${unreadable} unreadable ${unreadable === 1 ? 'line' : 'lines'} skipped`] : []),
  ];
  return parts.join('; ');
}

function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [scaled, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KiB'] : [bytes / 1024 / 1024, 'MiB'];
  return `${scaled.toFixed(1)} ${unit}`;
}

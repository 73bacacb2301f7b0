// Checks that every outcome is on disk.
import type { JournalReport } from '../../client/journal.ts';
import type { Problem } from './problem.ts';

/** Free disk space below which the journal is about to fail: bytes. */
const LITTLE_ROOM = 16 * 1024 * 1024;

export function checkJournal(journal: JournalReport): Problem[] {
  const { directory, error, not_logged, waiting, unsaved, lost, damaged, obstacle, free_bytes } = journal;
  const problems: Problem[] = [];
  const add = (what: string, fix: string) => problems.push({ check: 'journal', what, fix });
  const makeRoom = `free up space on the disk of ${directory}; waiting records are then written automatically`;
  if (error !== null) add(`it cannot be written: ${error}; records waiting: ${waiting}`, makeRoom);
  if (not_logged > 0)
    add(
      `${not_logged} ${not_logged === 1 ? 'outcome was' : 'outcomes were'} announced without being logged first`,
      waiting > 0 ? makeRoom : 'nothing: they have been written since; choice stop clears this message',
    );
  if (unsaved > 0)
    add(
      `${unsaved} open ${unsaved === 1 ? 'prompt' : 'prompts'} could not be written, and would be lost with the portal`,
      makeRoom,
    );
  for (const path of damaged)
    add(`${path} holds an open prompt and cannot be read`, 'ask its question again, and remove the file');
  if (lost > 0) add(`records dropped: ${lost}`, "for these, rely on the scripts' own logs");
  if (obstacle !== null) add(obstacle, 'fix that, or set CHOICE_HOME to a directory you own');
  else if (free_bytes !== null && free_bytes < LITTLE_ROOM && error === null)
    add(`only ${formatBytes(free_bytes)} left on its disk`, makeRoom);
  return problems;
}

export function describeJournal({ files, bytes, unreadable, not_logged }: JournalReport): string {
  const parts = [
    `${files} ${files === 1 ? 'file' : 'files'}, ${formatBytes(bytes)}`,
    ...(not_logged > 0 ? [`outcomes not logged: ${not_logged}`] : []),
    ...(unreadable > 0 ? [`${unreadable} unreadable ${unreadable === 1 ? 'line' : 'lines'} skipped`] : []),
  ];
  return parts.join('; ');
}

function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [scaled, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KiB'] : [bytes / 1024 / 1024, 'MiB'];
  return `${scaled.toFixed(1)} ${unit}`;
}

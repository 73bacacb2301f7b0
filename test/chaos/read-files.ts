// What the portals of a run left on disk: their journals and their log.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JournalRecord, parseRecord } from '../../src/portal/store/journal-record.ts';
import { logPath } from '../../src/system/log.ts';
import type { Paths } from '../../src/system/paths.ts';

/** The records of every portal, in the order in which they were written; a torn line is left out. */
export function readJournals(home: string): JournalRecord[] {
  const directory = join(home, 'state', 'journal');
  const names = (existsSync(directory) ? readdirSync(directory) : []).filter((name) => name.endsWith('.jsonl'));
  // Two portals may write side by side for a while: by time, not by file. Sorting keeps the order within one moment.
  return names
    .sort()
    .flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n').map(parseRecord))
    .filter((record) => record !== null)
    .sort((a, b) => a.at - b.at);
}

/** When each portal began to listen, by the log. */
export function readStarts(paths: Paths): number[] {
  const path = logPath(paths);
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return lines.flatMap((line) => {
    const [, at] = /^(\S+) info \d+ portal \w+ listens on /.exec(line) ?? [];
    return at === undefined ? [] : [Date.parse(at)];
  });
}

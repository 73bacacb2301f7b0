// Files of proc(5), which exist on Linux only, and only as long as their process.
import { readFileSync } from 'node:fs';

/** Content of `path`; empty where it cannot be read. */
export function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Of a process, from `stat` of proc(5); empty strings where they are unknown. */
export interface Stat {
  readonly state: string;
  readonly parent: string;
  readonly group: string;
  /** The device number of its terminal, `0` if it has none, and the foreground process group there, then `-1`. */
  readonly device: string;
  readonly foreground: string;
  /** Clock ticks since boot. */
  readonly started: string;
}

export function readStat(pid: number | string): Stat {
  return parseStat(readProc(`/proc/${pid}/stat`));
}

export function parseStat(stat: string): Stat {
  // The name of the command, in parentheses, may contain anything; the fields after it contain no spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent = '', group = '', , device = '', foreground = ''] = fields;
  return { state, parent, group, device, foreground, started: fields[19] ?? '' };
}

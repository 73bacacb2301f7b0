// Whether this process may use its terminal: one in the background is stopped when it tries to.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** True when the process is in the terminal's foreground, or when that cannot be found out. */
export function isInForeground(): boolean {
  try {
    if (process.platform === 'linux') return isForegroundStat(readFileSync('/proc/self/stat', 'utf8'));
    if (process.platform === 'win32') return true;
    const pids = execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], { encoding: 'utf8' });
    const [group, foreground] = pids.trim().split(/\s+/);
    return group === foreground;
  } catch {
    return true;
  }
}

/** From the text of proc(5)'s `stat`: the process group is the one that the terminal listens to, or it has none. */
export function isForegroundStat(stat: string): boolean {
  // The name of the command, in parentheses, may hold anything.
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return foreground === '-1' || foreground === group;
}

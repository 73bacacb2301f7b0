// Whether this process may use its terminal: in the background it would be stopped for trying, and it must not stop itself
// if no shell would continue it.

import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { readProc } from './proc-file.ts';

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

/** True when `pid` is known to have left the foreground of its terminal. Linux only, where checking is cheap. */
export function hasLeftForeground(pid: number): boolean {
  const stat = readProc(`/proc/${pid}/stat`);
  return stat !== '' && !isForegroundStat(stat);
}

/** From the text of proc(5)'s `stat`: the process group is the one that the terminal listens to, or it has none. */
export function isForegroundStat(stat: string): boolean {
  const { group, foreground } = readStat(stat);
  return foreground === '-1' || foreground === group;
}

/** The number of the device that is this process's terminal; null where it has none or that is not known. */
export function terminalDevice(): string | null {
  const { device } = readStat(readProc(`/proc/${process.pid}/stat`));
  return device === undefined || device === '0' ? null : device;
}

/**
 * True when the process that would resume this command after Ctrl-Z ignores SIGTSTP itself: an interactive shell that waits
 * for `$(choice …)`, or a script with `trap '' TSTP`. Children inherit the setting, but Node resets it.
 */
export function isStopIgnored(): boolean {
  const { parent, group } = readStat(readProc(`/proc/${process.pid}/stat`));
  if (parent === undefined || group === undefined) return false;
  const isOurs = (pid: string) =>
    pid !== String(process.pid) && readStat(readProc(`/proc/${pid}/stat`)).group === group;
  return [group, parent].some((pid) => isOurs(pid) && ignoresStop(readProc(`/proc/${pid}/status`)));
}

/** From the text of proc(5)'s `status`. */
function ignoresStop(status: string): boolean {
  const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return ignored !== undefined && ((BigInt(`0x${ignored}`) >> BigInt(SIGTSTP - 1)) & 1n) === 1n;
}

/** On every architecture for which Node is built. */
const SIGTSTP = 20;

/** True when some program reads single keys from this process's terminal, and so owns the screen. */
export function isReadByKey(): boolean {
  let file: number;
  try {
    file = openSync('/dev/tty', 'r');
  } catch {
    return false;
  }
  const { stdout } = spawnSync('stty', ['-a'], { stdio: [file, 'pipe', 'ignore'], encoding: 'utf8' });
  closeSync(file);
  return /(^|\s)-icanon\b/.test(stdout ?? '');
}

interface Stat {
  readonly parent?: string;
  readonly group?: string;
  readonly device?: string;
  readonly foreground?: string;
}

function readStat(stat: string): Stat {
  // The name of the command, in parentheses, may hold anything.
  const [, parent, group, , device, foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { parent, group, device, foreground } as Stat;
}

// The process group of a command on Linux: whether it is the foreground group, and whether a shell would resume it.
import { readProc } from './proc-file.ts';

/** True when `pid` is known to have left the foreground of its terminal. Linux only, where checking is cheap. */
export function hasLeftForeground(pid: number): boolean {
  const stat = readProc(`/proc/${pid}/stat`);
  return stat !== '' && !isForegroundStat(stat);
}

/** Parses `stat` of proc(5): true in the foreground process group of the terminal, and without a terminal. */
export function isForegroundStat(stat: string): boolean {
  const { group, foreground } = readStat(stat);
  return foreground === '-1' || foreground === group;
}

/** The device number of this process's terminal; null if it has none or that is unknown. */
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

/** Parses `status` of proc(5). */
function ignoresStop(status: string): boolean {
  const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return ignored !== undefined && ((BigInt(`0x${ignored}`) >> BigInt(SIGTSTP - 1)) & 1n) === 1n;
}

/** The same number on every architecture that Node supports. */
const SIGTSTP = 20;

interface Stat {
  readonly parent?: string;
  readonly group?: string;
  readonly device?: string;
  readonly foreground?: string;
}

function readStat(stat: string): Stat {
  // The name of the command, in parentheses, may contain anything.
  const [, parent, group, , device, foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { parent, group, device, foreground } as Stat;
}

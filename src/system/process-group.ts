// The process group of a command on Linux: whether it is the foreground group, and whether a shell would resume it.
import { readProc, readStat, type Stat } from './proc-file.ts';

/** True when `pid` is known to have left the foreground of its terminal. Linux only, where checking is cheap. */
export function hasLeftForeground(pid: number | 'self'): boolean {
  return !isInForegroundGroup(readStat(pid));
}

/** True in the foreground process group of the terminal, without a terminal, and if nothing is known. */
export function isInForegroundGroup({ group, foreground }: Stat): boolean {
  return foreground === '-1' || foreground === group;
}

/** The device number of this process's terminal; null if it has none or that is unknown. */
export function terminalDevice(): string | null {
  const { device } = readStat(process.pid);
  return device === '' || device === '0' ? null : device;
}

/**
 * True when the process that would resume this command after Ctrl-Z ignores SIGTSTP itself: an interactive shell that waits
 * for `$(choice …)`, or a script with `trap '' TSTP`. Children inherit the setting, but Node resets it.
 */
export function isStopIgnored(): boolean {
  const { parent, group } = readStat(process.pid);
  if (parent === '' || group === '') return false;
  const isOurs = (pid: string) => pid !== String(process.pid) && readStat(pid).group === group;
  return [group, parent].some((pid) => isOurs(pid) && ignoresStop(readProc(`/proc/${pid}/status`)));
}

/** Parses `status` of proc(5). */
function ignoresStop(status: string): boolean {
  const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return ignored !== undefined && ((BigInt(`0x${ignored}`) >> BigInt(SIGTSTP - 1)) & 1n) === 1n;
}

/** The same number on every architecture that Node supports. */
const SIGTSTP = 20;

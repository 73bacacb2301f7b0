// Telling one process from a later one that was given the same pid.
import { readFileSync } from 'node:fs';

/** A process, named so that a reused pid is not mistaken for it. Empty strings where the platform does not say. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot (proc(5), field 22 of `stat`). */
  readonly started: string;
  readonly boot: string;
}

/** The process `pid` as it runs now; `started` is empty when it cannot be read. */
export function identify(pid: number): ProcessIdentity {
  return { pid, started: readStartTime(pid), boot: readOr('/proc/sys/kernel/random/boot_id', '').trim() };
}

/** True when `identity` names a process that provably no longer runs. */
export function isGone(identity: ProcessIdentity): boolean {
  const current = identify(identity.pid);
  if (identity.boot !== '' && current.boot !== '' && identity.boot !== current.boot) return true;
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  return identity.started !== '' && current.started !== '' && identity.started !== current.started;
}

function readStartTime(pid: number): string {
  const stat = readOr(`/proc/${pid}/stat`, '');
  // The name in parentheses may hold spaces; the fields after it do not.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}

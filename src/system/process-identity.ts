// Distinguishes a process from a later one that has the same pid.
import { readProc, readStat } from './proc-file.ts';

/** A process, named so that a reused pid is not mistaken for it. Empty strings where the platform does not report them. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot (proc(5), field 22 of `stat`). */
  readonly started: string;
  readonly boot: string;
}

/** The process `pid` as it runs now; `started` is empty when it cannot be read. */
export function identify(pid: number): ProcessIdentity {
  return { pid, started: readStat(pid).started, boot: readBoot() };
}

/** True when the process of `identity` provably no longer runs; a zombie, which its parent has not reaped, is gone too. */
export function isGone(identity: ProcessIdentity): boolean {
  const boot = readBoot();
  if (identity.boot !== '' && boot !== '' && identity.boot !== boot) return true;
  const current = readStat(identity.pid);
  if (ENDED.includes(current.state)) return true;
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  return identity.started !== '' && current.started !== '' && identity.started !== current.started;
}

/** States of a process that has ended and is still listed (proc(5), field 3 of `stat`): a zombie, or dead. */
const ENDED: readonly string[] = ['Z', 'X'];

/** The process group of `pid`; null where the platform does not report it, or no such process runs. */
export function groupOf(pid: number): number | null {
  return Number(readStat(pid).group) || null;
}

/** Names this boot of the machine; empty where the platform does not. */
export function readBoot(): string {
  return readProc('/proc/sys/kernel/random/boot_id').trim();
}

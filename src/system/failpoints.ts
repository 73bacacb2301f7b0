// Faults that a test asks for, at the places where they hurt most. Every use stands behind the label FAILPOINT, which
// the build drops: what is shipped has neither the faults nor this file.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `disk_full`: new journals are on a full disk, for as long as the failpoint is armed.
 * `kill_before_delivery`: the portal is killed once an outcome is journaled, before anybody hears of it.
 */
export type Failpoint = 'disk_full' | 'kill_before_delivery';

/** True while the file `failpoint` in `CHOICE_HOME` names `failpoint`. */
export function isArmed(failpoint: Failpoint): boolean {
  try {
    return readFileSync(fileIn(process.env.CHOICE_HOME ?? ''), 'utf8').trim() === failpoint;
  } catch {
    return false;
  }
}

/** Kills this process without a word, once: the next one finds the failpoint disarmed. */
export function killHere(failpoint: Failpoint): void {
  if (!isArmed(failpoint)) return;
  rmSync(fileIn(process.env.CHOICE_HOME ?? ''));
  process.kill(process.pid, 'SIGKILL');
}

function fileIn(home: string): string {
  return join(home, 'failpoint');
}

// Fault injection for tests, at the most critical places. Every use has the label FAILPOINT, which the build drops:
// shipped code contains neither the faults nor this file.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `disk_full`: new journals are on a full disk, for as long as the failpoint is armed.
 * `kill_before_delivery`: the portal is killed once an outcome is journaled, before it is sent to anybody.
 * `stop_before_delivery`: the portal is stopped at the same place.
 */
export type Failpoint = 'disk_full' | keyof typeof SIGNALS;

const SIGNALS = { kill_before_delivery: 'SIGKILL', stop_before_delivery: 'SIGSTOP' } as const;

/** True while the file `failpoint` in `CHOICE_HOME` names `failpoint`. */
export function isArmed(failpoint: Failpoint): boolean {
  try {
    return readFileSync(fileIn(process.env.CHOICE_HOME ?? ''), 'utf8').trim() === failpoint;
  } catch {
    return false;
  }
}

/** Kills or stops this process without notice, once: it disarms the failpoint first. */
export function strikeBeforeDelivery(): void {
  for (const failpoint of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) {
    if (!isArmed(failpoint)) continue;
    rmSync(fileIn(process.env.CHOICE_HOME ?? ''));
    process.kill(process.pid, SIGNALS[failpoint]);
  }
}

function fileIn(home: string): string {
  return join(home, 'failpoint');
}

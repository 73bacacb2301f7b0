// Checks that the clocks are plausible. Deadlines do not depend on the wall clock, but history and tokens do.
import os from 'node:os';
import { formatDuration } from '../../core/duration.ts';
import { MINUTE, SECOND } from '../../core/limits.ts';
import { monotonicMs } from '../../system/clock.ts';
import { formatTime } from '../format/prompt.ts';
import type { Problem } from './problem.ts';

export interface ClockReport {
  /** Wall-clock ms. */
  readonly wall: number;
  /** Time suspended since boot, which counts towards deadlines: ms; null where it cannot be measured. */
  readonly suspended_ms: number | null;
  /** How far the last journal write is in the future: ms; 0 if it is not, or by a minute at most. */
  readonly ahead_ms: number;
}

/** No release of `choice` is older than this. */
const EARLIEST = Date.UTC(2025, 0, 1);
/** Tolerated difference between file system time and process time. */
const TOLERANCE = MINUTE;
/** Measurement error: `os.uptime()` moves in steps of 10 ms, and the two clocks are not read at the same instant. */
const NOISE = SECOND;

/** `written` is the wall-clock time of the last journal write. */
export function examineClock(written: number | null): ClockReport {
  const wall = Date.now();
  const isTold = process.platform === 'linux';
  const gap = os.uptime() * 1_000 - monotonicMs();
  const ahead = (written ?? wall) - wall;
  return { wall, suspended_ms: isTold ? Math.round(gap) : null, ahead_ms: ahead > TOLERANCE ? Math.round(ahead) : 0 };
}

export function checkClock({ wall, suspended_ms, ahead_ms }: ClockReport): Problem[] {
  const problems: Problem[] = [];
  const set = 'set the clock of this machine (timedatectl set-ntp true)';
  const add = (what: string, fix: string) => problems.push({ check: 'clock', what, fix });
  if (wall < EARLIEST) add(`this machine says it is ${formatTime(wall)}, before choice existed`, set);
  if (ahead_ms > 0)
    add(`it was set back: a journal was written at ${formatTime(wall + ahead_ms)}, which is in the future`, set);
  if (suspended_ms !== null && suspended_ms < -NOISE)
    add(
      'the uptime of this machine lags behind its monotonic clock: time spent suspended may go unnoticed',
      'check what changes /proc/uptime here (a container runtime?)',
    );
  return problems;
}

export function describeClock({ wall, suspended_ms }: ClockReport): string {
  const slept =
    suspended_ms !== null && suspended_ms > NOISE ? `; ${formatDuration(suspended_ms)} suspended since boot` : '';
  return `${formatTime(wall)}${slept}`;
}

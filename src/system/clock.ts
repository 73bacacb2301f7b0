// The machine's clocks as core requires them: monotonic, and counting time spent suspended.
import os from 'node:os';
import type { Clock } from '../core/clock.ts';

/** Gaps between the two clocks up to this many ms are noise: `os.uptime()` moves in steps of 10 ms. */
const SUSPEND_THRESHOLD = 500;
/**
 * `os.uptime()` reads a file, which takes a hundred times as long as the other clocks. It is called when the wall clock
 * has drifted from the monotonic one by more than `WALL_DRIFT`, as after a suspend, or `LONGEST_TRUST` has passed: ms.
 */
const WALL_DRIFT = 50;
const LONGEST_TRUST = 1_000;

export interface ClockSources {
  /** Ms; stops while the machine is suspended. */
  readonly monotonic: () => number;
  /** Ms since boot; counts suspend. Null where the platform has no such clock that ignores wall-clock steps. */
  readonly uptime: (() => number) | null;
  readonly wall: () => number;
}

const machine: ClockSources = {
  monotonic: monotonicMs,
  // CLOCK_BOOTTIME on Linux. Elsewhere the monotonic clock counts suspend, or uptime follows the wall clock.
  uptime: process.platform === 'linux' ? () => os.uptime() * 1000 : null,
  wall: () => Date.now(),
};

/** A clock of this machine. Detects a suspend at the first reading after it. */
export function systemClock({ monotonic, uptime, wall }: ClockSources = machine): Clock {
  let suspended = 0;
  const offset = uptime ? clockOffset(uptime, monotonic) : 0;
  let looked = monotonic();
  let wallOffset = wall() - looked;
  const isDoubtful = (now: number) => now - looked > LONGEST_TRUST || Math.abs(wall() - now - wallOffset) > WALL_DRIFT;
  return {
    now() {
      const now = monotonic();
      if (uptime && isDoubtful(now)) {
        looked = now;
        wallOffset = wall() - now;
        // In this order, a pause of this process between the two readings makes the gap smaller: no deadline is early.
        const gap = uptime() - monotonic() - offset - suspended;
        if (gap > SUSPEND_THRESHOLD) suspended += gap;
      }
      return now + suspended;
    },
    wall,
  };
}

/** Number of readings of two clocks: this process may be paused during one of them. */
const READINGS = 3;

/**
 * Offset of the clock `ahead` from the clock `behind`, which runs at the same rate: ms. Never less than the real offset;
 * a pause of this process between two readings makes one of them larger, so the smallest one counts.
 */
export function clockOffset(ahead: () => number, behind: () => number): number {
  const leads = Array.from({ length: READINGS }, () => {
    const before = behind();
    return ahead() - before;
  });
  return Math.min(...leads);
}

/**
 * Ms on a clock that all processes of this machine share (CLOCK_MONOTONIC and its equivalents): the receiver of a
 * message computes from it how long the message took. Meaningless across machines, and stops during a suspend.
 */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Converts the time `now` of `clock` to `machine`, the clock that all processes of this machine share: ms. */
export function onMachineClock(now: number, clock: Clock, machine: () => number = monotonicMs): number {
  return now + clockOffset(machine, () => clock.now());
}

/** Runs `run` once after `ms`; the returned function cancels that. */
export function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** A message takes milliseconds, or as long as its receiver is stopped. An older time is from another clock: ms. */
const LONGEST_WAY_MS = 60_000;

/**
 * How long a message took that was sent at `sentAt` and read at `now`, both by `monotonicMs`: ms. 0 if the sender has
 * another clock, as in a separate time namespace or on another machine.
 */
export function timeUnderway(sentAt: number, now: number): number {
  const underway = now - sentAt;
  return underway > 0 && underway <= LONGEST_WAY_MS ? underway : 0;
}

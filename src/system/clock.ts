// The machine's clocks as core wants them: monotonic, and counting time spent suspended.
import os from 'node:os';
import type { Clock } from '../core/clock.ts';

/** Gaps between the two clocks up to this many ms are noise: `os.uptime()` moves in steps of 10 ms. */
const SUSPEND_THRESHOLD = 500;
/**
 * `os.uptime()` reads a file, which takes a hundred times as long as the other clocks. It is asked when the wall clock
 * went another way than the monotonic one by so many ms, as it does in a suspend, and once in a while: ms.
 */
const WALL_DRIFT = 50;
const LONGEST_TRUST = 1_000;

export interface ClockSources {
  /** Ms; stands still while the machine is suspended. */
  readonly monotonic: () => number;
  /** Ms since boot; counts suspend. Null where the platform has no such clock that is free of wall-clock steps. */
  readonly uptime: (() => number) | null;
  readonly wall: () => number;
}

const machine: ClockSources = {
  monotonic: monotonicMs,
  // CLOCK_BOOTTIME on Linux. Elsewhere the monotonic clock counts suspend, or uptime follows the wall clock.
  uptime: process.platform === 'linux' ? () => os.uptime() * 1000 : null,
  wall: () => Date.now(),
};

/** A clock of this machine. Notices a suspend at the first reading after it. */
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
        // Read in this order, a pause of this process between the two makes the gap smaller, and no deadline early.
        const gap = uptime() - monotonic() - offset - suspended;
        if (gap > SUSPEND_THRESHOLD) suspended += gap;
      }
      return now + suspended;
    },
    wall,
  };
}

/** Readings of two clocks, of which one may fall into a pause of this process. */
const READINGS = 3;

/**
 * How far the clock `ahead` is before the clock `behind`, which runs as fast: ms. Never less than it is; a pause of this
 * process between two readings makes one of them seem more.
 */
export function clockOffset(ahead: () => number, behind: () => number): number {
  const leads = Array.from({ length: READINGS }, () => {
    const before = behind();
    return ahead() - before;
  });
  return Math.min(...leads);
}

/**
 * Ms on a clock that every process of this machine reads alike (CLOCK_MONOTONIC and its kin): by it the receiver of
 * a message tells how long that was on its way. Says nothing across machines, and stands still while suspended.
 */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** The time `now` of `clock` on the clock that every process of this machine reads alike, by `machine`: ms. */
export function onMachineClock(now: number, clock: Clock, machine: () => number = monotonicMs): number {
  return now + clockOffset(machine, () => clock.now());
}

/** Runs `run` once after `ms`; the returned function takes that back. */
export function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** A message takes milliseconds, or as long as its receiver is stopped. One that seems older used another clock: ms. */
const LONGEST_WAY_MS = 60_000;

/**
 * How long a message that was sent at `sentAt` was on its way, both by `monotonicMs`: ms. 0 where the sender's clock is
 * another one, as in a time namespace of its own or on another machine.
 */
export function timeUnderway(sentAt: number, now: number): number {
  const underway = now - sentAt;
  return underway > 0 && underway <= LONGEST_WAY_MS ? underway : 0;
}

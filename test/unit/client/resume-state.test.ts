// What an asker knows of its deadline is exact, also where the machine takes the processor away in between.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { carryOver, learn, type ResumeState, relearn } from '../../../src/client/resume-state.ts';
import type { Clock } from '../../../src/core/clock.ts';
import { type Countdown, startCountdown } from '../../../src/session/countdown.ts';
import { monotonicMs } from '../../../src/system/clock.ts';

/** How far the clock of the tests is ahead of the machine's: ms. */
const LEAD = 5_000;
/** How long a pause is, and how far off a time may be that is none: ms. */
const PAUSE = 100;
const NEAR = PAUSE / 2;

function stand(): void {
  const until = monotonicMs() + PAUSE;
  while (monotonicMs() < until);
}

/** A clock during whose first `times` readings the process stands still: before it has the time, or after. */
function pausingClock(times: number, when: 'before' | 'after'): { clock: Clock; readings: number[] } {
  const readings: number[] = [];
  const now = () => {
    const isPaused = readings.length < times;
    if (isPaused && when === 'before') stand();
    const reading = monotonicMs() + LEAD;
    readings.push(reading);
    if (isPaused && when === 'after') stand();
    return reading;
  };
  return { clock: { now, wall: Date.now }, readings };
}

const KNOWN: ResumeState = {
  id: 'p0000001',
  port: 1,
  countdown: { opened: 0, deadline: 60_000, revision: 1 },
  opened_at: 0,
  extended_ms: 0,
  holds: 0,
  seen_at: null,
  draft: null,
  requests: [],
  asker_grace_ms: 0,
  code_uses: 0,
};

const SYNC = {
  type: 'sync',
  id: KNOWN.id,
  remaining_ms: 60_000,
  revision: 1,
  extended_ms: 0,
  holds: 0,
  seen_at: null,
  draft: null,
  requests: [],
  asker_grace_ms: 0,
} as const;

const deadlineOf = ({ deadline }: Countdown) => deadline ?? Number.NaN;

function assertNear(moment: number, wanted: number): void {
  assert.ok(Math.abs(moment - wanted) < NEAR, `${moment - wanted} ms off`);
}

describe('what an asker knows', () => {
  for (const [what, sent] of [
    ['an hour behind', -3_600_000],
    ['two minutes behind', -120_000],
    ['ahead', 3_600_000],
  ] as const) {
    test(`a portal whose clock is ${what} is of another clock: its message came at once`, () => {
      const clock: Clock = { now: () => monotonicMs() + LEAD, wall: Date.now };
      const { countdown } = relearn(KNOWN, { ...SYNC, sent_at: monotonicMs() + sent }, clock);
      assertNear(deadlineOf(countdown), clock.now() + 60_000);
    });
  }

  test('when the process stands still while it reads a message, then the time left still holds from when it was sent', () => {
    const sent_at = monotonicMs() - 1_000;
    const { clock } = pausingClock(2, 'before');
    assertNear(deadlineOf(relearn(KNOWN, { ...SYNC, sent_at }, clock).countdown), sent_at + LEAD + 60_000);
    const { clock: another } = pausingClock(2, 'before');
    const opened = {
      url: 'http://127.0.0.1:1/',
      settled: false,
      created: true,
      open_url: null,
      unreached: false,
      sent_at,
    } as const;
    const known = learn({ ...KNOWN, ...SYNC, ...opened, type: 'opened' }, null, another);
    assertNear(known.countdown.opened, sent_at + LEAD);
  });

  test('when the process stands still while it writes down the time left, then that is of the moment that it says', () => {
    const { clock, readings } = pausingClock(1, 'after');
    const { remaining_ms, sent_at } = carryOver(
      { ...KNOWN, countdown: startCountdown(SYNC, 0, monotonicMs() + LEAD) },
      clock,
    );
    assertNear((sent_at ?? Number.NaN) + LEAD, readings[0] ?? Number.NaN);
    assertNear(remaining_ms ?? Number.NaN, 60_000);
  });

  test('when a message says that it was sent later than it is now, then it was sent now', () => {
    const { clock } = pausingClock(0, 'before');
    const { countdown } = relearn(KNOWN, { ...SYNC, sent_at: monotonicMs() + 10_000 }, clock);
    assert.ok(deadlineOf(countdown) <= clock.now() + 60_000);
  });
});

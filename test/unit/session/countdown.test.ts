// Counting down from the portal's last report.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { monotonicTimeOf, nearerCountdown, startCountdown, timeLeft } from '../../../src/session/countdown.ts';
import { FakeClock } from '../../helpers/clock.ts';

const report = (remaining_ms: number | null, revision = 1) => ({ remaining_ms, revision });

describe('timeLeft', () => {
  const countdown = startCountdown(report(60_000), 5_000, 5_000);

  test('when time passes, then it goes down with the clock of this process', () => {
    assert.equal(timeLeft(countdown, 5_000), 60_000);
    assert.equal(timeLeft(countdown, 15_500), 49_500);
  });

  test('when the deadline has passed, then it stays at zero', () => {
    assert.equal(timeLeft(countdown, 1_000_000), 0);
  });

  test('when there is no deadline, then there is no time left', () => {
    assert.equal(timeLeft(startCountdown(report(null), 0, 5_000), 9_000), null);
  });
});

describe('nearerCountdown', () => {
  const before = startCountdown(report(60_000), 1_000, 1_000);
  /** What arrives 5 s later. */
  const later = (remaining_ms: number | null, revision = 1) =>
    startCountdown(report(remaining_ms, revision), 1_000, 6_000);

  test('when a report of the same deadline comes late, then the deadline stays the nearer one', () => {
    assert.equal(nearerCountdown(before, later(55_200)), before);
  });

  test('when the earlier report was the late one, then the later one counts', () => {
    const after = later(54_800);
    assert.equal(nearerCountdown(before, after), after);
  });

  test('when the deadline was moved, then the later report counts, wherever it went', () => {
    for (const after of [later(115_000, 2), later(20_000, 2), later(null)])
      assert.equal(nearerCountdown(before, after), after);
    assert.equal(nearerCountdown(null, before), before);
  });
});

test('monotonicTimeOf: a wall clock that is behind the portal’s gives now, never a time to come', () => {
  const clock = new FakeClock(5_000, 100_000);
  assert.deepEqual(
    [70_000, 999_000].map((opened_at) => monotonicTimeOf(opened_at, clock)),
    [-25_000, 5_000],
  );
});

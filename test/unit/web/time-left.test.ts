// Counting down from the portal's last word.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { crossedMoment, fractionLeft, isUrgent, takeReading, timeLeft } from '../../../web/models/time-left.ts';
import { FakeClock } from '../../helpers/clock.ts';

describe('timeLeft', () => {
  const clock = new FakeClock(5_000, 100_000);
  const reading = takeReading(60_000, 100_000, clock);

  test('when time passes, then it goes down with this page’s own clock', () => {
    assert.equal(timeLeft(reading, 5_000), 60_000);
    assert.equal(timeLeft(reading, 15_500), 49_500);
  });

  test('when the deadline has passed, then it stays at zero', () => {
    assert.equal(timeLeft(reading, 1_000_000), 0);
  });

  test('when there is no deadline, then there is no time left to tell', () => {
    assert.equal(timeLeft(takeReading(null, 0, clock), 9_000), null);
  });
});

describe('fractionLeft', () => {
  const clock = new FakeClock(0, 130_000);

  test('when half of the time since registration is over, then half is left, in every tab alike', () => {
    const reading = takeReading(30_000, 100_000, clock);
    assert.equal(fractionLeft(reading, 0), 0.5);
    assert.equal(fractionLeft(reading, 15_000), 0.25);
  });

  test('when the portal’s wall clock is ahead of this page’s, then the ring is full, not more', () => {
    assert.equal(fractionLeft(takeReading(30_000, 999_000, clock), 0), 1);
  });

  test('when there is no deadline, then the ring is full; when no time is left, then it is empty', () => {
    assert.equal(fractionLeft(takeReading(null, 100_000, clock), 0), 1);
    assert.equal(fractionLeft(takeReading(0, 130_000, clock), 0), 0);
  });
});

test('isUrgent: below ten seconds only', () => {
  assert.deepEqual([null, 10_000, 9_999, 0].map(isUrgent), [false, false, true, true]);
});

describe('crossedMoment', () => {
  const cases: [string, number | null, number | null, number | null][] = [
    ['a minute is reached', 60_001, 60_000, 60_000],
    ['half a minute is passed', 31_000, 29_900, 30_000],
    ['several are passed at once, as after a sleep', 90_000, 9_000, 10_000],
    ['time was added', 5_000, 65_000, null],
    ['nothing lies between', 29_000, 28_000, null],
    ['it is the first look', null, 9_000, null],
    ['it is over', 11_000, 0, null],
  ];
  for (const [when, before, after, moment] of cases) {
    test(`when ${when}, then ${moment ?? 'nothing'} is said`, () => assert.equal(crossedMoment(before, after), moment));
  }
});

// Counting down from the portal's last word.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  arcLeft,
  fractionLeft,
  isUrgent,
  nearerReading,
  takeReading,
  timeLeft,
  untilNextLook,
} from '../../../web/prompt/time-left.ts';
import { FakeClock } from '../../helpers/clock.ts';

const told = (remaining_ms: number | null, revision = 1) => ({ remaining_ms, revision });

describe('timeLeft', () => {
  const clock = new FakeClock(5_000, 100_000);
  const reading = takeReading(told(60_000), 100_000, clock);

  test('when time passes, then it goes down with this page’s own clock', () => {
    assert.equal(timeLeft(reading, 5_000), 60_000);
    assert.equal(timeLeft(reading, 15_500), 49_500);
  });

  test('when the deadline has passed, then it stays at zero', () => {
    assert.equal(timeLeft(reading, 1_000_000), 0);
  });

  test('when there is no deadline, then there is no time left to tell', () => {
    assert.equal(timeLeft(takeReading(told(null), 0, clock), 9_000), null);
  });
});

describe('untilNextLook', () => {
  const clock = new FakeClock(0, 100_000);
  const reading = takeReading(told(60_300), 100_000, clock);

  test('when only the digits change, then they are drawn as their second ends, and not before', () => {
    assert.equal(untilNextLook(reading, 0, false), 300);
    assert.equal(untilNextLook(reading, 300, false), 1_000);
    assert.equal(untilNextLook(reading, 60_200, false), 100);
  });

  test('when the arc moves too, then it is drawn where its end would be seen to move, four times a second at most', () => {
    for (const [span_ms, most] of [
      [2_000, 4],
      [60_000, 4],
      [300_000, 4],
      [3_600_000, 1],
    ] as const) {
      const told = { ...reading, remaining_ms: span_ms, span_ms };
      let looks = 0;
      for (let now = 0; now < 1_000; now += untilNextLook(told, now, true)) looks += 1;
      assert.ok(looks <= most + 1, `${looks} looks a second of ${span_ms} ms`);
      const places = new Set(Array.from({ length: 100 }, (_, index) => arcLeft(told, index * 10)));
      assert.ok(places.size <= most + 1, `${places.size} places a second of ${span_ms} ms`);
      assert.equal(arcLeft(told, 0), 1);
      assert.equal(arcLeft(told, span_ms), 0);
      assert.ok(Math.abs(arcLeft(told, span_ms / 3) - 2 / 3) < Math.max(250 / span_ms, 0.001));
    }
  });

  test('when there is no deadline, or it has passed, then looks are rare', () => {
    assert.equal(untilNextLook(takeReading(told(null), 0, clock), 9_000, true), 1_000);
    assert.ok(untilNextLook(reading, 100_000, true) >= 40);
  });
});

describe('nearerReading', () => {
  const clock = new FakeClock(1_000, 100_000);
  const before = takeReading(told(60_000), 100_000, clock);
  /** What the page hears 5 s later. */
  const hear = (remaining_ms: number | null, revision = 1) =>
    takeReading(told(remaining_ms, revision), 100_000, new FakeClock(6_000, 105_000));

  test('when the same is heard with a delay, then the deadline stays the nearer one', () => {
    assert.equal(nearerReading(before, hear(55_200)), before);
  });

  test('when the earlier word was the delayed one, then the later one counts', () => {
    const after = hear(54_800);
    assert.equal(nearerReading(before, after), after);
  });

  test('when the deadline was moved, then the later word counts, wherever it went', () => {
    for (const after of [hear(115_000, 2), hear(20_000, 2), hear(null)])
      assert.equal(nearerReading(before, after), after);
    assert.equal(nearerReading(null, before), before);
  });
});

describe('fractionLeft', () => {
  const clock = new FakeClock(0, 130_000);

  test('when half of the time since registration is over, then half is left, in every tab alike', () => {
    const reading = takeReading(told(30_000), 100_000, clock);
    assert.equal(fractionLeft(reading, 0), 0.5);
    assert.equal(fractionLeft(reading, 15_000), 0.25);
  });

  test('when the portal’s wall clock is ahead of this page’s, then the ring is full, not more', () => {
    assert.equal(fractionLeft(takeReading(told(30_000), 999_000, clock), 0), 1);
  });

  test('when there is no deadline, then the ring is full; when no time is left, then it is empty', () => {
    assert.equal(fractionLeft(takeReading(told(null), 100_000, clock), 0), 1);
    assert.equal(fractionLeft(takeReading(told(0), 130_000, clock), 0), 0);
  });
});

test('isUrgent: below ten seconds only', () => {
  assert.deepEqual([null, 10_000, 9_999, 0].map(isUrgent), [false, false, true, true]);
});

// How a countdown is drawn.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Countdown, startCountdown } from '../../../src/session/countdown.ts';
import { arcLeft, fractionLeft, isUrgent, untilNextLook } from '../../../web/prompt/time-left.ts';

/** Of a prompt that was registered `age` ms before 0, with this much left at 0. */
const countdown = (remaining_ms: number | null, age = 0): Countdown =>
  startCountdown({ remaining_ms, revision: 1 }, -age, 0);

describe('untilNextLook', () => {
  const minute = countdown(60_300);

  test('when only the digits change, then they are drawn as their second ends, and not before', () => {
    assert.equal(untilNextLook(minute, 0, false), 300);
    assert.equal(untilNextLook(minute, 300, false), 1_000);
    assert.equal(untilNextLook(minute, 60_200, false), 100);
  });

  test('when the arc moves too, then it is drawn where its end would be seen to move, four times a second at most', () => {
    for (const [span_ms, most] of [
      [2_000, 4],
      [60_000, 4],
      [300_000, 4],
      [3_600_000, 1],
    ] as const) {
      const told = countdown(span_ms);
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
    assert.equal(untilNextLook(countdown(null), 9_000, true), 1_000);
    assert.ok(untilNextLook(minute, 100_000, true) >= 40);
  });
});

describe('fractionLeft', () => {
  test('when half of the time since registration is over, then half is left, in every tab alike', () => {
    const half = countdown(30_000, 30_000);
    assert.equal(fractionLeft(half, 0), 0.5);
    assert.equal(fractionLeft(half, 15_000), 0.25);
  });

  test('when there is no deadline, then the ring is full; when no time is left, then it is empty', () => {
    assert.equal(fractionLeft(countdown(null, 30_000), 0), 1);
    assert.equal(fractionLeft(countdown(0), 0), 0);
  });
});

test('isUrgent: below ten seconds only', () => {
  assert.deepEqual([null, 10_000, 9_999, 0].map(isUrgent), [false, false, true, true]);
});

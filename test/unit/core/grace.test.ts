// Grace: input counts once a prompt has been on view and quiet.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  graceLeft,
  hideGrace,
  PAGE_GRACE_MS,
  startGrace,
  TERMINAL_GRACE_MS,
  takeInput,
} from '../../../src/core/grace.ts';
import { FakeClock } from '../../helpers/clock.ts';

describe('grace', () => {
  test('the page waits 500 ms, the terminal 300 ms', () => {
    assert.deepEqual([PAGE_GRACE_MS, TERMINAL_GRACE_MS], [500, 300]);
  });

  test('input counts from the moment the prompt has been quiet for the whole duration', () => {
    const clock = new FakeClock();
    const grace = startGrace(500, clock.now());
    clock.advance(499.9);
    assert.equal(takeInput(grace, clock.now()).counts, false);
    clock.advance(0.1);
    assert.equal(takeInput(grace, clock.now()).counts, true);
  });

  test('input that does not count starts the quiet over', () => {
    const clock = new FakeClock();
    let grace = startGrace(500, clock.now());
    for (let key = 0; key < 5; key += 1) {
      clock.advance(400);
      const taken = takeInput(grace, clock.now());
      assert.equal(taken.counts, false);
      grace = taken.grace;
    }
    assert.equal(graceLeft(grace, clock.now()), 500);
    clock.advance(500);
    assert.equal(takeInput(grace, clock.now()).counts, true);
  });

  test('once input counts, fast input goes on counting', () => {
    let grace = startGrace(500, 0);
    for (const now of [500, 501, 502]) {
      const taken = takeInput(grace, now);
      assert.equal(taken.counts, true);
      grace = taken.grace;
    }
  });

  test('nothing counts while the prompt is not on view, and the whole duration is waited for after that', () => {
    const hidden = hideGrace(startGrace(500, 0));
    assert.equal(graceLeft(hidden, 10_000), Number.POSITIVE_INFINITY);
    assert.deepEqual(takeInput(hidden, 10_000), { counts: false, grace: hidden });
    assert.equal(graceLeft(startGrace(hidden.duration, 10_000), 10_100), 400);
  });

  test('with a duration of 0, the first input counts', () => {
    assert.equal(takeInput(startGrace(0, 7), 7).counts, true);
  });
});

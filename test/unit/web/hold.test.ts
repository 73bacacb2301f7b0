// Holding a button: long enough counts, once; anything else does not.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { HOLD_MS, HoldModel } from '../../../web/prompt/hold.ts';
import { FakeEnvironment } from './fakes.ts';

describe('HoldModel', () => {
  let environment: FakeEnvironment;
  let done: number;
  let hold: HoldModel;

  beforeEach(() => {
    environment = new FakeEnvironment();
    done = 0;
    hold = new HoldModel(environment, () => {
      done += 1;
    });
  });

  test('when it is held long enough, then it counts once, also when the key repeats', () => {
    hold.press();
    environment.pass(HOLD_MS / 2);
    hold.press();
    assert.equal(hold.holding.value, true);
    environment.pass(HOLD_MS / 2);
    assert.deepEqual([done, hold.holding.value], [1, false]);
    environment.pass(10_000);
    hold.release();
    assert.equal(done, 1);
  });

  test('when it is released a moment too early, then nothing happens, and the next press starts over', () => {
    hold.press();
    environment.pass(HOLD_MS - 1);
    hold.release();
    environment.pass(10_000);
    assert.equal(done, 0);
    hold.press();
    environment.pass(HOLD_MS - 1);
    assert.equal(done, 0);
    environment.pass(1);
    assert.equal(done, 1);
  });
});

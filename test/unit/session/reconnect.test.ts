// When a lost connection is made again.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Reconnect } from '../../../src/session/reconnect.ts';
import { FakeEnvironment } from '../web/fakes.ts';

describe('Reconnect', () => {
  let environment: FakeEnvironment;
  let reconnect: Reconnect;
  let attempts: number;
  let chance: number;

  beforeEach(() => {
    environment = new FakeEnvironment();
    attempts = 0;
    chance = 1;
    reconnect = new Reconnect({
      connect: () => {
        attempts += 1;
      },
      firstWaitMs: 50,
      longestWaitMs: 1_000,
      now: () => environment.clock.now(),
      after: (ms, run) => environment.after(ms, run),
      random: () => chance,
    });
  });

  /** Ms until the next attempt. */
  function waited(): number {
    const before = attempts;
    const from = environment.clock.now();
    while (attempts === before) environment.pass(1);
    return environment.clock.now() - from;
  }

  function fail(): number {
    reconnect.lost();
    return waited();
  }

  test('when attempts keep failing, then each wait is twice as long as the one before, up to the longest', () => {
    assert.deepEqual(Array.from({ length: 7 }, fail), [50, 100, 200, 400, 800, 1_000, 1_000]);
  });

  test('when chance has it, then a wait is shorter by up to half', () => {
    chance = 0;
    assert.deepEqual([fail(), fail()], [25, 50]);
  });

  test('when a connection lasted, then the next one is made at once, and waits begin again', () => {
    fail();
    fail();
    reconnect.opened();
    environment.pass(1_000);
    reconnect.lost();
    environment.pass(0);
    assert.equal(attempts, 3);
    assert.equal(fail(), 50);
  });

  test('when connections open and break at once, then the waits grow all the same', () => {
    reconnect.opened();
    assert.equal(fail(), 50);
    reconnect.opened();
    environment.pass(999);
    assert.equal(fail(), 100);
  });

  test('when it is hurried, then a wait ends; without a wait nothing happens', () => {
    reconnect.hurry();
    assert.equal(attempts, 0);
    reconnect.lost();
    reconnect.hurry();
    environment.pass(1_000);
    assert.equal(attempts, 1);
  });

  test('when the loss is reported twice, then one attempt follows', () => {
    reconnect.lost();
    reconnect.lost();
    environment.pass(1_000);
    assert.equal(attempts, 1);
  });

  test('when it is stopped, then no attempt follows, whatever is lost later', () => {
    reconnect.lost();
    reconnect.stop();
    reconnect.lost();
    environment.pass(60_000);
    assert.equal(attempts, 0);
  });
});

// The two timers of a portal: the next deadline, and leaving when nobody needs it.

import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { MemoryRegistry } from '../../../src/core/memory-registry.ts';
import type { Prompt } from '../../../src/core/prompt.ts';
import { IdleWatch } from '../../../src/portal/idle.ts';
import { Scheduler } from '../../../src/portal/scheduler.ts';
import { FakeClock } from '../../helpers/clock.ts';
import { makeSpec } from '../../helpers/prompts.ts';
import { noRecorder } from '../../helpers/recorder.ts';
import { drainMicrotasks } from '../../helpers/turns.ts';

class Fixture {
  readonly clock = new FakeClock();
  readonly settled: [id: string, at: number][] = [];
  readonly registry: MemoryRegistry;
  readonly scheduler: Scheduler;
  readonly #t: TestContext;

  constructor(t: TestContext, settle: (id: string) => Promise<boolean> = async () => true) {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    this.#t = t;
    const recorder = { ...noRecorder, settled: ({ id }: Prompt) => settle(id) };
    this.registry = new MemoryRegistry({ clock: this.clock, recorder, nextTurn: (flush) => setImmediate(flush) });
    this.registry.subscribe(({ type, prompt }) => {
      if (type === 'settled') this.settled.push([prompt.id, this.clock.now()]);
    });
    this.scheduler = new Scheduler(this.registry, this.clock);
    t.after(() => this.scheduler.stop());
  }

  async open(id: string, timeout_ms: number | null): Promise<void> {
    await this.registry.open({ id, spec: makeSpec({ timeout_ms }) });
    await drainMicrotasks();
  }

  /** Lets `ms` pass on the clock and, unless the machine sleeps, on the timers. */
  async pass(ms: number, timers = ms): Promise<void> {
    this.clock.advance(ms);
    this.#t.mock.timers.tick(timers);
    // The end of a turn for the flush of the registry, and one more for what it leads to.
    await drainMicrotasks();
    await drainMicrotasks();
  }
}

describe('the scheduler', () => {
  test('when deadlines pass, then each prompt settles at its own and never before', async (t) => {
    const fixture = new Fixture(t);
    await fixture.open('later', 5_000);
    await fixture.open('sooner', 1_500);
    await fixture.open('never', null);
    for (let ms = 0; ms < 6_000; ms += 100) await fixture.pass(100);
    assert.deepEqual(fixture.settled, [
      ['sooner', 2_500],
      ['later', 6_000],
    ]);
  });

  test('when an outcome takes long to be recorded, then the deadlines after it are kept all the same', async (t) => {
    let record = (_logged: boolean) => {};
    const slow = new Promise<boolean>((resolve) => {
      record = resolve;
    });
    const fixture = new Fixture(t, async (id) => (id === 'slow' ? slow : true));
    await fixture.open('slow', 1_000);
    await fixture.open('after', 1_500);
    for (let ms = 0; ms < 2_000; ms += 100) await fixture.pass(100);
    assert.deepEqual(fixture.settled, [['after', 2_500]]);
    record(true);
    await fixture.pass(0);
    assert.deepEqual(fixture.settled.at(-1), ['slow', 3_000]);
  });

  test('when a timer fires a little early, then the prompt stays open until its deadline', async (t) => {
    const fixture = new Fixture(t);
    await fixture.open('prompt', 1_000);
    await fixture.pass(999, 1_000);
    assert.deepEqual(fixture.settled, []);
    await fixture.pass(1);
    assert.deepEqual(fixture.settled, [['prompt', 2_000]]);
  });

  test('when a deadline is a month away, then no timer is set for more than 1 s', async (t) => {
    const fixture = new Fixture(t);
    const set = t.mock.method(globalThis, 'setTimeout');
    await fixture.open('prompt', 30 * 24 * 3_600_000);
    await fixture.pass(1_000);
    await fixture.pass(1_000);
    const delays = set.mock.calls.map((call) => call.arguments[1]);
    assert.ok(
      delays.length >= 3 && delays.every((delay) => delay !== undefined && delay > 0 && delay <= 1_000),
      `${delays}`,
    );
    assert.deepEqual(fixture.settled, []);
  });

  test('when the machine was suspended, then what is due settles within 1 s of waking', async (t) => {
    const fixture = new Fixture(t);
    await fixture.open('prompt', 3_600_000);
    await fixture.pass(7_200_000, 0);
    await fixture.pass(1_000);
    assert.deepEqual(fixture.settled, [['prompt', 7_202_000]]);
  });

  test('when a deadline is brought forward, then the new one counts', async (t) => {
    const fixture = new Fixture(t);
    await fixture.open('prompt', 60_000);
    await Promise.all([
      fixture.registry.apply('prompt', {
        type: 'update_timeout',
        request_id: 'r1',
        by: 'browser',
        remaining_ms: 1_200,
      }),
      drainMicrotasks(),
    ]);
    await fixture.pass(1_000);
    assert.deepEqual(fixture.settled, []);
    await fixture.pass(200);
    assert.deepEqual(fixture.settled, [['prompt', 2_200]]);
  });

  test('when it is stopped, then nothing settles any more', async (t) => {
    const fixture = new Fixture(t);
    await fixture.open('prompt', 1_000);
    fixture.scheduler.stop();
    await fixture.open('another', 1_000);
    await fixture.pass(10_000);
    assert.deepEqual(fixture.settled, []);
  });
});

describe('leaving when idle', () => {
  function makeWatch(t: TestContext, isBusy: () => boolean): { watch: IdleWatch; left: () => number } {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    let count = 0;
    const leave = () => {
      count += 1;
    };
    return { watch: new IdleWatch({ delay: 60_000, isBusy, leave }), left: () => count };
  }

  test('when nothing happens for the whole delay, then it leaves, once', (t) => {
    const { left } = makeWatch(t, () => false);
    t.mock.timers.tick(59_999);
    assert.equal(left(), 0);
    t.mock.timers.tick(1);
    t.mock.timers.tick(600_000);
    assert.equal(left(), 1);
  });

  test('when something changes, then the delay starts over', (t) => {
    const { watch, left } = makeWatch(t, () => false);
    for (let touch = 0; touch < 5; touch += 1) {
      t.mock.timers.tick(59_999);
      watch.touch();
    }
    assert.equal(left(), 0);
    t.mock.timers.tick(60_000);
    assert.equal(left(), 1);
  });

  test('when somebody is there at the end of the delay, then it stays and looks again', (t) => {
    let busy = true;
    const { left } = makeWatch(t, () => busy);
    t.mock.timers.tick(180_000);
    assert.equal(left(), 0);
    busy = false;
    t.mock.timers.tick(60_000);
    assert.equal(left(), 1);
  });

  test('when it is stopped, then a late change does not start it again', (t) => {
    const { watch, left } = makeWatch(t, () => false);
    watch.stop();
    watch.touch();
    t.mock.timers.tick(600_000);
    assert.equal(left(), 0);
  });
});

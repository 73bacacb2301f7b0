// The machine's clock: monotonic, blind to wall-clock steps, and aware of time spent suspended.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ClockSources, systemClock } from '../../../src/system/clock.ts';

class FakeMachine {
  monotonic = 5_000;
  uptime = 905_003;
  wall = 1_000_000;

  sources(hasUptime = true): ClockSources {
    return {
      monotonic: () => this.monotonic,
      // As the kernel tells it: in steps of 10 ms.
      uptime: hasUptime ? () => Math.floor(this.uptime / 10) * 10 : null,
      wall: () => this.wall,
    };
  }

  run(ms: number): void {
    this.monotonic += ms;
    this.uptime += ms;
    this.wall += ms;
  }

  suspend(ms: number): void {
    this.uptime += ms;
    this.wall += ms;
  }
}

describe('the system clock', () => {
  test('when the machine runs, then it shows the monotonic clock, whatever the steps of the other', () => {
    const machine = new FakeMachine();
    const clock = systemClock(machine.sources());
    for (const ms of [0.25, 3, 7, 9.75, 1_000, 86_400_000]) {
      machine.run(ms);
      assert.equal(clock.now(), machine.monotonic);
    }
  });

  test('when the machine was suspended, then the time counts at the first reading, each time', () => {
    const machine = new FakeMachine();
    const clock = systemClock(machine.sources());
    const before = clock.now();
    for (const total of [60_000, 120_000, 180_000]) {
      machine.suspend(60_000);
      const passed = clock.now() - before;
      assert.ok(Math.abs(passed - total) <= 20, `${passed} of ${total}`);
      assert.equal(clock.now() - before, passed, 'a suspend is counted once');
    }
    const woken = clock.now();
    machine.run(100);
    assert.equal(clock.now() - woken, 100);
  });

  for (const [moment, side] of [
    ['as it starts', 'before'],
    ['as it starts', 'after'],
    ['later', 'before'],
    ['later', 'after'],
  ] as const) {
    test(`when this process stands still right ${side} its look at the second clock, ${moment}, then that is no suspend`, () => {
      const machine = new FakeMachine();
      const { uptime, ...sources } = machine.sources();
      let isToPause = moment === 'as it starts';
      const pausing = () => {
        const early = uptime?.() ?? 0;
        if (isToPause) machine.run(2_000);
        const late = uptime?.() ?? 0;
        isToPause = false;
        return side === 'before' ? late : early;
      };
      const clock = systemClock({ ...sources, uptime: pausing });
      isToPause = true;
      for (let looks = 0; looks < 3; looks += 1) {
        machine.run(1_100);
        assert.equal(clock.now() <= machine.monotonic, true, `${clock.now() - machine.monotonic} ms ahead`);
      }
      machine.suspend(60_000);
      const ahead = clock.now() - machine.monotonic;
      assert.ok(ahead > 59_900 && ahead <= 60_000, `${ahead}`);
    });
  }

  test('when the gap is small, then it is noise', () => {
    const machine = new FakeMachine();
    const clock = systemClock(machine.sources());
    machine.suspend(490);
    assert.equal(clock.now(), machine.monotonic);
  });

  test('when the wall clock steps, then now stands still and wall follows', () => {
    const machine = new FakeMachine();
    const clock = systemClock(machine.sources());
    const before = clock.now();
    machine.wall -= 7_200_000;
    assert.deepEqual([clock.now(), clock.wall()], [before, machine.wall]);
  });

  test('when the platform has no such second clock, then the monotonic one is taken as it is', () => {
    const machine = new FakeMachine();
    const clock = systemClock(machine.sources(false));
    machine.suspend(60_000);
    assert.equal(clock.now(), machine.monotonic);
  });

  test('when random steps and suspends mix, then it never goes back', () => {
    const machine = new FakeMachine();
    const clock = systemClock(machine.sources());
    let last = clock.now();
    for (let step = 1; step < 2_000; step += 1) {
      if (step % 7 === 0) machine.suspend((step * 37) % 3_000);
      else machine.run((step * 13) % 29);
      const now = clock.now();
      assert.ok(now >= last);
      last = now;
    }
  });

  test('when the real machine is asked twice, then time has not gone back', () => {
    const clock = systemClock();
    const first = clock.now();
    assert.ok(clock.now() >= first);
    assert.ok(Math.abs(clock.wall() - Date.now()) < 1_000);
  });
});

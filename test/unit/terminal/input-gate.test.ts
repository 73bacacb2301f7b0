// When keys begin to count in a terminal.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { InputGate } from '../../../src/terminal/input-gate.ts';
import { FakeClock } from '../../helpers/clock.ts';

/** A gate whose time is moved by hand. */
function openGate(duration = 300) {
  const clock = new FakeClock();
  let waiting: { readonly at: number; readonly due: () => void; readonly read: () => void } | null = null;
  const gate = new InputGate(clock, duration, (ms, due, read) => {
    const mine = { at: clock.now() + ms, due, read };
    waiting = mine;
    return () => {
      if (waiting === mine) waiting = null;
    };
  });
  gate.open();
  const pass = (ms: number) => {
    clock.advance(ms);
    const { at, due, read } = waiting ?? { at: Number.POSITIVE_INFINITY, due() {}, read() {} };
    if (at > clock.now()) return;
    waiting = null;
    due();
    read();
  };
  /** Time in which this process does not run. */
  const stall = (ms: number) => clock.advance(ms);
  return { gate, pass, stall };
}

describe('InputGate', () => {
  test('when a key comes within the grace, then it is dropped and the grace begins over', () => {
    const { gate, pass } = openGate();
    pass(290);
    assert.equal(gate.take(1), 'dropped');
    pass(290);
    assert.equal(gate.take(1), 'dropped');
    pass(320);
    assert.equal(gate.take(1), 'typed');
  });

  test('when Enter is held down, then it never counts', () => {
    const { gate, pass } = openGate();
    for (let press = 0; press < 100; press += 1) {
      pass(30);
      assert.equal(gate.take(1), 'dropped');
    }
  });

  test('when the process stood still, then what was typed meanwhile is dropped', () => {
    const { gate, pass, stall } = openGate();
    stall(5_000);
    assert.equal(gate.take(1), 'dropped');
    pass(320);
    assert.equal(gate.take(1), 'typed');
  });

  test('when many keys come in one read, then they are a burst', () => {
    const { gate, pass } = openGate();
    pass(320);
    assert.deepEqual([gate.take(2), gate.take(1)], ['burst', 'typed']);
  });

  test('when a long paste is cut, then its last key is a part of it', () => {
    const { gate, pass } = openGate();
    pass(320);
    assert.deepEqual([gate.take(4_095), gate.take(1)], ['burst', 'burst']);
    pass(60);
    assert.equal(gate.take(1), 'typed');
  });

  test('when something else is drawn, then the grace begins over', () => {
    const { gate, pass } = openGate();
    pass(320);
    gate.close();
    assert.equal(gate.take(1), 'dropped');
    pass(1_000);
    gate.open();
    assert.equal(gate.take(1), 'dropped');
    pass(320);
    assert.equal(gate.take(1), 'typed');
  });

  test('when there is no grace, then all counts at once', () => {
    const { gate } = openGate(0);
    assert.deepEqual([gate.take(1), gate.take(9)], ['typed', 'typed']);
  });
});

// Drafts of one surface and of all others: told in time, and never lost to one another.
import assert from 'node:assert/strict';
import { describe, mock, type TestContext, test } from 'node:test';
import type { Answer, Draft } from '../../../src/core/prompt.ts';
import { DraftSync } from '../../../src/session/draft-sync.ts';

const a: Draft = { values: ['a'] };
const b: Draft = { values: ['b'] };
const c: Draft = { values: ['c'] };

function startSync(t: TestContext) {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const sent: Answer[] = [];
  const line = { isUp: true };
  const sync = new DraftSync({
    count: (draft) => draft,
    send(answer) {
      if (line.isUp) sent.push(answer);
      return line.isUp;
    },
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  return { sync, sent, line };
}

describe('DraftSync', () => {
  test('when changes follow each other, then the first is told at once and the last after 150 ms', (t) => {
    const { sync, sent } = startSync(t);
    for (const draft of [a, b, c]) sync.change(draft);
    assert.deepEqual(sent, [a]);
    mock.timers.tick(149);
    assert.deepEqual(sent, [a]);
    mock.timers.tick(1);
    assert.deepEqual(sent, [a, c]);
    mock.timers.tick(1_000);
    assert.deepEqual(sent, [a, c]);
  });

  test('when another tab picked, then its draft is taken over', (t) => {
    const { sync } = startSync(t);
    assert.equal(sync.receive(a, b, false), b);
    assert.equal(sync.receive(b, b, false), null);
  });

  test('when an own change has not come back yet, then older drafts are not taken over', (t) => {
    const { sync } = startSync(t);
    sync.change(b);
    assert.equal(sync.receive(b, a, false), null);
    assert.equal(sync.receive(b, b, false), null);
    assert.equal(sync.receive(b, c, false), c);
  });

  test('when the echo of an own change never comes, then others count again after 2 s', (t) => {
    const { sync } = startSync(t);
    sync.change(b);
    mock.timers.tick(2_000);
    assert.equal(sync.receive(b, a, false), a);
  });

  test('when a change could not be sent, then it is told on the next connection', (t) => {
    const { sync, sent, line } = startSync(t);
    line.isUp = false;
    sync.change(b);
    line.isUp = true;
    assert.equal(sync.receive(b, a, true), null);
    assert.deepEqual(sent, [b]);
  });

  test('when a new portal never had the draft, then it is told again', (t) => {
    const { sync, sent } = startSync(t);
    sync.change(b);
    sync.receive(b, b, false);
    sync.receive(b, null, true);
    assert.deepEqual(sent, [b, b]);
  });

  test('when a new portal never had the draft of another tab, then it is told of it', (t) => {
    const { sync, sent } = startSync(t);
    assert.equal(sync.receive(a, b, true), b);
    sync.receive(b, null, true);
    assert.deepEqual(sent, [b]);
  });

  test('when it is stopped, then nothing is sent any more', (t) => {
    const { sync, sent } = startSync(t);
    sync.change(a);
    sync.change(b);
    sync.stop();
    mock.timers.tick(1_000);
    assert.deepEqual(sent, [a]);
  });
});

// A part of the page that is loaded later: asked for again while the portal may be on its way back.
import assert from 'node:assert/strict';
import { mock, type TestContext, test } from 'node:test';
import { Chunk } from '../../../web/chunk.ts';

/** A chunk whose first `failures` attempts fail. Gives how many there were. */
function makeChunk(t: TestContext, failures: number) {
  mock.timers.enable({ apis: ['setTimeout'] });
  const warn = mock.method(console, 'warn', () => {});
  t.after(() => {
    mock.timers.reset();
    warn.mock.restore();
  });
  let attempts = 0;
  const chunk = new Chunk(async () => {
    attempts += 1;
    if (attempts <= failures) throw new Error('no portal');
    return 'part';
  });
  const pass = async (ms: number) => {
    mock.timers.tick(ms);
    // What a failed attempt leads to.
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { chunk, pass, attempts: () => attempts, warnings: () => warn.mock.callCount() };
}

test('when the portal is away for a while, then the part comes once it is back, without a word', async (t) => {
  const { chunk, pass, warnings } = makeChunk(t, 2);
  chunk.load();
  await pass(0);
  await pass(1_000);
  assert.equal(chunk.state.value.status, 'loading');
  await pass(2_000);
  assert.deepEqual(chunk.state.value, { status: 'ready', module: 'part' });
  assert.equal(warnings(), 0);
});

test('when the part never comes, then that is said in the end', async (t) => {
  const { chunk, pass, attempts, warnings } = makeChunk(t, Number.POSITIVE_INFINITY);
  chunk.load();
  for (const ms of [0, 1_000, 2_000, 4_000, 60_000]) await pass(ms);
  assert.deepEqual([chunk.state.value.status, attempts(), warnings()], ['failed', 4, 1]);
});

test('when it is asked for again, then it is loaded once', async (t) => {
  const { chunk, pass, attempts } = makeChunk(t, 0);
  chunk.load();
  chunk.load();
  await pass(0);
  chunk.load();
  assert.deepEqual([chunk.state.value.status, attempts()], ['ready', 1]);
});

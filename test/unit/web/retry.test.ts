// Requests are sent again while the portal may be on its way back.
import assert from 'node:assert/strict';
import { mock, type TestContext, test } from 'node:test';
import { retry } from '../../../web/shell/retry.ts';

/** Retries an attempt that fails the first `failures` times. */
function start(t: TestContext, failures: number) {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  let attempts = 0;
  const result = retry(async () => {
    attempts += 1;
    if (attempts <= failures) throw new Error('no portal');
    return 'part';
  });
  const pass = async (ms: number) => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    mock.timers.tick(ms);
  };
  return { result, pass, attempts: () => attempts };
}

test('an attempt that succeeds is the only one', async (t) => {
  const { result, attempts } = start(t, 0);
  assert.deepEqual([await result, attempts()], ['part', 1]);
});

test('a portal that comes back within the pauses is asked again', async (t) => {
  const { result, pass, attempts } = start(t, 2);
  for (const ms of [1_000, 2_000]) await pass(ms);
  assert.deepEqual([await result, attempts()], ['part', 3]);
});

test('after the last pause the error of the last attempt remains', async (t) => {
  const { result, pass, attempts } = start(t, Number.POSITIVE_INFINITY);
  const failed = assert.rejects(result, /no portal/);
  for (const ms of [1_000, 2_000, 4_000]) await pass(ms);
  await failed;
  assert.equal(attempts(), 4);
});

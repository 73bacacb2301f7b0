// `choice extend`: more time, from any shell.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, type Home, makeHome, readDashboard, run } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { answerByHttp } from '../helpers/tab.ts';

/** Seconds left of the only open prompt. */
async function secondsLeft(home: Home): Promise<number | null> {
  const [prompt] = await readDashboard(home);
  const { remaining_ms } = prompt ?? assert.fail('no prompt is open');
  return remaining_ms === null ? null : remaining_ms / 1_000;
}

function assertWithin(value: number | null, from: number, to: number): void {
  assert.ok(value !== null && value > from && value <= to, `${value} is not within ${from} to ${to}`);
}

describe('choice extend', { concurrency: true }, () => {
  test('when a duration is given, then the deadline moves by it, and the asker hears', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a']);
    const { code, stdout, stderr } = await run(home, ['extend', asker.id.slice(0, 6), '5m']);
    assert.deepEqual([code, stdout], [0, '']);
    assert.match(stderr, /^choice: the deadline was moved: 5 min( \d+ s)? left\n$|^choice: .*: 6 min left\n$/);
    assertWithin(await secondsLeft(home), 320, 360);
    await asker.said(/the deadline was moved/);
  });

  test('when --set is given, then the duration is the time left', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '10m', 'Pick one', 'a']);
    assert.equal((await run(home, ['extend', asker.id, '--set', '90s'])).code, 0);
    assertWithin(await secondsLeft(home), 60, 90);
  });

  test('when it is none, then the deadline is taken away, and --set gives one again', async (t) => {
    const home = makeHome(t);
    const open = await ask(home, ['--timeout', '60', '--max-timeout', 'none', 'Pick one', 'a']);
    const { code, stderr } = await runInProcess(home, ['extend', open.id, 'none']);
    assert.deepEqual([code, stderr], [0, 'choice: the deadline was removed\n']);
    assert.equal(await secondsLeft(home), null);
    const more = await runInProcess(home, ['extend', open.id, '5m']);
    assert.deepEqual([more.code, more.stderr], [1, 'choice: the prompt has no deadline; give it one with --set\n']);
    assert.equal((await runInProcess(home, ['extend', open.id, '--set', '5m'])).code, 0);
    assertWithin(await secondsLeft(home), 270, 300);
  });

  test('when it goes beyond the longest total time, then it ends there and says so', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '60', '--max-timeout', '5m', 'Pick one', 'a']);
    const cut = await runInProcess(home, ['extend', asker.id, '1h']);
    assert.equal(cut.code, 0);
    assert.match(cut.stderr, /, the most that this prompt allows\n$/);
    const { stdout: help } = await runInProcess(home, ['help', 'extend']);
    assert.match(help, /^ {2}0 +moved; no further than its longest total time, and it then says so$/m);
    assert.match(help, /^ {2}1 .*; or its deadline cannot be moved$/m);
    assertWithin(await secondsLeft(home), 270, 300);
    const full = await runInProcess(home, ['extend', asker.id, '1m']);
    assert.deepEqual(
      [full.code, full.stderr],
      [
        1,
        'choice: the deadline is as late as this prompt allows (5 min in total); to allow more, ask with a longer --max-timeout\n',
      ],
    );
    const none = await runInProcess(home, ['extend', asker.id, 'none']);
    assert.equal(none.code, 1);
    assert.equal(
      none.stderr,
      `choice: the deadline cannot be removed: the prompt may be open for a limited time only (5 min in total); to move it, run: choice extend ${asker.id} 5m\n`,
    );
  });

  test('when the asker said --no-extend, then it is refused', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '60', '--no-extend', 'Pick one', 'a']);
    const { code, stderr } = await runInProcess(home, ['extend', asker.id, '1m']);
    assert.deepEqual(
      [code, stderr],
      [1, 'choice: the deadline of this prompt cannot be changed; it was asked with --no-extend\n'],
    );
    assertWithin(await secondsLeft(home), 20, 60);
  });

  test('when the duration makes no sense, then it is a usage error', async (t) => {
    const home = makeHome(t);
    for (const duration of ['soon', '0', '31d', '']) {
      const { code, stdout, stderr } = await runInProcess(home, ['extend', 'abc', duration]);
      assert.deepEqual([code, stdout], [2, ''], duration);
      assert.match(stderr, /^choice: ".*" is (not a duration|out of range).*\n$/);
    }
    const missing = await runInProcess(home, ['extend', 'abc']);
    assert.deepEqual(
      [missing.code, missing.stderr],
      [2, "choice: missing required argument 'duration'; for usage, run: choice help extend\n"],
    );
  });

  test('when the prompt is unknown or settled, then it says so', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Pick one', 'a']);
    assert.equal((await runInProcess(home, ['extend', 'uuu', '1m'])).code, 2);
    await answerByHttp(asker.link, 'a');
    await asker.exit;
    const { code, stderr } = await runInProcess(home, ['extend', asker.id, '1m']);
    assert.equal(code, 1);
    assert.match(stderr, /^choice: too late for prompt .*: answered "a" in the browser after .*\n$/);
  });
});

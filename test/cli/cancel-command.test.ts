// `choice cancel`: from any shell.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { NOTHING_WAITS } from '../../src/cli/nothing-waits.ts';
import { test } from '../helpers/attempts.ts';
import { ask, makeHome, readDashboard, run } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';

describe('choice cancel', { concurrency: true }, () => {
  test('when a prompt is open, then its asker ends with 3, cancelled from the command line', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--json', 'Deploy where?', 'a']);
    const other = await ask(home, ['Another', 'a']);
    const { code, stdout, stderr } = await run(home, ['cancel', asker.id]);
    assert.deepEqual([code, stdout, stderr], [0, '', 'choice: cancelled: Deploy where?\n']);
    const asked = await asker.exit;
    const { status, by } = JSON.parse(asked.stdout);
    assert.deepEqual([asked.code, status, by], [3, 'cancelled', 'cli']);
    assert.deepEqual(
      (await readDashboard(home)).map(({ id }) => id),
      [other.id],
    );
  });

  test('when it is cancelled already, then it says so', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Deploy where?', 'a']);
    assert.equal((await run(home, ['cancel', asker.id.slice(0, 9), '--quiet'])).stderr, '');
    await asker.exit;
    const { code, stderr } = await runInProcess(home, ['cancel', asker.id]);
    assert.equal(code, 1);
    assert.match(stderr, /^choice: too late for prompt .*: cancelled from the command line after .*\n$/);
  });

  test('when no prompt is meant, then it is a usage error', async (t) => {
    const home = makeHome(t);
    const missing = await runInProcess(home, ['cancel']);
    assert.deepEqual(
      [missing.code, missing.stderr],
      [2, "choice: missing required argument 'id'; for usage, run: choice help cancel\n"],
    );
    const unknown = await runInProcess(home, ['cancel', 'abc']);
    assert.deepEqual([unknown.code, unknown.stderr], [2, `choice: there is no prompt "abc"; ${NOTHING_WAITS}\n`]);
  });
});

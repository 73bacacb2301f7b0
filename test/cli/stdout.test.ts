// When stdout cannot take the answer, the exit code says so, and no tab is told that it was delivered.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { makeHome, run, startShell } from '../helpers/choice.ts';
import { openTab } from '../helpers/tab.ts';

const noTrace = /\n\s+at |Error:|node:internal/;

describe('a stdout that fails', { concurrency: true }, () => {
  test('when its reader is gone, then the exit code is 141 without a word and the tab hears that nobody got it', async (t) => {
    const home = makeHome(t);
    const status = join(home.directory, 'status');
    const shell = startShell(home, `{ choice ask "Pick one" a b; echo $? >${status}; } | true`);
    const tab = await openTab(await shell.url());
    tab.answer('b');
    const { stderr } = await shell.exit;
    assert.equal(readFileSync(status, 'utf8'), '141\n');
    assert.doesNotMatch(stderr, noTrace);
    await tab.heard('gone');
    assert.equal((await tab.look()).delivery, 'gone');
    assert.ok(!tab.told.some(({ type }) => type === 'delivered'));
  });

  const skip = process.platform === 'linux' ? false : 'there is no /dev/full';
  test('when it is full, then the exit code is 74, one line says so and the tab hears that nobody got it', {
    skip,
  }, async (t) => {
    const shell = startShell(makeHome(t), 'choice ask "Pick one" a b >/dev/full');
    const tab = await openTab(await shell.url());
    tab.answer('b');
    const { code, stderr } = await shell.exit;
    assert.equal(code, 74);
    assert.match(stderr, /^choice: stdout could not be written.*$/m);
    assert.doesNotMatch(stderr, noTrace);
    await tab.heard('gone');
    assert.ok(!tab.told.some(({ type }) => type === 'delivered'));
  });

  test('when it is closed, then nothing crashes', async (t) => {
    const shell = startShell(makeHome(t), 'choice ask "Pick one" a b >&-');
    (await openTab(await shell.url())).answer('b');
    const { code, signal, stderr } = await shell.exit;
    assert.ok(code === 0 || code === 74 || code === 141, `${code} ${signal}`);
    assert.doesNotMatch(stderr, noTrace);
  });

  test('when stdin, stdout and stderr are all closed, then nothing crashes', async (t) => {
    const shell = startShell(makeHome(t), 'choice ask --timeout 1 "Pick one" a b <&- >&- 2>&-; exit $?');
    assert.equal((await shell.exit).code, 124);
  });

  for (const command of ['doctor', '--help', 'help ask', 'dashboard --json']) {
    test(`when the reader of "${command}" is gone, then it ends quietly`, async (t) => {
      const { stderr, stdout } = await startShell(makeHome(t), `{ sleep 0.2; choice ${command}; echo $? >&2; } | true`)
        .exit;
      assert.equal(stdout, '');
      assert.match(stderr, /(^|\n)141\n$/);
      assert.doesNotMatch(stderr, noTrace);
    });
  }

  test('when the output is large, then all of it arrives', async (t) => {
    const options = Array.from({ length: 1_000 }, (_, index) => `${index}`.padStart(1_000 - 100, 'x'));
    const last = options.at(-1) ?? '';
    const { stdout } = await run(makeHome(t), [
      'ask',
      '--timeout',
      '1',
      '--fallback',
      last,
      '--json',
      'Q',
      ...options.slice(0, 90),
      last,
    ]);
    assert.deepEqual(JSON.parse(stdout).values, [last]);
  });
});

// What nobody caught must not pass for an answer: 1 is the "no" of a confirmation.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { binary, makeHome, start, startIn } from '../helpers/choice.ts';

describe('errors that nobody caught', { concurrency: 2 }, () => {
  test('when something fails while a human is asked, then it is one line on stderr and exit code 70', async (t) => {
    const home = makeHome(t);
    const fault = join(home.directory, 'fault.cjs');
    writeFileSync(fault, `process.once('SIGUSR2', () => { throw new Error('out of\\u001b[2J luck'); });`);
    const asker = start(home, ['confirm', 'Go on?'], { NODE_OPTIONS: `--require=${fault}` });
    await asker.url();
    asker.child.kill('SIGUSR2');
    const { code, stdout, stderr } = await asker.exit;
    assert.deepEqual([code, stdout], [70, '']);
    assert.match(stderr, /^choice: internal error: out of \[2J luck; this is a bug in choice$/m);
  });

  test('when parts of the installation are missing, then it is exit code 70', async (t) => {
    const home = makeHome(t);
    const place = join(home.directory, 'package', 'bin');
    mkdirSync(place, { recursive: true });
    for (const name of ['choice.js', 'package.json']) copyFileSync(join(dirname(binary), name), join(place, name));
    const { code, stdout, stderr } = await startIn(home, process.execPath, [
      join(place, 'choice.js'),
      'confirm',
      'Go on?',
    ]).exit;
    assert.deepEqual([code, stdout], [70, '']);
    assert.match(stderr, /^choice: internal error: Cannot find module /);
  });
});

// What may lie in the place of one of our files: nothing there is waited for, and nothing is taken for a bug.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe } from 'node:test';
import { PROTOCOL } from '../../src/protocol/version.ts';
import { test } from '../helpers/attempts.ts';
import { makeHome, run } from '../helpers/choice.ts';

const make = {
  'a FIFO': (path: string) => void spawnSync('mkfifo', [path]),
  'a directory': (path: string) => mkdirSync(join(path, 'kept'), { recursive: true }),
  'a link that leads nowhere': (path: string) => symlinkSync('/nowhere/at/all', path),
} as const;

describe('in the place of a file', { concurrency: 4 }, () => {
  const cases: [file: string, what: keyof typeof make, code: number, said: RegExp][] = [
    ['run/start.lock', 'a FIFO', 124, /nobody answered/],
    ['run/start.lock', 'a link that leads nowhere', 124, /nobody answered/],
    ['run/start.lock', 'a directory', 69, /no human can be reached: \S+start\.lock is a directory; move it away/],
    ['run/portal.json', 'a FIFO', 124, /nobody answered/],
    ['run/portal.json', 'a directory', 69, /no human can be reached: /],
    [`run/portal-${PROTOCOL}`, 'a FIFO', 124, /nobody answered/],
    [`run/portal-${PROTOCOL}`, 'a directory', 69, /no human can be reached: .*is a directory; move it away/],
    ['state/port', 'a FIFO', 124, /nobody answered/],
    ['state/key', 'a FIFO', 69, /key is not a private file/],
    ['log/portal.log', 'a FIFO', 69, /portal\.log is not a regular file; move it away/],
    ['log/portal.log', 'a directory', 69, /portal\.log cannot be written to \(it is a directory\)/],
    ['config/config.json', 'a FIFO', 124, /cannot read \S+config\.json \(it is not a regular file\)/],
  ];
  for (const [file, what, expected, said] of cases) {
    test(`${file} is ${what}: exit code ${expected}`, async (t) => {
      const home = makeHome(t);
      const path = join(home.directory, file);
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      make[what](path);
      const { code, stderr } = await run(home, ['ask', '--timeout', '1', 'Pick one', 'a']);
      assert.equal(code, expected, stderr);
      assert.match(stderr, said);
      assert.doesNotMatch(stderr, /another process/);
    });
  }

  test('answers that are no file, or have no end, are refused', async (t) => {
    const home = makeHome(t);
    const { code, stderr } = await run(home, ['ask', 'Q', 'a'], { CHOICE_ANSWERS: '/dev/zero' });
    assert.equal(code, 2);
    assert.match(stderr, /it is not a regular file/);
  });
});

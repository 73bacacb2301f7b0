// When stdout cannot take the answer, the exit code says so, and no tab is told that it was delivered.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { makeHome, portalPids, run, startShell } from '../helpers/choice.ts';
import { openTab } from '../helpers/tab.ts';

const noTrace = /\n\s+at |Error:|node:internal/;

/** Runs a question with the descriptor that `expression` gives as its stdout. */
function python(expression: string): string {
  const command = `['choice', 'ask', '--timeout', '50', 'Pick one', 'a', 'b']`;
  const lines = [
    'import os, select, socket, sys',
    `keep = ${expression}`,
    'os.dup2(keep, 1)',
    `os.execvp('choice', ${command})`,
  ];
  return `exec python3 -c "${lines.join('\n')}"`;
}

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
    await tab.delivery('gone');
    assert.equal((await tab.look()).delivery, 'gone');
    assert.ok(!tab.views.some(({ delivery }) => delivery === 'delivered'));
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
    assert.match(stderr, /^choice: could not write the outcome to stdout; to see it, run: choice show.*$/m);
    assert.doesNotMatch(stderr, noTrace);
    await tab.delivery('gone');
    assert.ok(!tab.views.some(({ delivery }) => delivery === 'delivered'));
  });

  const closed: [what: string, script: string, code: number][] = [
    ['closed', 'choice ask --timeout 50 "Pick one" a b >&-', 74],
    ['closed, as stdin and stderr are', 'choice input --timeout 50 "Name?" <&- >&- 2>&-; exit $?', 74],
    ['closed, and the exit code is the answer', 'choice confirm --timeout 1 "Go on?" >&-', 124],
    [
      'closed, and the answer is recorded',
      'choice ask --timeout 1 --record "$CHOICE_HOME/r.json" "Pick one" a >&-',
      124,
    ],
    ['the null device', 'choice ask --timeout 1 "Pick one" a b >/dev/null', 124],
    ['a directory', 'choice ask --timeout 50 "Pick one" a b 1</', 74],
    ['open for reading', 'choice confirm --timeout 50 "Go on?" 1</dev/zero', 74],
    ['an epoll', python('os.dup(globals().setdefault(0, select.epoll()).fileno())'), 74],
    ['a socket that leads nowhere', python('socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).detach()'), 74],
    ['a stream that leads nowhere', python('socket.socket(socket.AF_UNIX).detach()'), 74],
    ['a socket whose other end is gone', python('socket.socketpair()[0].detach()'), 74],
  ];
  for (const [what, script, expected] of closed) {
    test(`when it is ${what}, then exit code ${expected}${expected === 74 ? ', and nobody is asked' : ''}`, async (t) => {
      const home = makeHome(t);
      const { code, stdout, stderr } = await startShell(home, script).exit;
      assert.deepEqual([code, stdout], [expected, '']);
      assert.doesNotMatch(stderr, noTrace);
      if (expected !== 74) return;
      assert.deepEqual(portalPids(home), []);
      assert.match(stderr, /^(choice: cannot write to stdout \([^)]+\), so nobody was asked; .*\n)?$/);
    });
  }

  test('when it is the null device as Python and Node open it, then it is not called closed, and the way out is named', async (t) => {
    const { code, stderr } = await startShell(makeHome(t), python('os.open(os.devnull, os.O_RDWR)')).exit;
    assert.equal(code, 74);
    assert.match(
      stderr,
      /\(it is closed, or it is the null device opened for reading too\), .* open .* for writing only,/,
    );
  });

  test('when a listing cannot be written, then exit code 74', async (t) => {
    const { code } = await startShell(makeHome(t), 'choice dashboard --json 1</').exit;
    assert.equal(code, 74);
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

// A command that a human waits for at a terminal, but whose streams are something else: it is asked there all the same.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { binary, eventually, type Home, makeHome, readDashboard } from '../helpers/choice.ts';
import { KEYS, noTerminal, startInTerminal } from '../helpers/pty.ts';
import { answerByHttp } from '../helpers/tab.ts';

const ASK = ['ask', 'Deploy where?', 'staging', 'production'];
const CHOICE = `'${process.execPath}' '${binary}'`;

/** A directory with `choice` in a script of `lines`, and the path of the script. */
function writeScript(home: Home, lines: string): string {
  const path = join(mkdtempSync(join(home.directory, 'script-')), 'script.sh');
  writeFileSync(path, `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  return path;
}

/** A repository with `hook`, and an empty one to push to. */
function writeRepository(home: Home, hook: string, lines: string): string {
  const directory = mkdtempSync(join(home.directory, 'repository-'));
  const path = writeScript(home, lines);
  return [
    `cd '${directory}'`,
    'git init -q --bare ../remote-$$.git',
    'git init -q -b main .',
    'git config user.name Ada; git config user.email ada@example.org',
    'git remote add origin ../remote-$$.git',
    `cp '${path}' .git/hooks/${hook}`,
  ].join(' && ');
}

describe('a terminal that is not stdin', { concurrency: 4, skip: noTerminal }, () => {
  test('when a loop reads a thousand lines from stdin, then it asks at the terminal and keeps them all', async (t) => {
    const shell = 'seq 1000 | while read n; do echo "$n"; if [ "$n" -le 3 ]; then $CHOICE; fi; done >"$OUT"; echo END';
    const terminal = startInTerminal(makeHome(t), ASK, { shell });
    for (let asked = 1; asked <= 3; asked += 1) {
      await terminal.shows(new RegExp(`(✔[\\s\\S]*){${asked - 1}}○ staging[\\s\\S]*keys$`, 'm'));
      terminal.type('2\r');
      await terminal.shows(new RegExp(`(✔[\\s\\S]*){${asked}}`));
    }
    const lines = (await terminal.exit).stdout.trimEnd().split('\n');
    assert.equal(lines.filter((line) => line === 'production').length, 3);
    assert.deepEqual(
      lines.filter((line) => /^\d+$/.test(line)),
      Array.from({ length: 1_000 }, (_, index) => String(index + 1)),
    );
  });

  test('when xargs runs it, then it asks at the terminal', async (t) => {
    const home = makeHome(t);
    const script = writeScript(home, `${CHOICE} ask "Delete $1?" keep delete`);
    const terminal = startInTerminal(home, [], { shell: `printf 'a\\nb\\n' | xargs -n1 '${script}' >"$OUT"` });
    await terminal.shows(/Delete a\?[\s\S]*keys$/m);
    terminal.type('2\r');
    await terminal.shows(/Delete b\?[\s\S]*keys$/m);
    terminal.type('1\r');
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'delete\nkeep\n' });
  });

  test('when the script itself comes by stdin, then the rest of it is run', async (t) => {
    const home = makeHome(t);
    const script = writeScript(home, `answer=$(${CHOICE} ask "Go on?" yes no)\necho "got $answer" >"$OUT"`);
    const terminal = startInTerminal(home, [], { shell: `cat '${script}' | sh` });
    await terminal.shows(/Go on\?[\s\S]*keys$/m);
    terminal.type('2\r');
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'got no\n' });
  });

  for (const [what, redirected] of [
    ['stderr goes through tee', '2>&1 >"$OUT" | tee "$OUT.log"'],
    ['stderr is a file and stdin is empty', '</dev/null 2>"$OUT.log" >"$OUT"'],
  ] as const) {
    test(`when ${what}, then it is drawn on the terminal and the URL goes to stderr`, async (t) => {
      const home = makeHome(t);
      const shell = `echo "LOG $OUT.log"; $CHOICE ${redirected}`;
      const terminal = startInTerminal(home, ASK, { shell });
      const [, log = ''] = await terminal.shows(/LOG (\S+)/);
      await terminal.shows(/❯ 1 ○ staging\n {2}2 ○ production\n.*keys$/m);
      terminal.type('2\r');
      await terminal.shows(/^✔ Deploy where\? production/m);
      assert.deepEqual(await terminal.exit, { code: 0, stdout: 'production\n' });
      assert.match(readFileSync(log, 'utf8'), /Deploy where\?.*\nhttp:\/\/\S+\n/);
      for (const drawn of ['○', '●', '\u001b[?']) assert.ok(!readFileSync(log, 'utf8').includes(drawn));
    });
  }

  test('when a deploy script runs over ssh behind tee, then it asks at the terminal, and Ctrl-C ends it', async (t) => {
    const home = makeHome(t);
    const script = writeScript(
      home,
      `where=$(${CHOICE} ask "Deploy where?" staging production) || exit\necho "deploying to $where"\n${CHOICE} confirm "Restart?" >/dev/null\necho WENT ON`,
    );
    const terminal = startInTerminal(home, [], {
      shell: `'${script}' 2>&1 | tee "$OUT"`,
      env: { CHOICE_NO_OPEN: '', SSH_CONNECTION: '203.0.113.9 50000 198.51.100.7 22', SSH_TTY: '/dev/pts/0' },
    });
    await terminal.shows(/ssh -N -L \d+:127\.0\.0\.1:\d+ \S*198\.51\.100\.7[\s\S]*○ staging[\s\S]*keys$/m);
    terminal.type('2\r');
    await terminal.shows(/deploying to production[\s\S]*Restart\?[\s\S]*keys$/m);
    terminal.type(KEYS.ctrlC);
    const { stdout } = await terminal.exit;
    assert.match(stdout, /^deploying to production$/m);
    assert.doesNotMatch(stdout, /WENT ON|○|\?2004/);
    assert.deepEqual(await readDashboard(home), []);
  });

  test('when a pre-commit hook confirms, then the human at the terminal decides about the commit', async (t) => {
    const home = makeHome(t);
    const repository = writeRepository(home, 'pre-commit', `${CHOICE} confirm "Commit on main?" >/dev/null`);
    const shell = `${repository} && echo one >file && git add file && git commit -qm one; echo "ended $?" >"$OUT"; git commit -qm two; git log --format=%s >>"$OUT"`;
    const terminal = startInTerminal(home, [], { shell });
    await terminal.shows(/Commit on main\?[\s\S]*keys$/m);
    terminal.type('n\r');
    await terminal.shows(/✔[\s\S]*Commit on main\?[\s\S]*keys$/m);
    terminal.type('y\r');
    assert.equal((await terminal.exit).stdout, 'ended 1\ntwo\n');
  });

  test('when a pre-push hook confirms, then the list of what is pushed is not read', async (t) => {
    const home = makeHome(t);
    const hook = `${CHOICE} confirm "Push?" >/dev/null || exit 1\nread -r local rest && echo "$local" >"$OUT"`;
    const repository = writeRepository(home, 'pre-push', hook);
    const shell = `${repository} && git commit -q --allow-empty -m one && git push -q origin main`;
    const terminal = startInTerminal(home, [], { shell });
    await terminal.shows(/Push\?[\s\S]*keys$/m);
    terminal.type('y\r');
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'refs/heads/main\n' });
  });

  test('when it runs in the background, then nothing is drawn and it is not stopped', async (t) => {
    const shell = 'set -m; stty tostop; $CHOICE </dev/null >"$OUT" 2>"$OUT.log" & echo "LOG $OUT.log"; wait $!';
    const terminal = startInTerminal(makeHome(t), ASK, { shell });
    const [, log = ''] = await terminal.shows(/LOG (\S+)/);
    const url = await logged(log);
    await answerByHttp(url, 'staging');
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'staging\n' });
    assert.doesNotMatch(terminal.raw(), /○|\?2004/);
  });

  test('when another program reads single keys there, then nothing is drawn over it', async (t) => {
    const shell = 'stty -icanon -echo; echo "LOG $OUT.log"; $CHOICE </dev/null >"$OUT" 2>"$OUT.log"';
    const terminal = startInTerminal(makeHome(t), ASK, { shell });
    const [, log = ''] = await terminal.shows(/LOG (\S+)/);
    await answerByHttp(await logged(log), 'staging');
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'staging\n' });
    assert.doesNotMatch(terminal.raw(), /○|\?2004/);
  });

  for (const flag of ['--no-tty', '--quiet']) {
    test(`when ${flag} is given, then nothing is drawn`, async (t) => {
      const shell = '$CHOICE </dev/null >"$OUT"';
      const terminal = startInTerminal(makeHome(t), [...ASK, flag, '--timeout', '1'], { shell });
      assert.deepEqual(await terminal.exit, { code: 124, stdout: 'timeout\n' });
      assert.doesNotMatch(terminal.raw(), /○|\?2004/);
    });
  }
});

/** The URL that the command wrote to the file `log`. */
async function logged(log: string): Promise<URL> {
  let found: string | undefined;
  await eventually(() => {
    found = /^http:\/\/\S+$/m.exec(existsSync(log) ? readFileSync(log, 'utf8') : '')?.[0];
    return found !== undefined;
  }, 'a URL in the log');
  return new URL(found ?? '');
}

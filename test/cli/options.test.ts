// Where options come from: arguments, stdin where `-` stands, split at a delimiter; and what is said of them.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { makeHome, portalPids, startShell } from '../helpers/choice.ts';
import { noTerminal, startInTerminal } from '../helpers/pty.ts';
import {
  assertBadUsage,
  assertUsageError,
  poseInProcess,
  registered,
  settle,
  submit,
  view,
} from '../helpers/question.ts';
import { answerByHttp } from '../helpers/tab.ts';

/** What a page shows of options, one line each: `value|label|hint|danger`. */
const shown = (options: readonly { value: string; label: string; hint?: string; danger?: true }[]) =>
  options.map(({ value, label, hint = '', danger = false }) => [value, label, hint, danger].join('|'));

const thousandAndOne = Array.from({ length: 1_001 }, (_, index) => `${index}\n`).join('');

describe('options from stdin', { concurrency: 4 }, () => {
  const inputs: [what: string, stdin: string, values: string[]][] = [
    ['lines', 'main\ndev\n', ['main', 'dev']],
    ['no line end at the end', 'main\ndev', ['main', 'dev']],
    ['empty lines and blank ones', '\nmain\n \t\ndev\n\n', ['main', 'dev']],
    ['a mark of byte order', '\ufeffmain\ndev\n', ['main', 'dev']],
    ['line ends of Windows', 'main\r\ndev\r\n', ['main', 'dev']],
    ['spaces, tabs and dashes', ' a b\t\n--flag\n-\n', [' a b\t', '--flag', '-']],
    ['what a shell would expand', '$(id) `id` * %s\n', ['$(id) `id` * %s']],
    ['other scripts', 'Où\n\u6f22\u5b57 \u{1F680}\n', ['Où', '\u6f22\u5b57 \u{1F680}']],
  ];
  for (const [what, stdin, values] of inputs) {
    test(`when stdin has ${what}, then its lines are the options, byte for byte`, async (t) => {
      const asker = await poseInProcess(makeHome(t), ['ask', 'Which branch?', '-'], {}, stdin);
      assert.deepEqual(
        (await view(asker)).spec.options.map(({ value }) => value),
        values,
      );
      const last = values.at(-1) ?? '';
      const { code, stdout } = await settle(asker, { values: [last] });
      assert.deepEqual([code, stdout], [0, `${last}\n`]);
    });
  }

  test('when - stands between arguments, then the lines stand there', async (t) => {
    const script = `printf 'b\\nc\\n' | choice ask --multi "Which?" a - d`;
    const asker = await registered(startShell(makeHome(t), script));
    assert.deepEqual(shown((await view(asker)).spec.options), ['a|a||false', 'b|b||false', 'c|c||false', 'd|d||false']);
    assert.equal((await settle(asker, { values: ['d', 'b'] })).stdout, 'b\nd\n');
  });

  test('when a thousand lines come, then a thousand options are there', async (t) => {
    const asker = await registered(startShell(makeHome(t), 'seq 1 1000 | choice ask "Which?" -'));
    assert.equal((await view(asker)).spec.options.length, 1_000);
    assert.equal((await settle(asker, { values: ['1000'] })).stdout, '1000\n');
  });

  const wrong: [what: string, args: string[], stdin: string | Uint8Array, complaint: RegExp][] = [
    ['is empty', ['Which?', '-'], '', /there are no options on stdin; write one per line/],
    ['is blank', ['Which?', 'a', '-'], '\n \n', /there are no options on stdin/],
    [
      'has a line that is too long',
      ['Which?', 'b', '-'],
      `a\n\n\n${'x'.repeat(2_048)}`,
      /line 4 of stdin, option 3: \S+ .*longer than 1024 bytes/,
    ],
    ['has no end for a spec', ['--spec', '-'], 'y\n'.repeat(2 ** 21 + 1), /--spec: stdin is larger than 4 MiB/],
    ['has 1,001 lines', ['Which?', '-'], thousandAndOne, /too many options; give at most 1000/],
    ['has a line twice', ['Which?', '-'], 'a\nb\na\n', /option "a" is given twice/],
    ['is no UTF-8', ['Which?', '-'], Buffer.from('caf\xe9\n', 'latin1'), /the options: stdin is not valid UTF-8/],
    ['is named twice', ['Which?', '-', '-'], 'a\n', /stdin is already read by the options/],
    [
      'is named for the options and the body',
      ['--body-file', '-', 'Which?', '-'],
      'a\n',
      /--body-file: stdin is already read by the options; use a file/,
    ],
  ];
  for (const [what, args, stdin, complaint] of wrong) {
    test(`when stdin ${what}, then one line says so and nothing starts`, (t) =>
      assertBadUsage(makeHome(t), ['ask', ...args], complaint, {}, stdin));
  }

  const wrongFiles: [what: string, script: string, complaint: RegExp][] = [
    ['stdin has no end', 'choice ask "Which?" - </dev/zero', /the options: stdin is larger than 4 MiB/],
    ['a body has no end', 'choice confirm --body-file /dev/zero Q', /--body-file: \/dev\/zero is larger than 4 MiB/],
    ['stdin is closed', 'choice ask "Which?" - <&-', /there are no options on stdin/],
    ['stdin is a directory', 'choice ask "Which?" - </', /the options: cannot read stdin \(it is a directory\)/],
  ];
  for (const [what, script, complaint] of wrongFiles) {
    test(`when ${what}, then one line says so and nothing starts`, async (t) => {
      const home = makeHome(t);
      assertUsageError(home, await startShell(home, script).exit, complaint);
    });
  }
});

describe('a stdin that comes late', { concurrency: 4 }, () => {
  test('a pipe that does not block, as of a Python parent, is waited for', async (t) => {
    const parent = `import os, subprocess, time
r, w = os.pipe()
os.set_blocking(r, False)
child = subprocess.Popen(['choice', 'ask', 'Which?', '-'], stdin=r)
for line in (b'main\\n', b'dev\\n'):
    time.sleep(0.7)
    os.write(w, line)
os.close(w)
raise SystemExit(child.wait())`;
    const asker = await registered(startShell(makeHome(t), `exec python3 -c "${parent}"`));
    const { code, stdout } = await settle(asker, { values: ['dev'] });
    assert.deepEqual([code, stdout], [0, 'dev\n']);
  });

  const late: [what: string, script: string, stdout: RegExp][] = [
    ['options', 'choice ask --timeout 2 "Which?" - <&3', /^timeout\n$/],
    ['a body', 'choice confirm --timeout 2 --body-file - "Go on?" <&3', /^timeout\n$/],
    ['a spec', 'choice ask --json --timeout 2 --spec - <&3', /^\{"id":"\w+","status":"timeout","values":\[\],/],
    ['a FIFO', 'mkfifo $HOME/f; choice ask --no-status --timeout 2 --body-file $HOME/f Q a', /^$/],
  ];
  for (const [what, script, expected] of late) {
    test(`the time runs while ${what} is read: exit code 124, and nobody is asked`, async (t) => {
      const home = makeHome(t);
      const never = 'mkfifo $HOME/never; exec 3<>$HOME/never';
      const { code, stdout, stderr } = await startShell(home, `${never}; ${script}`).exit;
      assert.match(stdout, expected);
      assert.match(stderr, /time ran out before the question was read/);
      assert.deepEqual([code, portalPids(home)], [124, []]);
    });
  }

  test('what reading took is part of the time, and a FIFO is read to its end', async (t) => {
    const home = makeHome(t);
    const feed = 'mkfifo $HOME/f; { sleep 3; printf body; } >$HOME/f &';
    const asker = await registered(startShell(home, `${feed} choice ask --timeout 1h --body-file $HOME/f Q a b`));
    const { spec, remaining_ms } = await view(asker);
    assert.equal(spec.body, 'body');
    assert.ok((remaining_ms ?? 0) <= 3_597_500, `${remaining_ms} ms are left`);
    await settle(asker, { values: ['a'] });
  });
});

describe('a stdin that is a terminal', { skip: noTerminal }, () => {
  test('it is said that options are read from there, and how to end them', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['ask', '--no-tty', '--no-open', 'Which?', '-']);
    await terminal.shows(/reading the options from the terminal; end with Ctrl-D/);
    terminal.type('main\ndev\n\u0004');
    assert.equal((await answerByHttp(await terminal.url(), 'dev')).status, 200);
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'dev\n' });
  });
});

describe('a stdin that belongs to somebody else', { concurrency: 4 }, () => {
  const commands = [
    'ask --timeout 1 --fallback x "Number $n" x y',
    'ask --multi --timeout 1 --fallback x "Number $n" x y',
    'confirm --timeout 1 --fallback yes "Number $n"',
    'input --timeout 1 --fallback x "Number $n"',
    'ask --body-file /dev/null --timeout 1 --fallback x "Number $n" x',
  ];
  for (const command of commands) {
    test(`when a while-read loop runs choice ${command}, then it reads all of its own lines`, async (t) => {
      const script = `printf '1\\n2\\n3\\n' | while read -r n; do choice ${command} >/dev/null; echo "$n:$?"; done`;
      const { stdout } = await startShell(makeHome(t), script).exit;
      assert.equal(stdout, '1:0\n2:0\n3:0\n');
    });
  }

  test('when the human answers meanwhile, then the loop still goes on with its next line', async (t) => {
    const shell = startShell(
      makeHome(t),
      `printf '1\\n2\\n' | while read -r n; do a=$(choice ask "Number $n" x y); echo "$n $a"; done`,
    );
    for (const number of [1, 2]) {
      const [, link] = await shell.said(new RegExp(`Number ${number} .*\\n(http\\S+)\\n`));
      assert.equal((await answerByHttp(new URL(link ?? ''), 'y')).status, 200);
    }
    assert.equal((await shell.exit).stdout, '1 y\n2 y\n');
  });

  test('when stdin never ends, then a question without - does not wait for it', async (t) => {
    const home = makeHome(t);
    const script = `mkfifo ${home.directory}/never; exec 3<>${home.directory}/never; choice confirm "Go on?" <&3`;
    const asker = await registered(startShell(home, script));
    assert.equal((await settle(asker, { values: ['yes'] })).stdout, 'yes\n');
  });
});

describe('--delimiter', { concurrency: 4 }, () => {
  test('when options are split, then value, label and hint are apart, and the value is printed', async (t) => {
    const options = ['prod:Production:careful: really', 'qa:Quality', 'dev', 'x::only a hint'];
    const asker = await poseInProcess(makeHome(t), ['ask', '-d', ':', 'Where?', ...options]);
    assert.deepEqual(shown((await view(asker)).spec.options), [
      'prod|Production|careful: really|false',
      'qa|Quality||false',
      'dev|dev||false',
      'x|x|only a hint|false',
    ]);
    assert.equal(await submit(asker, { values: ['Production'] }), 'unknown_value');
    assert.equal((await settle(asker, { values: ['prod'] })).stdout, 'prod\n');
  });

  test('when the lines of stdin are split, at more than one character, then alike', async (t) => {
    const script = `printf 'a => Alpha\\nb => Beta => second\\n' | choice ask --delimiter ' => ' "Which?" -`;
    const asker = await registered(startShell(makeHome(t), script));
    assert.deepEqual(shown((await view(asker)).spec.options), ['a|Alpha||false', 'b|Beta|second|false']);
    assert.equal((await settle(asker, { values: ['b'] })).stdout, 'b\n');
  });

  test('when there is none, then nothing is split', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', 'Where?', 'a:b\tc']);
    assert.deepEqual(shown((await view(asker)).spec.options), ['a:b\tc|a:b\tc||false']);
  });

  test('when the value before it is empty, then one line says so', (t) =>
    assertBadUsage(makeHome(t), ['ask', '-d', ':', 'Where?', 'a:A', ':Label'], /option 2: the value is empty/));

  test('when flags name options, then they name values, not lines', async (t) => {
    const flags = ['-d:', '--danger', 'prod', '--select', 'qa', '--recommended', 'qa', '--fallback', 'qa'];
    const asker = await poseInProcess(makeHome(t), ['ask', ...flags, 'Where?', 'prod:Production', 'qa:Quality']);
    const { spec } = await view(asker);
    assert.deepEqual(shown(spec.options), ['prod|Production||true', 'qa|Quality||false']);
    assert.deepEqual([spec.select, spec.recommended, spec.fallback], [['qa'], 'qa', 'qa']);
  });
});

describe('--danger and --select', { concurrency: 4 }, () => {
  test('when --danger is given twice, then both options are dangerous, and can be chosen', async (t) => {
    const asker = await poseInProcess(makeHome(t), [
      'ask',
      '--danger',
      'drop',
      '--danger',
      'wipe',
      'What?',
      'keep',
      'drop',
      'wipe',
    ]);
    assert.deepEqual(shown((await view(asker)).spec.options), [
      'keep|keep||false',
      'drop|drop||true',
      'wipe|wipe||true',
    ]);
    assert.equal((await settle(asker, { values: ['drop'] })).stdout, 'drop\n');
  });

  test('when --select is given, then the page has it, and it is no answer by itself', async (t) => {
    const home = makeHome(t);
    const one = await poseInProcess(home, ['ask', '--timeout', '1', '--select', 'b', 'Which?', 'a', 'b']);
    assert.deepEqual((await view(one)).spec.select, ['b']);
    const { code, stdout } = await one.exit;
    assert.deepEqual([code, stdout], [124, 'timeout\n']);
  });

  test('when several are preselected, then the page has them in the order given', async (t) => {
    const asker = await poseInProcess(makeHome(t), [
      'ask',
      '-m',
      '--select',
      'c',
      '--select',
      'a',
      'Which?',
      'a',
      'b',
      'c',
    ]);
    assert.deepEqual((await view(asker)).spec.select, ['c', 'a']);
  });

  test('when their environment twins are set, then one line is one value', async (t) => {
    const env = { CHOICE_SELECT: 'c\na', CHOICE_DANGER: 'b', CHOICE_MULTI: '1' };
    const asker = await poseInProcess(makeHome(t), ['ask', 'Which?', 'a', 'b', 'c'], env);
    const { spec } = await view(asker);
    assert.deepEqual([spec.kind, spec.select, spec.options[1]?.danger], ['multi', ['c', 'a'], true]);
  });

  const wrong: [args: string[], complaint: RegExp][] = [
    [['--danger', 'b', '--fallback', 'b'], /fallback "b" is dangerous; a human must choose it/],
    [['--danger', 'b', '--select', 'b'], /select "b" is dangerous; a human must choose it/],
    [['-m', '--danger', 'b', '--select', 'a', '--select', 'b'], /select "b" is dangerous/],
    [['-m', '--danger', 'b', '--fallback', 'b'], /fallback "b" is dangerous/],
    [['--danger', 'c'], /danger "c" is not one of the options; use one of: a, b/],
    [['--select', 'c'], /select "c" is not one of the options; use one of: a, b/],
    [['--select', 'a', '--select', 'b'], /select is given more than once; only one option can be picked/],
    [['-m', '--max', '1', '--select', 'a', '--select', 'b'], /select is given more than 1 time; leave some out/],
    [['-m', '--select', 'a', '--select', 'a'], /select "a" is given twice/],
  ];
  for (const [flags, complaint] of wrong) {
    test(`when ${flags.join(' ')} is given, then one line says what is wrong`, (t) =>
      assertBadUsage(makeHome(t), ['ask', ...flags, 'Which?', 'a', 'b'], complaint));
  }
});

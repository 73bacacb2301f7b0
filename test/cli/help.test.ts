// Help reads like a manual and goes to stdout when it was asked for.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { makeHome, root, run } from '../helpers/choice.ts';
import { runCase, runInProcess } from '../helpers/in-process.ts';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('help', { concurrency: true }, () => {
  const CASES: readonly (readonly [args: readonly string[], ...parts: RegExp[]])[] = [
    [['--help'], /^Usage: choice /, /ask .*ask a human/, /dashboard/, /stop/, /doctor/, /Examples:/, /CHOICE_HOME/],
    [['-h'], /^Usage: choice /],
    [['help'], /^Usage: choice /],
    [['ask', '--help'], /^Usage: choice ask \[flags\] <question> <option...>/, /Examples:/, /Exit codes:/],
    [['help', 'ask'], /--timeout <duration>.*CHOICE_TIMEOUT/s, /124 +the deadline passed/],
    [['help', 'dashboard'], /--watch/, /--json/, /--open/],
    [['dashboard', '-h'], /Starts\s+a\s+portal\s+only\s+if/],
    [['help', 'wait'], /--for <duration>/, /75 +wait --for: still open/],
    [['stop', '--help'], /--force/],
    [['doctor', '--help'], /--json/],
    [['help', 'config', 'set'], /^Usage: choice config set /],
    [['config', 'help', 'set'], /^Usage: choice config set /],
    [['config', 'help'], /^Usage: choice config /, /default_timeout +5m +time to answer/],
    [['help', 'ask', 'nothing more'], /^Usage: choice ask /],
  ];
  for (const [index, [args, ...parts]] of CASES.entries()) {
    test(`when "choice ${args.join(' ')}" is called, then the help is on stdout, with exit code 0`, async (t) => {
      const home = makeHome(t);
      const { code, stdout, stderr } = await runCase(index, home, args);
      assert.deepEqual([code, stderr], [0, '']);
      for (const part of parts) assert.match(stdout, part);
      assert.ok(!stdout.includes('\u001b'));
      assert.deepEqual(readdirSync(home.directory), []);
    });
  }

  for (const flag of ['--version', '-V']) {
    test(`when "choice ${flag}" is called, then the version is on stdout`, async (t) => {
      assert.deepEqual(await run(makeHome(t), [flag]), { code: 0, signal: null, stdout: `${version}\n`, stderr: '' });
    });
  }

  test('when the help of ask lists a flag, then it names the variable of the same meaning', async (t) => {
    const { stdout } = await runInProcess(makeHome(t), ['help', 'ask']);
    const flags = [...stdout.matchAll(/--(?!help)([a-z-]+)/g)].map(([, name]) => name ?? '');
    const documented = new Set(flags.filter((name) => new RegExp(`^ +(-\\w, )?--${name}(?![\\w-])`, 'm').test(stdout)));
    assert.ok(documented.size >= 10);
    // CHOICE_NOTE is the note of choice answer, CHOICE_GRACE is about keys in the terminal, and a forgotten CHOICE_DETACH would
    // give a script an id for an answer.
    const others: Readonly<Record<string, string>> = {
      note: '[CHOICE_NOTE_RULE]',
      grace: '[CHOICE_ASKER_GRACE]',
      detach: '',
    };
    for (const name of documented)
      assert.ok(stdout.includes(others[name] ?? `[CHOICE_${name.replaceAll('-', '_').toUpperCase()}]`), name);
  });

  test('when the help of ask is read, then it tells of the bound, the hold and what does not go together', async (t) => {
    const { stdout } = await runInProcess(makeHome(t), ['help', 'ask']);
    const told = stdout.replaceAll(/\s+/g, ' ');
    assert.match(told, /--max-timeout .*extensions included \(default: 24h, or --timeout if that is longer\)/);
    assert.match(
      told,
      /--timeout <duration> .*; a human who is answering when it passes gets 10 s more, at most 3 times \[/,
    );
    assert.match(told, /--other also take a typed answer; not with --multi \[/);
  });

  test('when a question is about help, then it is asked', async (t) => {
    const { code, stdout } = await run(makeHome(t), ['ask', '--timeout', '1', '--fallback', 'me', 'help', 'me']);
    assert.deepEqual([code, stdout], [0, 'me\n']);
  });

  const mistakes: readonly (readonly [args: readonly string[], line: RegExp])[] = [
    [['help', 'aks'], /^choice: unknown command 'aks' \(Did you mean ask\?\)\n$/],
    [['confrim', 'Q'], /^choice: unknown command 'confrim' \(Did you mean confirm\?\)\n$/],
    [['config', 'help', 'gte'], /^choice: unknown command 'gte' \(Did you mean get\?\)\n$/],
    [['config', 'gte', 'theme'], /^choice: unknown command 'gte' \(Did you mean get\?\)\n$/],
    [['answer', '--nte', 'x'], /^choice: unknown flag '--nte' \(Did you mean --note\?\)\n$/],
    [['fly'], /^choice: unknown command 'fly'; for a list of commands, run: choice help\n$/],
    [['history', '--zz'], /^choice: unknown flag '--zz'; for a list of flags, run: choice help history\n$/],
    [['--zz'], /^choice: unknown flag '--zz'; for a list of flags, run: choice help\n$/],
    [['extend', 'k3'], /^choice: missing required argument 'duration'; for usage, run: choice help extend\n$/],
    [['completion', 'bsh'], /^choice: "bsh" is not a supported shell; use one of: bash, zsh, fish\n$/],
  ];
  for (const [index, [args, line]] of mistakes.entries()) {
    test(`when "choice ${args.join(' ')}" is typed, then one line names what was meant`, async (t) => {
      const { code, stdout, stderr } = await runCase(index, makeHome(t), args);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, line);
    });
  }

  test('when the help of any command is shown, then it fits 80 columns, and all but the trivial has examples', async (t) => {
    const home = makeHome(t);
    const { stdout } = await runInProcess(home, ['help']);
    const names = [...stdout.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name = '']) => name);
    assert.ok(names.length >= 15, names.join());
    for (const topic of [
      [],
      ...names.map((name) => [name]),
      ...['get', 'set', 'list', 'path'].map((n) => ['config', n]),
    ]) {
      const { stdout: help } = await runInProcess(home, ['help', ...topic]);
      const wide = help.split('\n').filter((line) => line.length > 80);
      assert.deepEqual(wide, [], topic.join(' '));
      if (topic.length === 1) assert.match(help, /^Examples:$/m, topic.join(' '));
    }
  });
});

// Help reads like a manual and goes to stdout when it was asked for.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { makeHome, root, run } from '../helpers/choice.ts';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('help', { concurrency: true }, () => {
  const CASES: readonly (readonly [args: readonly string[], ...parts: RegExp[]])[] = [
    [['--help'], /^Usage: choice /, /ask .*ask a human/, /dashboard/, /stop/, /doctor/, /Examples:/, /CHOICE_HOME/],
    [['-h'], /^Usage: choice /],
    [['help'], /^Usage: choice /],
    [['ask', '--help'], /^Usage: choice ask \[flags\] <question> <option...>/, /Examples:/, /Exit codes:/],
    [['help', 'ask'], /--timeout <duration>.*CHOICE_TIMEOUT/s, /124 the deadline passed/],
    [['help', 'dashboard'], /--watch/, /--json/, /--open/],
    [['dashboard', '-h'], /Never\s+starts a portal/],
    [['stop', '--help'], /--force/],
    [['doctor', '--help'], /--json/],
  ];
  for (const [args, ...parts] of CASES) {
    test(`when "choice ${args.join(' ')}" is called, then the help is on stdout, with exit code 0`, async (t) => {
      const home = makeHome(t);
      const { code, stdout, stderr } = await run(home, args);
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
    const { stdout } = await run(makeHome(t), ['help', 'ask']);
    const flags = [...stdout.matchAll(/--(?!help)([a-z-]+)/g)].map(([, name]) => name ?? '');
    const documented = new Set(flags.filter((name) => new RegExp(`^ +(-\\w, )?--${name}\\b`, 'm').test(stdout)));
    assert.ok(documented.size >= 10);
    for (const name of documented)
      assert.ok(stdout.includes(`[CHOICE_${name.replaceAll('-', '_').toUpperCase()}]`), name);
  });
});

// A wrong command line: exit code 2, one clear line, an empty stdout, and nothing registered.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { makeHome, run } from '../helpers/choice.ts';
import { runCase } from '../helpers/in-process.ts';

const many = Array.from({ length: 1_001 }, (_, index) => `option-${index}`);

const CASES: readonly (readonly [what: string, args: readonly string[], complaint: RegExp])[] = [
  ['no question', ['ask'], /no question given/],
  ['an empty question', ['ask', '', 'a'], /the question is empty/],
  ['a blank question', ['ask', ' \n', 'a'], /the question is empty/],
  ['a question of 5 KiB', ['ask', 'x'.repeat(5_000), 'a'], /the question is longer than 4096 bytes/],
  ['no options', ['ask', 'Pick one'], /no options given/],
  ['an empty option', ['ask', 'Pick one', 'a', ''], /option 2: .* is empty/],
  ['the same value twice', ['ask', 'Pick one', 'a', 'b', 'a'], /"a" is given twice/],
  ['1,001 options', ['ask', 'Pick one', ...many], /too many options; give at most 1000/],
  ['a label of 2 KiB', ['ask', 'Pick one', 'a', 'x'.repeat(2_048)], /option 2: .* longer than 1024 bytes/],
  [
    'a fallback given twice',
    ['ask', '-m', '--fallback', 'a', '--fallback', 'b', 'Pick', 'a', 'b'],
    /^choice: --fallback is given twice; it takes one value\n/,
  ],
  ['an unknown fallback', ['ask', '--fallback', 'c', 'Pick one', 'a', 'b'], /fallback "c" is not one of .*: a, b/],
  ['an unknown recommended', ['ask', '--recommended', 'c', 'Pick one', 'a'], /recommended "c" is not one of/],
  [
    'a fallback without a deadline',
    ['ask', '--timeout', 'none', '--fallback', 'a', 'Q', 'a'],
    /fallback needs a deadline/,
  ],
  ['--timeout 0', ['ask', '--timeout', '0', 'Q', 'a'], /--timeout: "0" is out of range.*1 s to 30 d/],
  ['--timeout -5', ['ask', '--timeout', '-5', 'Q', 'a'], /--timeout: "-5" is out of range/],
  ['--timeout=-5', ['ask', '--timeout=-5', 'Q', 'a'], /--timeout: "-5" is out of range/],
  ['--timeout abc', ['ask', '--timeout', 'abc', 'Q', 'a'], /--timeout: "abc" is not a duration.*90s/],
  ['--timeout with no value', ['ask', 'Q', 'a', '--timeout'], /--timeout <duration> needs a value/],
  ['an empty --timeout', ['ask', '--timeout', '', 'Q', 'a'], /--timeout: "" is not a duration/],
  ['a timeout of 31 days', ['ask', '--timeout', '31d', 'Q', 'a'], /--timeout: "31d" is out of range/],
  ['a max-timeout of 31 days', ['ask', '--max-timeout', '31d', 'Q', 'a'], /--max-timeout: "31d" is out of range/],
  [
    'a max-timeout below the timeout',
    ['ask', '--timeout', '60', '--max-timeout', '30', 'Q', 'a'],
    /max-timeout \(30 s\) is shorter/,
  ],
  ['an unknown place', ['ask', '--portal', 'moon', 'Q', 'a'], /--portal: "moon" is not valid.*background, inline/],
  ['a mistyped flag', ['ask', '--timout', '3', 'Q', 'a'], /unknown flag '--timout' \(Did you mean --timeout\?\)/],
  [
    'an option that looks like a flag',
    ['ask', 'Q', '-x'],
    /unknown flag '-x'; put -- before an option to pick that starts with a dash/,
  ],
  ['a mistyped command', ['dashbord'], /unknown command 'dashbord' \(Did you mean dashboard\?\)/],
  ['a question without a command', ['Pick one', 'a', 'b'], /unknown command 'Pick one'/],
  ['help of an unknown command', ['help', 'aks'], /unknown command 'aks'/],
  [
    'an argument too many',
    ['stop', 'now'],
    /too many arguments for 'stop'\. Expected 0 arguments but got 1; for usage/,
  ],
  ['a mistyped flag of another command', ['dashboard', '--jsn'], /unknown flag '--jsn' \(Did you mean --json\?\)/],
  ['escapes in the mistake', ['\u001b[31maks'], /unknown command '⟨U\+001B⟩\[31maks'/],
];

describe('bad input', { concurrency: 4 }, () => {
  for (const [index, [what, args, complaint]] of CASES.entries()) {
    test(`when there is ${what}, then one line says so, with exit code 2, and nothing is registered`, async (t) => {
      const home = makeHome(t);
      const { code, stdout, stderr } = await runCase(index, home, args);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^choice: [^\n]+\n$/);
      assert.match(stderr, complaint);
      assert.ok(stderr.length < 400, 'what is long is cut short');
      assert.deepEqual(readdirSync(home.directory), []);
    });
  }

  test('when the command is named alone, then the help comes on stderr with exit code 2', async (t) => {
    const home = makeHome(t);
    const { code, stdout, stderr } = await run(home, []);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^Usage: choice /);
    assert.deepEqual(readdirSync(home.directory), []);
  });

  test('when everything is at its limit, then it is taken', async (t) => {
    const home = makeHome(t);
    const options = many.slice(1, 1_000);
    const args = ['--timeout', '1', '--fallback', 'option-999', 'x'.repeat(4_096), 'x'.repeat(1_024), ...options];
    const { code, stdout } = await run(home, ['ask', ...args]);
    assert.deepEqual([code, stdout], [0, 'option-999\n']);
  });
});

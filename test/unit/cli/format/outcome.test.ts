// The contract with scripts: what an outcome prints, and how the command exits.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CommandError, describeError, usageError } from '../../../../src/cli/errors.ts';
import { EXIT, SIGNAL_EXITS } from '../../../../src/cli/exit-codes.ts';
import { formatOutcome } from '../../../../src/cli/format/outcome.ts';
import { NoPortalError } from '../../../../src/client/start.ts';
import type { Outcome } from '../../../../src/core/prompt.ts';
import { UnsafeDirectoryError } from '../../../../src/system/private-directory.ts';
import { makeOutcome, makeSpec } from '../../../helpers/prompts.ts';

const base = makeOutcome({ values: ['b'], settled_at: 2_000, elapsed_ms: 1_000 });
const spec = makeSpec({ options: ['a', 'b', 'b c', '-x', 'one\ntwo', '\u001b[31mred'].map((value) => ({ value })) });
const answered = base;
const several: Outcome = { ...base, values: ['a', 'b c', '-x'] };
const multiline: Outcome = { ...base, values: ['one\ntwo'] };
const coloured: Outcome = { ...base, values: ['\u001b[31mred'] };
const fallback: Outcome = { ...base, status: 'timeout', by: 'deadline', fallback: true };
const timeout: Outcome = { ...base, status: 'timeout', by: 'deadline', values: [] };
const cancelled: Outcome = { ...base, status: 'cancelled', values: [] };
const abandoned: Outcome = { ...cancelled, by: 'asker' };

describe('an outcome as text', () => {
  const cases: readonly [what: string, outcome: Outcome, stdout: string, quiet: string, exitCode: number][] = [
    ['answered', answered, 'b\n', 'b\n', 0],
    ['answered with several', several, 'a\nb c\n-x\n', 'a\nb c\n-x\n', 0],
    ['answered with a value of two lines', multiline, 'one\ntwo\n', 'one\ntwo\n', 0],
    ['answered with a value that holds escapes', coloured, '\u001b[31mred\n', '\u001b[31mred\n', 0],
    ['settled by the fallback', fallback, 'b\n', 'b\n', 0],
    ['timed out', timeout, 'timeout\n', '', 124],
    ['cancelled by a human', cancelled, 'cancelled\n', '', 3],
    ['cancelled by its asker', abandoned, 'cancelled\n', '', 3],
  ];
  for (const [what, outcome, stdout, quiet, exitCode] of cases) {
    test(`when a prompt is ${what}, then exit ${exitCode} and ${JSON.stringify(stdout)}, with --no-status ${JSON.stringify(quiet)}`, () => {
      const format = (noStatus: boolean) =>
        formatOutcome({ id: 'p0000001', opened_at: 1_000, outcome }, spec, { json: false, noStatus });
      assert.deepEqual(format(false), { stdout, exitCode });
      assert.deepEqual(format(true), { stdout: quiet, exitCode });
    });
  }
});

describe('an outcome with its note', () => {
  const note = 'one\ntwo';
  const cases: readonly [what: string, outcome: Outcome, lines: string, fields: string][] = [
    ['answered with one', { ...base, note }, 'b\none\ntwo\n', 'b\0one\ntwo\0'],
    ['answered without one', base, 'b\n\n', 'b\0\0'],
    ['answered with several and one', { ...several, note }, 'a\nb c\n-x\none\ntwo\n', 'a\0b c\0-x\0one\ntwo\0'],
    ['cancelled with one', { ...cancelled, note }, 'cancelled\none\ntwo\n', 'cancelled\0one\ntwo\0'],
    ['timed out', timeout, 'timeout\n\n', 'timeout\0\0'],
  ];
  for (const [what, outcome, lines, fields] of cases) {
    test(`when it is ${what}, then the note is the rest of stdout, or its last field`, () => {
      const format = (print0: boolean, noStatus = false) => {
        const style = { json: false, noStatus, print0, printNote: true };
        return formatOutcome({ id: 'p0000001', opened_at: 1_000, outcome }, spec, style).stdout;
      };
      assert.deepEqual([format(false), format(true)], [lines, fields]);
      assert.equal(format(false, true), outcome.status === 'answered' ? lines : '');
    });
  }
});

describe('an outcome as JSON', () => {
  for (const outcome of [answered, several, multiline, fallback, timeout, cancelled]) {
    test(`when it is ${outcome.status}${outcome.fallback ? ' by the fallback' : ''} with ${JSON.stringify(outcome.values)}, then one object on one line, same exit code`, () => {
      const { stdout, exitCode } = formatOutcome({ id: 'p0000001', opened_at: 1_000, outcome }, spec, {
        json: true,
        noStatus: false,
      });
      assert.equal(
        exitCode,
        formatOutcome({ id: 'p0000001', opened_at: 1_000, outcome }, spec, { json: false, noStatus: false }).exitCode,
      );
      assert.equal(stdout.indexOf('\n'), stdout.length - 1);
      const printed: Record<string, unknown> = JSON.parse(stdout);
      assert.deepEqual(printed, { id: 'p0000001', opened_at: 1_000, ...outcome });
      const keys =
        'id status values text note notes fallback by who opened_at settled_at elapsed_ms extended_ms seen_at';
      assert.equal(Object.keys(printed).join(' '), keys);
    });
  }
});

describe('exit codes', () => {
  test('when scripts rely on them, then they are these', () => {
    assert.deepEqual(EXIT, {
      ok: 0,
      no: 1,
      usage: 2,
      cancelled: 3,
      unavailable: 69,
      internal: 70,
      outputFailed: 74,
      stillOpen: 75,
      timeout: 124,
      hangup: 129,
      interrupted: 130,
      brokenPipe: 141,
      terminated: 143,
    });
    assert.deepEqual(SIGNAL_EXITS, { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });
  });

  const errors: readonly [error: unknown, exitCode: number, message: RegExp][] = [
    [usageError('no options given'), 2, /^no options given$/],
    [new CommandError('full', 74), 74, /^full$/],
    [new NoPortalError('it does not start'), 69, /^no human can be reached: it does not start$/],
    [new UnsafeDirectoryError('x is open'), 69, /^no human can be reached: x is open$/],
    [new TypeError('undefined is not a function'), 70, /^internal error: undefined is not a function/],
    ['thrown text', 70, /^internal error: thrown text/],
    [undefined, 70, /^internal error: undefined/],
  ];
  for (const [error, exitCode, message] of errors) {
    test(`when ${String(error)} is thrown, then exit ${exitCode} and one line`, () => {
      const described = describeError(error);
      assert.equal(described.exitCode, exitCode);
      assert.match(described.message, message);
      assert.ok(!described.message.includes('\n'));
    });
  }
});

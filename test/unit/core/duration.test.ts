// Durations as people type and read them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatClock, formatDuration, parseDuration } from '../../../src/core/duration.ts';
import { DAY, HOUR, MAX_TIMEOUT, MIN_TIMEOUT, MINUTE, SECOND } from '../../../src/core/limits.ts';

const parse = (text: string) => parseDuration(text, MIN_TIMEOUT, MAX_TIMEOUT);

describe('parseDuration', () => {
  const accepted: [text: string, ms: number | null][] = [
    ['60', MINUTE],
    ['1', SECOND],
    ['1.5', 1_500],
    ['1.0004', 1_000],
    ['90s', 90 * SECOND],
    ['5m', 5 * MINUTE],
    ['1h', HOUR],
    ['1h30m', 90 * MINUTE],
    ['2d', 2 * DAY],
    ['1d2h3m4s', DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND],
    ['0h90s', 90 * SECOND],
    ['5M', 5 * MINUTE],
    ['  5m ', 5 * MINUTE],
    ['30d', MAX_TIMEOUT],
    ['2592000', MAX_TIMEOUT],
    ['none', null],
    ['None', null],
  ];
  for (const [text, ms] of accepted) {
    test(`when "${text}" is typed, then it is ${ms} ms`, () => assert.deepEqual(parse(text), { ok: true, ms }));
  }

  const malformed = [
    '',
    ' ',
    'abc',
    '1 h',
    '1.5h',
    '5x',
    '30m1h',
    '1m1m',
    '1e3',
    '.5',
    '5.',
    '+5',
    '--5',
    '-',
    'null',
    '٣',
  ];
  for (const text of malformed) {
    test(`when "${text}" is typed, then it is refused with the forms that work`, () =>
      assert.deepEqual(parse(text), {
        ok: false,
        problem: `"${text}" is not a duration; write seconds (60) or 90s, 5m, 1h30m, none`,
      }));
  }

  const outOfRange = ['0', '0s', '-5', '-5m', '0.5', '31d', '30d1s', '2592001', '9'.repeat(30)];
  for (const text of outOfRange) {
    test(`when "${text}" is typed, then it is refused with the range`, () =>
      assert.deepEqual(parse(text), {
        ok: false,
        problem: `"${text}" is out of range; it must be from 1 s to 30 d`,
      }));
  }

  test('when a long or many-lined text is typed, then the problem stays one short line', () => {
    for (const text of ['x'.repeat(5_000), '9'.repeat(5_000), 'a\nb\u001b[31m']) {
      const parsed = parse(text);
      assert.ok(!parsed.ok);
      assert.match(parsed.problem, /^[\P{Cc}]{1,120}$/u);
    }
  });

  test('when any text is typed, then the result is none, in range, or a problem', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^-?\d{0,9}[dhms.]?\d{0,6}[dhms]?$/)), (text) => {
        const parsed = parse(text);
        if (parsed.ok && parsed.ms !== null) {
          assert.ok(Number.isInteger(parsed.ms) && parsed.ms >= MIN_TIMEOUT && parsed.ms <= MAX_TIMEOUT);
        }
      }),
    );
  });
});

describe('formatDuration', () => {
  const table: [ms: number, words: string][] = [
    [0, '0 s'],
    [50, '0.1 s'],
    [1_000, '1 s'],
    [1_500, '1.5 s'],
    [90_000, '90 s'],
    [119_000, '119 s'],
    [120_000, '2 min'],
    [5 * MINUTE, '5 min'],
    [125_000, '2 min 5 s'],
    [90 * MINUTE, '1 h 30 min'],
    [HOUR + SECOND, '1 h 1 s'],
    [DAY, '1 d'],
    [30 * DAY, '30 d'],
    [DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND, '1 d 2 h 3 min 4 s'],
  ];
  for (const [ms, words] of table) {
    test(`when ${ms} ms are shown, then they read "${words}"`, () => assert.equal(formatDuration(ms), words));
  }

  test('when the spaces are taken out of whole seconds, then the words parse to the same duration', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_TIMEOUT / SECOND }), (seconds) => {
        const typed = formatDuration(seconds * SECOND)
          .replaceAll('min', 'm')
          .replaceAll(' ', '');
        assert.deepEqual(parse(typed), { ok: true, ms: seconds * SECOND });
      }),
    );
  });
});

describe('formatClock', () => {
  const table: [ms: number, clock: string][] = [
    [-5, '0:00'],
    [0, '0:00'],
    [0.5, '0:01'],
    [8_001, '0:09'],
    [9_000, '0:09'],
    [59_001, '1:00'],
    [12 * MINUTE + 30 * SECOND, '12:30'],
    [HOUR - 1, '1:00:00'],
    [HOUR + 2 * MINUTE + 3 * SECOND, '1:02:03'],
    [DAY - SECOND, '23:59:59'],
    [DAY - 1, '1 d 0 h'],
    [28 * DAY - 20 * SECOND, '27 d 23 h'],
    [30 * DAY, '30 d 0 h'],
  ];
  for (const [ms, clock] of table) {
    test(`when ${ms} ms are left, then the clock shows ${clock}`, () => assert.equal(formatClock(ms), clock));
  }
});

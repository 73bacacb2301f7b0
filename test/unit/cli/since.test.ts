// Moments in the past, as people type them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseSince } from '../../../src/cli/since.ts';
import { DAY, HOUR, MINUTE } from '../../../src/core/limits.ts';

const now = Date.UTC(2026, 5, 15, 12);

describe('parseSince', () => {
  const { TZ } = process.env;
  before(() => {
    // Away from UTC, where no test could tell local from universal time.
    process.env.TZ = 'Asia/Shanghai';
  });
  after(() => {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  });

  const cases: [text: string, at: () => number][] = [
    ['2h', () => now - 2 * HOUR],
    ['90', () => now - 90_000],
    ['1h30m', () => now - 90 * MINUTE],
    ['400d', () => now - 400 * DAY],
    ['0', () => now],
    ['36500d', () => 0],
    ['2026-01-31', () => new Date(2026, 0, 31).getTime()],
    [' 2026-01-31T09:05 ', () => new Date(2026, 0, 31, 9, 5).getTime()],
    ['2026-01-31 09:05:06', () => new Date(2026, 0, 31, 9, 5, 6).getTime()],
    ['2026-01-31T09:05Z', () => Date.UTC(2026, 0, 31, 9, 5)],
    ['2026-01-31T09:05:06.789+02:00', () => Date.UTC(2026, 0, 31, 7, 5, 6, 789)],
  ];
  for (const [text, at] of cases) {
    test(`when it is "${text}", then it is that moment`, () => {
      assert.equal(parseSince(text, now), at());
    });
  }

  for (const text of ['', 'none', 'yesterday', '-1h', '2026-13-01', '2026-01', '1969-01-01T00:00Z', '31.01.2026']) {
    test(`when it is "${text}", then it is refused with the ways to write it`, () => {
      assert.throws(() => parseSince(text, now), /is not a time in the past; write 2h, 7d, 2026-01-31/);
    });
  }
});

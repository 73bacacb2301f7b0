// The moments of a countdown that are said aloud.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { crossedMoment } from '../../../src/core/moments.ts';

describe('crossedMoment', () => {
  const cases: [string, number | null, number | null, number | null][] = [
    ['a minute is reached', 60_001, 60_000, 60_000],
    ['half a minute is passed', 31_000, 29_900, 30_000],
    ['several are passed at once, as after a sleep', 90_000, 9_000, 10_000],
    ['time was added', 5_000, 65_000, null],
    ['nothing lies between', 29_000, 28_000, null],
    ['it is the first look', null, 9_000, null],
    ['the deadline was moved to well before it', 58_000, 3_000, null],
    ['it is over', 11_000, 0, null],
  ];
  for (const [when, before, after, moment] of cases) {
    test(`when ${when}, then ${moment ?? 'nothing'} is said`, () => assert.equal(crossedMoment(before, after), moment));
  }
});

// Hostile text shown on a terminal: literally, and unable to steer it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { visibleLine, visibleText } from '../../../src/terminal/visible-text.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these must never come through
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]/;

describe('visibleText', () => {
  for (const [given, shown] of [
    ['plain', 'plain'],
    ['\u001b[31mred\u001b[0m', '⟨U+001B⟩[31mred⟨U+001B⟩[0m'],
    ['\u009b2J', '⟨U+009B⟩2J'],
    ['a\u202Eb', 'a⟨U+202E⟩b'],
    ['pay\u200Bpal', 'pay⟨U+200B⟩pal'],
    ['one\r\ntwo\rthree', 'one\ntwo⟨U+000D⟩three'],
    ['a\tb', 'a    b'],
    ['👨‍👩‍👧 ✔️ é', '👨‍👩‍👧 ✔️ é'],
    ['שלום العالم', 'שלום العالم'],
  ] as const) {
    test(`when the text is ${JSON.stringify(given)}, then it is shown as ${JSON.stringify(shown)}`, () =>
      assert.equal(visibleText(given), shown));
  }

  test('when the text is anything, then nothing in it steers a terminal', () => {
    const units = fc.string({ unit: fc.integer({ min: 0, max: 0x20ff }).map((point) => String.fromCodePoint(point)) });
    fc.assert(fc.property(units, (given) => assert.doesNotMatch(visibleText(given), STEERING)));
  });

  test('when it must be one line, then breaks and runs of spaces become one space', () => {
    assert.equal(visibleLine('  a\n\n b\tc '), 'a b c');
  });
});

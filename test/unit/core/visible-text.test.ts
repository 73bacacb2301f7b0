// Untrusted text: nothing hides in it, and nothing is lost from it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { markHidden, plainLine, printableJson, visibleText } from '../../../src/core/visible-text.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these must never come through
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]/;

const marks = (text: string) =>
  markHidden(text)
    .filter(({ mark }) => mark)
    .map((part) => part.text);

describe('markHidden', () => {
  const hidden: [string, string][] = [
    ['a bidi override', '\u202E'],
    ['a bidi isolate', '\u2066'],
    ['a left-to-right mark', '\u200E'],
    ['a zero-width space', '\u200B'],
    ['a zero-width non-joiner', '\u200C'],
    ['a byte order mark', '\uFEFF'],
    ['a soft hyphen', '\u00AD'],
    ['an escape', '\u001B'],
    ['a C1 control', '\u009B'],
    ['a carriage return', '\r'],
    ['a line separator', '\u2028'],
    ['a tag character', '\u{E0041}'],
    ['a joiner between letters', '\u200D'],
    ['a variation selector', '\uFE00'],
    ['an emoji selector behind a letter', '\uFE0F'],
    ['a variation selector of the supplement', '\u{E0100}'],
    ['a Mongolian selector', '\u180B'],
    ['a shorthand control', '\u{1BCA0}'],
    ['a musical control', '\u{1D173}'],
  ];
  for (const [name, character] of hidden) {
    test(`when the text holds ${name}, then a mark names it and the rest stays`, () => {
      const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
      assert.deepEqual(markHidden(`a${character}b`), [
        { text: 'a', mark: false },
        { text: code, mark: true },
        { text: 'b', mark: false },
      ]);
    });
  }

  test('when the text is plain, has lines, accents, other scripts or joined emoji, then nothing is marked', () => {
    for (const text of ['', 'a b', 'two\nlines\tand', 'é日本مرحبا', '👨‍👩‍👧', '👩🏽‍💻', '🏳️‍🌈', '❤️', '☎︎', '1️⃣'])
      assert.deepEqual(marks(text), [], text);
  });

  test('when any text is cut, then the parts without marks are its visible characters, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const parts = markHidden(text);
        let rest = text;
        for (const { text: part, mark } of parts) {
          const start = mark ? String.fromCodePoint(Number.parseInt(part.slice(2), 16)) : part;
          assert.ok(rest.startsWith(start));
          rest = rest.slice(start.length);
        }
        assert.equal(rest, '');
      }),
    );
  });
});

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
});

describe('plainLine', () => {
  test('when a text has lines and hidden characters, then it is one line with marks', () => {
    assert.equal(plainLine('  one\r\n\n two\tthree\u202E '), 'one two three⟨U+202E⟩');
  });
});

describe('printableJson', () => {
  test('when a value has characters that steer a terminal, then they are escaped and the value is the same', () => {
    const units = fc.string({ unit: fc.integer({ min: 0, max: 0x20ff }).map((point) => String.fromCodePoint(point)) });
    fc.assert(
      fc.property(units, (given) => {
        const json = printableJson({ [given]: [given] });
        assert.doesNotMatch(json, STEERING);
        assert.deepEqual(JSON.parse(json), { [given]: [given] });
      }),
    );
    assert.equal(printableJson('\u009b2J\u202E'), '"\\u009b2J\\u202e"');
    assert.equal(printableJson('a\u{E0041}👩🏽‍🚀'), '"a\\udb40\\udc41👩🏽‍🚀"');
  });
});

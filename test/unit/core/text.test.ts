// Facts about strings, against what the platform says.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cutText, isWellFormed, repairText, shorten, utf8Length } from '../../../src/core/text.ts';

const anyUnits = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd7fe, max: 0xe001 })), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units));

describe('utf8Length', () => {
  for (const [text, bytes] of [
    ['', 0],
    ['abc', 3],
    ['é', 2],
    ['€', 3],
    ['😀', 4],
    ['\ud800', 3],
  ] as const) {
    test(`when the text is ${JSON.stringify(text)}, then it has ${bytes} bytes`, () =>
      assert.equal(utf8Length(text), bytes));
  }

  test('when the text is anything, then the length is that of its UTF-8 encoding', () => {
    fc.assert(fc.property(anyUnits, (text) => assert.equal(utf8Length(text), Buffer.byteLength(text))));
  });
});

describe('isWellFormed', () => {
  for (const [text, expected] of [
    ['', true],
    ['a😀b', true],
    ['\ud83d', false],
    ['\ude00', false],
    ['\ud83d\ud83d\ude00', false],
    ['\ud83d\ude00\ude00', false],
    ['\ude00\ud83d', false],
  ] as const) {
    test(`when the text is ${JSON.stringify(text)}, then the answer is ${expected}`, () =>
      assert.equal(isWellFormed(text), expected));
  }

  test('when the text is anything, then it is well formed exactly if UTF-8 gives it back', () => {
    fc.assert(fc.property(anyUnits, (text) => assert.equal(isWellFormed(text), Buffer.from(text).toString() === text)));
  });
});

describe('repairText', () => {
  test('when the text is anything, then it is well-formed, has no NUL, and is as before if it was so', () => {
    fc.assert(
      fc.property(anyUnits, (text) =>
        assert.equal(repairText(text), Buffer.from(text).toString().replaceAll('\0', '\uFFFD')),
      ),
    );
  });
});

describe('shorten', () => {
  for (const [text, length, expected] of [
    ['', 3, ''],
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['😀😀😀', 3, '😀😀😀'],
    ['😀😀😀😀', 3, '😀😀…'],
    ['a\nb', 3, 'a b'],
    ['a\r\n\u001bb', 9, 'a b'],
    ['a\u2028b', 3, 'a b'],
  ] as const) {
    test(`when ${JSON.stringify(text)} is cut to ${length}, then ${JSON.stringify(expected)} is left`, () =>
      assert.equal(shorten(text, length), expected));
  }
});

describe('cutText', () => {
  for (const [text, length, expected] of [
    ['a\nb\u001b', 4, 'a\nb\u001b'],
    ['a\nb\u001b!', 4, 'a\nb…'],
    ['😀😀😀', 3, '😀😀😀'],
    ['😀😀😀a', 3, '😀😀…'],
    ['a😀😀😀', 3, 'a😀…'],
  ] as const) {
    test(`when ${JSON.stringify(text)} is cut to ${length}, then ${JSON.stringify(expected)} is left`, () =>
      assert.equal(cutText(text, length), expected));
  }

  test('when the text is anything, then it is whole or has as many characters as it may have', () => {
    const lengths = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(anyUnits, lengths, (text, length) => {
        const characters = [...text];
        const expected = characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
        assert.equal(cutText(text, length), expected);
      }),
    );
  });
});

// Text fitted to columns: nothing too wide, nothing lost.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { displayWidth } from '../../../src/core/width.ts';
import { cutParts, wrapParts, wrapText } from '../../../src/terminal/text-layout.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '数', '🚀', 'e\u0301', '-'), maxLength: 80 });

describe('wrapText', () => {
  for (const [given, width, lines] of [
    ['one two three', 8, ['one two', 'three']],
    ['one two', 7, ['one two']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['ab abcdefghij', 4, ['ab', 'abcd', 'efgh', 'ij']],
    ['数据库迁移', 4, ['数据', '库迁', '移']],
    ['run 数据库', 7, ['run 数', '据库']],
    ['a\n\nb', 5, ['a', '', 'b']],
    ['', 5, ['']],
  ] as const) {
    test(`when ${JSON.stringify(given)} has ${width} columns, then it is ${JSON.stringify(lines)}`, () =>
      assert.deepEqual(wrapText(given, width), lines));
  }

  test('when the text is anything, then every line fits and all but spaces is kept in order', () => {
    const property = fc.property(text, fc.integer({ min: 2, max: 20 }), (given, width) => {
      const lines = wrapText(given, width);
      for (const line of lines) assert.ok(displayWidth(line) <= width, line);
      assert.equal(lines.join('').replaceAll(/\s/g, ''), given.replaceAll(/\s/g, ''));
    });
    fc.assert(property);
  });
});

describe('painted parts', () => {
  const loud = (part: string) => part.toUpperCase();

  test('when parts are wrapped, then each keeps its paint', () => {
    assert.deepEqual(wrapParts([{ text: 'one two ' }, { text: 'three', paint: loud }], 8), ['one two', 'THREE']);
  });

  test('when there are more lines than may be, then the last one ends in an ellipsis', () => {
    const lines = wrapParts([{ text: 'one two three four' }], 8, 2);
    assert.deepEqual(lines, ['one two', 'three …']);
  });

  test('when a line is cut, then it fits and ends in an ellipsis', () => {
    const property = fc.property(text, text, fc.integer({ min: 2, max: 20 }), (first, second, width) => {
      const line = cutParts([{ text: first }, { text: second, paint: (part) => `<${part}>` }], width);
      const plain = line.replaceAll(/[<>]/g, '');
      assert.ok(displayWidth(plain) <= width);
      if (plain !== first + second) assert.match(plain, /…$/);
    });
    fc.assert(property);
  });
});

// Columns that a terminal gives to text.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { displayWidth, fitWidth } from '../../../src/core/width.ts';

describe('displayWidth', () => {
  for (const [text, columns] of [
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['数据', 4],
    ['한글', 4],
    ['ｗ', 2],
    ['𠀀', 2],
    ['🚀', 2],
    ['❤', 1],
    ['a\u200db', 2],
  ] as const) {
    test(`when the text is ${JSON.stringify(text)}, then it takes ${columns}`, () =>
      assert.equal(displayWidth(text), columns));
  }
});

describe('fitWidth', () => {
  for (const [text, columns, fitted] of [
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['数据库', 5, '数据…'],
    ['数据库', 4, '数…'],
  ] as const) {
    test(`when ${text} has ${columns} columns, then it is ${fitted}`, () =>
      assert.equal(fitWidth(text, columns), fitted));
  }
});

// Text of others on a terminal: no control character passes, and columns stay in line.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { printable } from '../../../src/cli/output.ts';
import { formatTable } from '../../../src/cli/table.ts';

describe('printable text', () => {
  const cases: readonly [text: string, shown: string][] = [
    ['plain', 'plain'],
    ['', ''],
    ['Où? 漢字 \u{1F680}', 'Où? 漢字 \u{1F680}'],
    ['\u001b[31mred\u001b[0m', ' [31mred [0m'],
    ['\u001b]0;title\u0007', ' ]0;title '],
    ['\u009b31mred', ' 31mred'],
    ['two\nlines\r\nthree\ttabs', 'two lines three tabs'],
    ['\u0000\u0008\u007f', ' '],
  ];
  for (const [text, shown] of cases) {
    test(`when the text is ${JSON.stringify(text)}, then ${JSON.stringify(shown)}`, () =>
      assert.equal(printable(text), shown));
  }

  test('when any C0 or C1 control is in a text, then it is not in what is shown', () => {
    for (let point = 0; point < 0xa0; point += 1) {
      const isControl = point < 0x20 || (point >= 0x7f && point < 0xa0);
      const character = String.fromCodePoint(point);
      assert.equal(printable(`a${character}b`), isControl ? 'a b' : `a${character}b`);
    }
  });
});

describe('a table', () => {
  test('when cells differ in length, then columns are in line and the last one is not padded', () => {
    assert.deepEqual(
      formatTable(
        ['ID', 'LEFT', 'QUESTION'],
        [
          ['abc', '0:09', 'Short?'],
          ['a', '1:02:03', 'Why?'],
        ],
        80,
      ),
      ['ID   LEFT     QUESTION', 'abc  0:09     Short?', 'a    1:02:03  Why?'],
    );
  });

  test('when characters are wide, combining or invisible, then they count as a terminal shows them', () => {
    const rows = [
      ['漢字', 'x'],
      ['abcd', 'x'],
      ['e\u0301', 'x'],
      ['\u{1F680}', 'x'],
    ];
    assert.deepEqual(formatTable(['', ''], rows, 80).slice(1), [
      '漢字  x',
      'abcd  x',
      'e\u0301     x',
      '\u{1F680}    x',
    ]);
  });

  test('when a line is too long, then it is cut with an ellipsis at the width, wide characters whole', () => {
    assert.deepEqual(formatTable(['Q'], [['0123456789'], ['01234567'], ['漢字漢字漢']], 8), [
      'Q',
      '0123456…',
      '01234567',
      '漢字漢…',
    ]);
    assert.deepEqual(formatTable(['Q'], [['x'.repeat(300)]], Number.POSITIVE_INFINITY)[1]?.length, 300);
  });

  test('when cells hold controls and line breaks, then a row stays one line', () => {
    const lines = formatTable(['Q', 'R'], [['a\nb', '\u001b[2Jc']], 80);
    assert.deepEqual(lines, ['Q    R', 'a b   [2Jc']);
  });

  test('when there are no rows, then the head alone', () =>
    assert.deepEqual(formatTable(['A', 'B'], [], 80), ['A  B']));
});

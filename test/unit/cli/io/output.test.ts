// Text of others on a terminal: nothing steers it, nothing hides, and columns stay in line.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatTable } from '../../../../src/cli/format/table.ts';
import { printable } from '../../../../src/cli/io/output.ts';

describe('printable text', () => {
  const cases: readonly [text: string, shown: string][] = [
    ['plain', 'plain'],
    ['', ''],
    ['Où? 漢字 \u{1F680}', 'Où? 漢字 \u{1F680}'],
    ['\u001b[31mred\u001b[0m', '⟨U+001B⟩[31mred⟨U+001B⟩[0m'],
    ['\u001b]0;title\u0007', '⟨U+001B⟩]0;title⟨U+0007⟩'],
    ['\u009b31mred', '⟨U+009B⟩31mred'],
    ['txt\u202Eexe', 'txt⟨U+202E⟩exe'],
    ['two\nlines\r\nthree\ttabs', 'two lines three tabs'],
    ['\u0000\u0008\u007f', '⟨U+0000⟩⟨U+0008⟩⟨U+007F⟩'],
  ];
  for (const [text, shown] of cases) {
    test(`when the text is ${JSON.stringify(text)}, then ${JSON.stringify(shown)}`, () =>
      assert.equal(printable(text), shown));
  }

  test('when any C0 or C1 control is in a text, then it is not in what is shown', () => {
    for (let point = 0; point < 0xa0; point += 1) {
      const character = String.fromCodePoint(point);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
      assert.doesNotMatch(printable(`a${character}b`), /[\u0000-\u001f\u007f-\u009f]/);
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
    assert.deepEqual(lines, ['Q    R', 'a b  ⟨U+001B⟩[2Jc']);
  });

  test('when there are no rows, then the head alone', () =>
    assert.deepEqual(formatTable(['A', 'B'], [], 80), ['A  B']));
});

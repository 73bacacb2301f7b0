// Typing: what keys make of a text and of the place of the cursor.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isWellFormed } from '../../../src/core/text.ts';
import { type Editor, EMPTY, edit, textOf } from '../../../src/terminal/line-editor.ts';
import { key, paste } from './keys.ts';

/** An editor with the cursor at `|`. */
function at(text: string): Editor {
  const [before = '', after = ''] = text.split('|');
  return { before, after };
}

describe('edit', () => {
  const cases: [given: string, key: string | ReturnType<typeof paste>, expected: string, lines?: boolean][] = [
    ['a|c', 'b', 'ab|c'],
    ['a|', '数', 'a数|'],
    ['ab|c', 'backspace', 'a|c'],
    ['👨‍👩‍👧|', 'backspace', '|'],
    ['|', 'backspace', '|'],
    ['a|e\u0301b', 'delete', 'a|b'],
    ['ab|', 'left', 'a|b'],
    ['a|👨‍👩‍👧', 'right', 'a👨‍👩‍👧|'],
    ['one two|', 'ctrl+left', 'one |two'],
    ['one| two', 'alt+right', 'one two|'],
    ['one two|', 'ctrl+w', 'one |'],
    ['one two|x', 'ctrl+u', '|x'],
    ['one| two', 'ctrl+k', 'one|'],
    ['one|', 'home', '|one'],
    ['a\nb|c', 'home', 'a\n|bc', true],
    ['a\n|bc\nd', 'end', 'a\nbc|\nd', true],
    ['ab|', 'return', 'ab|'],
    ['ab|', 'return', 'ab\n|', true],
    ['abc\nde|f', 'up', 'ab|c\ndef', true],
    ['a\ndef|', 'up', 'a|\ndef', true],
    ['ab|c\nd', 'down', 'abc\nd|', true],
    ['a|bc\ndef', 'down', 'abc\nd|ef', true],
    ['abc|', 'down', 'abc|', true],
    ['😀\na|', 'up', '😀|\na', true],
    ['a😀\ne\u0301b|', 'up', 'a😀|\ne\u0301b', true],
    ['ab|\n👨‍👩‍👧数c', 'down', 'ab\n👨‍👩‍👧数|c', true],
    ['😀|\ne\u0301b', 'down', '😀\ne\u0301|b', true],
    ['|', paste('one\r\ntwo'), 'one two|'],
    ['|', paste('one\r\ntwo'), 'one\ntwo|', true],
    ['|', paste('a\u001b[31mb\u0007\n'), 'a[31mb|'],
    ['a|', 'escape', 'a|'],
  ];
  for (const [given, pressed, expected, lines = false] of cases) {
    const name = typeof pressed === 'string' ? pressed : `paste ${JSON.stringify(pressed.text)}`;
    test(`when ${name} comes at ${JSON.stringify(given)}${lines ? ' of several lines' : ''}, then it is ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(edit(at(given), typeof pressed === 'string' ? key(pressed) : pressed, lines), at(expected));
    });
  }

  test('when up and down go through emoji, then what is typed there leaves well-formed text', () => {
    for (const pressed of ['up', 'down']) {
      const editor = edit(edit(at('😀😀\na|b\n😀😀'), key(pressed), true), key('x'), true);
      assert.doesNotMatch(editor.before, /[\ud800-\udbff]x$/);
      assert.ok(isWellFormed(textOf(editor)), JSON.stringify(editor));
    }
  });

  test('when a key does nothing, then the very editor is given back', () => {
    assert.equal(edit(EMPTY, key('escape'), false), EMPTY);
  });
});

// What keys mean, and where they mean nothing.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isOfText, type Key, type Place, readShortcut, type Shortcut } from '../../../web/shell/read-shortcut.ts';

const press = (key: string, changes: Partial<Key> = {}): Key => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  keyCode: 0,
  ...changes,
});

describe('readShortcut', () => {
  const cases: [string, Place, Shortcut | null][] = [
    ['j', 'elsewhere', { type: 'move', by: 1 }],
    ['k', 'option', { type: 'move', by: -1 }],
    ['ArrowDown', 'option', { type: 'move', by: 1 }],
    ['ArrowLeft', 'option', { type: 'move', by: -1 }],
    ['ArrowDown', 'elsewhere', null],
    ['1', 'elsewhere', { type: 'pick', position: 0 }],
    ['9', 'option', { type: 'pick', position: 8 }],
    ['0', 'option', null],
    ['/', 'elsewhere', { type: 'filter' }],
    ['?', 'option', { type: 'keys' }],
    ['Escape', 'field', { type: 'leave' }],
    ['h', 'elsewhere', null],
    ['Enter', 'option', null],
    [' ', 'option', null],
  ];
  for (const [key, place, shortcut] of cases) {
    test(`when "${key}" is pressed ${place === 'elsewhere' ? 'elsewhere' : `on a ${place}`}`, () =>
      assert.deepEqual(readShortcut(press(key), place), shortcut));
  }

  const typed: [string, Place, Shortcut | null][] = [
    ['j', 'option', { type: 'type' }],
    ['5', 'elsewhere', { type: 'type' }],
    ['ü', 'elsewhere', { type: 'type' }],
    ['数', 'elsewhere', { type: 'type' }],
    ['Backspace', 'option', { type: 'type' }],
    ['ArrowDown', 'option', { type: 'move', by: 1 }],
    [' ', 'option', null],
    ['Enter', 'option', null],
    ['Dead', 'elsewhere', null],
    ['F5', 'elsewhere', null],
    ['/', 'option', { type: 'filter' }],
    ['?', 'elsewhere', { type: 'keys' }],
    ['j', 'field', null],
  ];
  for (const [key, place, shortcut] of typed) {
    test(`when typing is meant and "${key}" is pressed (${place})`, () =>
      assert.deepEqual(readShortcut(press(key), place, true), shortcut));
  }

  test('when a human types into a field, then no key but Escape means anything', () => {
    for (const key of ['j', 'k', '1', '/', '?', 'ArrowDown'])
      assert.equal(readShortcut(press(key), 'field'), null, key);
  });

  test('when a modifier is held or a character is being composed, then no key means anything', () => {
    for (const changes of [
      { ctrlKey: true },
      { metaKey: true },
      { altKey: true },
      { isComposing: true },
      { keyCode: 229 },
    ])
      for (const key of ['j', '1', '/', 'Escape']) assert.equal(readShortcut(press(key, changes), 'elsewhere'), null);
  });
});

describe('isOfText', () => {
  test('letters and signs that mean nothing here are the text of something else', () => {
    for (const key of ['p', 'ü', '漢', ',', 'Backspace']) assert.ok(isOfText(press(key), 'elsewhere', false), key);
    for (const key of ['Enter', 'Tab', 'Escape', 'PageDown', ' '])
      assert.ok(!isOfText(press(key), 'elsewhere', false), key);
  });

  test('in a field, and with a modifier, they are not', () => {
    assert.ok(!isOfText(press('p'), 'field', false));
    assert.ok(!isOfText(press('p', { ctrlKey: true }), 'elsewhere', false));
  });

  test('a space is, on a button to which a digit of that text has led', () => {
    assert.ok(isOfText(press(' '), 'option', true));
  });
});

// A text editor: the text before and after the cursor. Pure.
import type { Key } from './keyboard.ts';

export interface Editor {
  readonly before: string;
  readonly after: string;
}

export const EMPTY: Editor = { before: '', after: '' };

/** An editor of `text` with the cursor at its end. */
export function editorOf(text: string): Editor {
  return { before: text, after: '' };
}

export function textOf({ before, after }: Editor): string {
  return before + after;
}

/** Applies `key`; returns the same object if nothing changes. `lines`: whether line breaks are allowed. */
export function edit(editor: Editor, key: Key, lines: boolean): Editor {
  const { before, after } = editor;
  if (key.name === 'paste') return insert(editor, cleanPaste(key.text, lines));
  if (key.text !== '') return insert(editor, key.text);
  switch (key.name) {
    case 'return':
      return lines ? insert(editor, '\n') : editor;
    case 'backspace':
      if (key.alt) return { before: before.slice(0, wordStart(before)), after };
      return before === '' ? editor : { before: before.slice(0, -lastCharacter(before).length), after };
    case 'delete':
      return after === '' ? editor : { before, after: after.slice(firstCharacter(after).length) };
    case 'w':
      return key.ctrl ? { before: before.slice(0, wordStart(before)), after } : editor;
    case 'u':
      return key.ctrl ? { before: before.slice(0, lineStart(before)), after } : editor;
    case 'k':
      return key.ctrl ? { before, after: after.slice(lineEnd(after)) } : editor;
    default:
      return move(editor, key, lines);
  }
}

function move(editor: Editor, { name, ctrl, alt }: Key, lines: boolean): Editor {
  const { before, after } = editor;
  const byWord = ctrl || alt;
  switch (name) {
    case 'left':
      return moveTo(editor, byWord ? wordStart(before) : before.length - lastCharacter(before).length);
    case 'right':
      return moveTo(editor, before.length + (byWord ? wordEnd(after) : firstCharacter(after).length));
    case 'home':
      return moveTo(editor, lineStart(before));
    case 'end':
      return moveTo(editor, before.length + lineEnd(after));
    case 'up':
      return lines ? moveUp(editor) : editor;
    case 'down':
      return lines ? moveDown(editor) : editor;
    default:
      return editor;
  }
}

function insert({ before, after }: Editor, text: string): Editor {
  return { before: before + text, after };
}

function moveTo(editor: Editor, position: number): Editor {
  const text = textOf(editor);
  return { before: text.slice(0, position), after: text.slice(position) };
}

function moveUp(editor: Editor): Editor {
  const start = lineStart(editor.before);
  if (start === 0) return editor;
  const above = lineStart(editor.before.slice(0, start - 1));
  const column = countCharacters(editor.before.slice(start));
  return moveTo(editor, above + placeIn(editor.before.slice(above, start - 1), column));
}

function moveDown(editor: Editor): Editor {
  const { before, after } = editor;
  const end = lineEnd(after);
  if (end === after.length) return editor;
  const column = countCharacters(before.slice(lineStart(before)));
  const below = after.slice(end + 1);
  return moveTo(editor, before.length + end + 1 + placeIn(below.slice(0, lineEnd(below)), column));
}

function lineStart(before: string): number {
  return before.lastIndexOf('\n') + 1;
}

function lineEnd(after: string): number {
  const end = after.indexOf('\n');
  return end < 0 ? after.length : end;
}

function wordStart(before: string): number {
  return /\S*\s*$/.exec(before)?.index ?? 0;
}

function wordEnd(after: string): number {
  return /^\s*\S*/.exec(after)?.[0].length ?? 0;
}

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function firstCharacter(text: string): string {
  for (const { segment } of characters.segment(text)) return segment;
  return '';
}

function lastCharacter(text: string): string {
  let last = '';
  for (const { segment } of characters.segment(text)) last = segment;
  return last;
}

function countCharacters(text: string): number {
  return [...characters.segment(text)].length;
}

/** The offset after the first `column` graphemes of `line`, or its end; never inside a grapheme. */
function placeIn(line: string, column: number): number {
  return [...characters.segment(line)][column]?.index ?? line.length;
}

/** Removes control characters except tabs and line breaks, which become spaces in a single line. */
function cleanPaste(text: string, lines: boolean): string {
  const clean = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', lines ? '\t' : ' ')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it removes
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
  return lines ? clean : clean.trim().replaceAll(/\s*\n\s*/g, ' ');
}

// Renders the active text field: label, text and cursor position. Pure.
import type { PromptSpec } from '../core/spec.ts';
import { plainLine, visibleText } from '../core/visible-text.ts';
import { characterWidth, displayWidth, fitWidth } from '../core/width.ts';
import { kleur } from '../system/colours.ts';
import { type Form, type Mode, noteText } from './form.ts';
import type { Editor } from './line-editor.ts';
import type { Strings } from './strings/en.ts';
import { cutParts, wrapParts } from './text-layout.ts';

export interface DrawnField {
  readonly lines: readonly string[];
  readonly cursor: { readonly row: number; readonly column: number } | null;
}

/** Renders the field of the form's mode, its text on at most `height` lines; nothing in the mode `choose`. */
export function drawField({ spec, mode, editor }: Form, columns: number, height: number, strings: Strings): DrawnField {
  if (mode.type === 'choose') return { lines: [], cursor: null };
  if (mode.type === 'cancel')
    return { lines: wrapParts([{ text: strings.askCancel, paint: kleur.yellow }], columns), cursor: null };
  const placeholder = nameGap(spec, mode, strings);
  const label = fitWidth(nameField(mode, spec.kind === 'input', strings), columns - 10);
  const before =
    mode.type === 'danger'
      ? wrapParts([{ text: strings.typeValue(plainLine(mode.option.value)), paint: kleur.red }], columns, 4)
      : [];
  const typed = drawTyped(editor, label, columns, height, placeholder);
  return {
    lines: [...before, ...typed.lines],
    cursor: typed.cursor && { ...typed.cursor, row: typed.cursor.row + before.length },
  };
}

/** The placeholder of an empty field. */
function nameGap(spec: PromptSpec, mode: Mode, strings: Strings): string {
  if (mode.type === 'filter') return strings.filterHint;
  return spec.kind === 'input' && mode.type === 'text' ? plainLine(spec.placeholder ?? '') : '';
}

/** Renders texts that are not being edited: the text of an input, and the note on the answer. */
export function drawWritten({ spec, mode, draft }: Form, columns: number, strings: Strings): string[] {
  const text = spec.kind === 'input' && mode.type !== 'text' ? plainLine(draft.text ?? '') : '';
  const isWriting = mode.type === 'reason' || (mode.type === 'note' && mode.option === null);
  const note = isWriting ? '' : plainLine(noteText(draft, null));
  return [
    ...(text === '' ? [] : [cutParts([{ text: '› ', paint: kleur.dim }, { text }], columns)]),
    ...(note === '' ? [] : [cutParts([{ text: `${strings.note}: `, paint: kleur.dim }, { text: note }], columns)]),
  ];
}

function nameField(mode: Exclude<Mode, { type: 'choose' | 'cancel' }>, isInput: boolean, strings: Strings): string {
  switch (mode.type) {
    case 'text':
      return isInput ? '› ' : `${strings.otherLabel}: `;
    case 'filter':
      return `${strings.filter}: `;
    case 'reason':
      return `${strings.reason}: `;
    case 'note':
      return `${mode.option ? strings.noteOn(plainLine(mode.option.label)) : strings.note}: `;
    case 'danger':
      return `${strings.typed}: `;
    default:
      return mode satisfies never;
  }
}

/** Renders the text with hard breaks, in a window of `height` lines around the cursor. */
function drawTyped(editor: Editor, label: string, columns: number, height: number, placeholder: string): DrawnField {
  const indent = displayWidth(label);
  const width = columns - indent;
  const before = breakHard(visibleText(editor.before), width);
  const row = before.length - 1;
  const column = displayWidth(before[row] ?? '');
  const all = breakHard(visibleText(editor.before) + visibleText(editor.after), width);
  // The cursor may be past the last column, at the start of a line that does not exist yet.
  if (all.length <= row) all.push('');
  const start = Math.min(Math.max(0, row - Math.floor(height / 2)), Math.max(0, all.length - height));
  const isEmpty = editor.before === '' && editor.after === '';
  const shown = isEmpty && placeholder !== '' ? [cutParts([{ text: placeholder, paint: kleur.dim }], width)] : all;
  const lines = shown
    .slice(start, start + height)
    .map((line, index) => (index === 0 ? kleur.cyan(label) : ' '.repeat(indent)) + line);
  return { lines, cursor: { row: row - start, column: indent + column } };
}

/** Breaks `text` into lines of at most `width` columns, keeping every character. */
function breakHard(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const character of text) {
    const columns = characterWidth(character);
    if (character === '\n' || used + columns > width) {
      lines.push(line);
      line = '';
      used = 0;
    }
    if (character === '\n') continue;
    line += character;
    used += columns;
  }
  return [...lines, line];
}

// Keys in a field: the typed answer, the filter, a note, the value of a dangerous option. Pure.

import { isTyped, noteOption } from '../core/picks.ts';
import type { Option } from '../core/spec.ts';
import { type Form, filterForm, type Mode, rowAt } from './form.ts';
import type { Key } from './keyboard.ts';
import { edit, textOf } from './line-editor.ts';
import type { Step, Surroundings } from './reduce.ts';
import { leaveField, moveTo } from './reduce-choosing.ts';
import { stay, submit } from './submit.ts';

type Typing = Exclude<Mode, { type: 'choose' | 'cancel' }>;

export function reduceTyping(form: Form, mode: Typing, key: Key, around: Surroundings): Step {
  switch (mode.type) {
    case 'text':
      return reduceText(form, key, around);
    case 'filter':
      return stay(reduceFilter(form, key));
    case 'note':
      return stay(reduceNote(form, mode.option, key));
    case 'danger':
      return reduceDanger(form, mode.option, key);
    default:
      return mode satisfies never;
  }
}

function reduceText(form: Form, key: Key, { bodyPage, bodyLast }: Surroundings): Step {
  const { spec, bodyTop, cursor } = form;
  const lines = spec.kind === 'input' && spec.multiline;
  const isDone = lines ? (key.name === 'return' && key.alt) || (key.name === 'd' && key.ctrl) : key.name === 'return';
  if (isDone) return submit(form, lines ? 'submit_again' : 'enter_again');
  switch (key.name) {
    case 'escape':
      return stay(leaveField(form));
    case 'pageup':
      return stay({ ...form, bodyTop: Math.max(0, bodyTop - bodyPage) });
    case 'pagedown':
      return stay({ ...form, bodyTop: Math.min(bodyLast, bodyTop + bodyPage) });
    case 'up':
    case 'backtab':
      if (spec.kind === 'select') return stay(moveTo(leaveField(form), cursor - 1));
      break;
    case 'down':
    case 'tab':
      if (spec.kind === 'select') return stay(moveTo(leaveField(form), 0));
      break;
  }
  const editor = edit(form.editor, key, lines);
  const text = textOf(editor);
  if (text === textOf(form.editor)) return stay({ ...form, editor });
  return stay({ ...form, editor, sure: true, draft: { ...form.draft, text } });
}

function reduceFilter(form: Form, key: Key): Form {
  const row = rowAt(form, form.cursor);
  switch (key.name) {
    case 'escape':
      return leaveField(filterForm(form, ''));
    case 'return':
      return row === null || row === 'other' ? leaveField(form) : moveTo(leaveField(form), form.cursor);
    case 'up':
      return { ...form, cursor: Math.max(0, form.cursor - 1) };
    case 'down':
      return rowAt(form, form.cursor + 1) === null ? form : { ...form, cursor: form.cursor + 1 };
  }
  const editor = edit(form.editor, key, false);
  const query = textOf(editor);
  return query === form.query ? { ...form, editor } : { ...filterForm(form, query), editor };
}

function reduceNote(form: Form, option: Option | null, key: Key): Form {
  if (key.name === 'escape' || key.name === 'return') return leaveField(form);
  const editor = edit(form.editor, key, false);
  const note = textOf(editor);
  if (note === textOf(form.editor)) return { ...form, editor };
  const draft = option ? noteOption(form.draft, option.value, note) : { ...form.draft, note };
  return { ...form, editor, draft };
}

function reduceDanger(form: Form, option: Option, key: Key): Step {
  if (key.name === 'escape') return stay(leaveField(form));
  if (key.name !== 'return') return stay({ ...form, editor: edit(form.editor, key, false) });
  if (!isTyped(option, textOf(form.editor))) return stay({ ...form, notice: 'not_typed' });
  return submit({ ...leaveField(form), typed: [...form.typed, option.value] });
}

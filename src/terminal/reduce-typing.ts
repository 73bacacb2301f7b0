// Handles keys in a text field: the typed answer, the filter, a note, the value of a dangerous option. Pure.
import { needsNote } from '../core/answer.ts';
import { isTyped, noteOption } from '../core/picks.ts';
import type { Option } from '../core/spec.ts';
import { findProblem } from '../protocol/tab-answer.ts';
import { CHOOSE, countRows, type Form, filterForm, goBack, type Left, type Mode, noteText, rest } from './form.ts';
import type { Key } from './keyboard.ts';
import { EMPTY, edit, textOf } from './line-editor.ts';
import { enter, moveTo, reduceNamed, toggle } from './reduce-choosing.ts';
import { type Step, type Surroundings, stay } from './step.ts';
import { submit } from './submit.ts';

type Typing = Exclude<Mode, { type: 'choose' | 'cancel' }>;

export function reduceTyping(form: Form, mode: Typing, key: Key, around: Surroundings): Step {
  switch (mode.type) {
    case 'text':
      return reduceText(form, key, around);
    case 'filter':
      return reduceFilter(form, mode.isMoving, key, around);
    case 'note':
      return stay(reduceNote(form, mode.option, key));
    case 'reason':
      return reduceReason(form, mode.back, key);
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
      return stay(spec.kind === 'input' ? { ...form, mode: CHOOSE } : rest(form));
    case 'pageup':
      return stay({ ...form, bodyTop: Math.max(0, bodyTop - bodyPage) });
    case 'pagedown':
      return stay({ ...form, bodyTop: Math.min(bodyLast, bodyTop + bodyPage) });
    case 'up':
    case 'backtab':
      if (spec.kind === 'select') return stay(moveTo(rest(form), cursor - 1));
      break;
    case 'down':
    case 'tab':
      if (spec.kind === 'select') return stay(moveTo(rest(form), 0));
      break;
  }
  const editor = edit(form.editor, key, lines);
  const text = textOf(editor);
  if (text === textOf(form.editor)) return stay({ ...form, editor });
  return stay({ ...form, editor, sure: true, draft: { ...form.draft, text } });
}

/** The list keeps its cursor while the human types a filter: Enter picks the row under it, or answers if it is picked. */
function reduceFilter(form: Form, isMoving: boolean, key: Key, around: Surroundings): Step {
  const { spec, cursor, query } = form;
  const last = countRows(form) - 1;
  const move = (row: number) => stay(moveTo({ ...form, mode: { type: 'filter', isMoving: true } }, row));
  switch (key.name) {
    case 'escape':
      if (query === '') return stay({ ...form, mode: CHOOSE });
      return stay({ ...filterForm(form, ''), editor: EMPTY });
    case 'return':
      return enter(form);
    case 'up':
    case 'backtab':
      return move(cursor <= 0 ? last : cursor - 1);
    case 'tab':
      if (spec.kind === 'multi') return stay(toggle(form, cursor));
      return move(cursor >= last ? 0 : cursor + 1);
    case 'down':
      return move(cursor >= last ? 0 : cursor + 1);
    case 'pageup':
    case 'pagedown':
      return reduceNamed(form, key, around) ?? stay(form);
    case 'home':
    case 'end':
      if (query === '') return reduceNamed(form, key, around) ?? stay(form);
      break;
    case 'space':
      if (isMoving || query === '') return stay(toggle(form, cursor));
      break;
  }
  const editor = edit(form.editor, key, false);
  const text = textOf(editor);
  if (text === query) return stay({ ...form, editor });
  return stay({ ...filterForm(form, text), mode: { type: 'filter', isMoving: false }, editor });
}

function reduceNote(form: Form, option: Option | null, key: Key): Form {
  if (key.name === 'escape' || key.name === 'return') return leaveNote(form, option, key);
  return writeNote(form, option, key);
}

/** Enter after the note that was missing: the next Enter answers. */
function leaveNote(form: Form, option: Option | null, { name }: Key): Form {
  const { spec, draft } = form;
  const isWanted = option === null && needsNote(spec, draft.values) && noteText(draft, null).trim() !== '';
  if (name !== 'return' || !isWanted || findProblem(spec, draft) !== null) return rest(form);
  return {
    ...rest(form),
    sure: true,
    notice: spec.kind === 'input' && spec.multiline ? 'submit_again' : 'enter_again',
  };
}

function writeNote(form: Form, option: Option | null, key: Key): Form {
  const editor = edit(form.editor, key, false);
  const note = textOf(editor);
  if (note === textOf(form.editor)) return { ...form, editor };
  const draft = option ? noteOption(form.draft, option.value, note) : { ...form.draft, note };
  return { ...form, editor, draft };
}

function reduceReason(form: Form, back: Left, key: Key): Step {
  if (key.name === 'escape') return stay({ ...form, mode: { type: 'cancel', back } });
  if (key.name === 'return') return { form: goBack(form, back), effect: { type: 'cancel' } };
  return stay(writeNote(form, null, key));
}

function reduceDanger(form: Form, option: Option, key: Key): Step {
  if (key.name === 'escape') return stay(rest(form));
  if (key.name !== 'return') return stay({ ...form, editor: edit(form.editor, key, false) });
  if (!isTyped(option, textOf(form.editor))) return stay({ ...form, notice: 'not_typed' });
  return submit({ ...rest(form), typed: [...form.typed, option.value] });
}

// Handles keys in the list of options. In a single choice the cursor picks; no single key answers. Pure.
import { MINUTE } from '../core/limits.ts';
import { pickMany, pickOption, pickOther } from '../core/picks.ts';
import { hasFilter } from '../core/short-list.ts';
import { countRows, type Form, filterForm, isOtherPicked, rest, rowAt, startNote } from './form.ts';
import type { Key } from './keyboard.ts';
import { edit, editorOf, textOf } from './line-editor.ts';
import { type Step, type Surroundings, stay } from './step.ts';
import { submit } from './submit.ts';

export function reduceChoosing(form: Form, key: Key, around: Surroundings): Step {
  const byName = reduceNamed(form, key, around);
  if (byName) return byName;
  const common = key.name === 'paste' ? null : reduceCommon(form, key, around);
  if (common) return common;
  if (hasFilter(form.spec)) return stay(reduceLongList(form, key));
  if (key.name === 'paste') return stay(form);
  return form.spec.kind === 'input' ? reduceInput(form, key) : reduceList(form, key);
}

/** Handles keys that have a name, such as arrows and Enter; null for others. */
export function reduceNamed(form: Form, { name, alt, ctrl }: Key, around: Surroundings): Step | null {
  const { cursor, spec } = form;
  const last = countRows(form) - 1;
  switch (name) {
    case 'return':
      return alt ? submit(form) : enter(form);
    case 'd':
      return ctrl && spec.kind === 'input' ? submit(form, 'submit_again') : null;
    case 'escape':
      return stay({ ...form, help: false });
    case 'tab':
      return spec.kind === 'input' ? stay(editText(form)) : stay(moveTo(form, cursor >= last ? 0 : cursor + 1));
    case 'backtab':
    case 'up':
      return stay(moveTo(form, cursor <= 0 ? last : cursor - 1));
    case 'down':
      return stay(moveTo(form, cursor >= last ? 0 : cursor + 1));
    case 'left':
      return spec.kind === 'confirm' ? stay(moveTo(form, 0)) : null;
    case 'right':
      return spec.kind === 'confirm' ? stay(moveTo(form, last)) : null;
    case 'home':
      return stay(moveTo(form, 0));
    case 'end':
      return stay(moveTo(form, last));
    case 'pageup':
      return stay(turnPage(form, -1, around));
    case 'pagedown':
      return stay(turnPage(form, 1, around));
    case 'space':
      return stay(toggle(form, cursor));
    default:
      return null;
  }
}

function reduceCommon(form: Form, { text }: Key, { bodyPage, bodyLast }: Surroundings): Step | null {
  const { bodyTop, help } = form;
  switch (text) {
    case '?':
      return stay({ ...form, help: !help });
    case '+':
      return { form, effect: { type: 'extend', by_ms: MINUTE } };
    case '<':
      return stay({ ...form, bodyTop: Math.max(0, bodyTop - bodyPage) });
    case '>':
      return stay({ ...form, bodyTop: Math.min(bodyLast, bodyTop + bodyPage) });
    case 'N':
      return stay(noteHere(form, true));
    default:
      return null;
  }
}

/** A list with a filter: any key that is not a command is filter text, including digits, `j` and `k`. */
function reduceLongList(form: Form, key: Key): Form {
  switch (key.text) {
    case 'a':
      return form.spec.kind === 'multi' ? toggleAll(form) : startFilter(form, key);
    case 'n':
      return noteHere(form, false);
    case '/':
      return rest(form);
    default:
      return startFilter(form, key);
  }
}

function startFilter(form: Form, key: Key): Form {
  const editor = edit(editorOf(form.query), key, false);
  const query = textOf(editor);
  return query === form.query ? form : { ...rest(filterForm(form, query)), editor };
}

function reduceInput(form: Form, { text }: Key): Step {
  if (text === 'e' || text === 'i') return stay(editText(form));
  return stay(text === 'n' ? noteHere(form, false) : form);
}

function reduceList(form: Form, { text }: Key): Step {
  const { spec, cursor } = form;
  const last = countRows(form) - 1;
  if (/^[1-9]$/.test(text)) return stay(toggle(form, Number(text) - 1));
  if (spec.kind === 'confirm' && (text === 'y' || text === 'n')) return stay(moveTo(form, text === 'y' ? 0 : 1));
  switch (text) {
    case 'j':
      return stay(moveTo(form, cursor >= last ? 0 : cursor + 1));
    case 'k':
      return stay(moveTo(form, cursor <= 0 ? last : cursor - 1));
    case 'g':
      return stay(moveTo(form, 0));
    case 'G':
      return stay(moveTo(form, last));
    case 'a':
      return stay(spec.kind === 'multi' ? toggleAll(form) : form);
    case 'n':
      return stay(noteHere(form, false));
    default:
      return stay(form);
  }
}

/** Enter picks the row under the cursor if it is not picked yet, else answers. */
export function enter(form: Form): Step {
  const { spec, draft, cursor, query } = form;
  if (spec.kind === 'input' || (spec.kind === 'multi' && query === '')) return submit(form);
  const row = rowAt(form, cursor);
  if (row === null) return stay({ ...form, notice: 'no_match' });
  if (row === 'other') return isOtherPicked(form) && draft.text !== '' ? submit(form) : stay(editText(form));
  if (draft.values.includes(row.value)) return submit(form);
  return stay({ ...toggle(form, cursor), notice: 'enter_again' });
}

/** Scrolls the body if it does not fit, else the list, where only the cursor moves and nothing is picked. */
function turnPage(form: Form, by: 1 | -1, { page, bodyPage, bodyLast }: Surroundings): Form {
  if (bodyLast > 0) return { ...form, bodyTop: Math.min(bodyLast, Math.max(0, form.bodyTop + by * bodyPage)) };
  return { ...form, cursor: Math.min(countRows(form) - 1, Math.max(0, form.cursor + by * page)) };
}

/** Moves the cursor; in a single choice that also picks, as with radio buttons on a page. */
export function moveTo(form: Form, row: number): Form {
  if (rowAt(form, row) === null) return form;
  return form.spec.kind === 'multi' ? { ...form, cursor: row } : toggle(form, row);
}

/** Picks the option in `row`; in a multiple choice, toggles it. */
export function toggle(form: Form, row: number): Form {
  const found = rowAt(form, row);
  if (found === null) return form;
  if (found === 'other') return editText({ ...form, cursor: row });
  return { ...form, cursor: row, sure: true, draft: pickOption(form.spec, form.draft, found.value) };
}

/** Picks every option that matches the filter, or unpicks them if all are picked. */
function toggleAll(form: Form): Form {
  const options = form.matches.flatMap(({ position }) => form.spec.options[position] ?? []);
  const picked = new Set(form.draft.values);
  const on = options.some(({ value }) => !picked.has(value));
  return { ...form, sure: true, draft: pickMany(form.draft, options, on) };
}

/** Starts typing the answer. In a select this picks the typed answer, and a filter without matches becomes its text. */
function editText(form: Form): Form {
  const { spec, matches, query } = form;
  const mode = { type: 'text' } as const;
  if (spec.kind === 'input') return { ...form, mode, editor: editorOf(form.draft.text ?? '') };
  const draft = pickOther(form.draft);
  if (matches.length === 0 && draft.text === '')
    return { ...form, mode, sure: true, draft: { ...draft, text: query }, editor: editorOf(query) };
  return { ...form, mode, draft, editor: editorOf(draft.text ?? '') };
}

/** Starts a note on the option under the cursor, or on the whole answer. */
function noteHere(form: Form, onOption: boolean): Form {
  const row = onOption && form.spec.kind !== 'confirm' ? rowAt(form, form.cursor) : null;
  return startNote(form, row === 'other' ? null : row);
}

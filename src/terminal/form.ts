// The open prompt as a form in the terminal: the draft, the cursor, the input mode and the notice. Pure.

import { indexOptions, matchOptions, type OptionIndex, type OptionMatch } from '../core/option-filter.ts';
import { firstDraft, isOther, mergeRemote, noteOf } from '../core/picks.ts';
import type { Draft } from '../core/prompt.ts';
import { hasFilter } from '../core/short-list.ts';
import type { Option, PromptSpec } from '../core/spec.ts';
import { type Editor, EMPTY, editorOf, textOf } from './line-editor.ts';
import type { Strings } from './strings/en.ts';

/** How keys are interpreted; in all modes but `choose` and `cancel` they type into the editor. */
export type Mode =
  | { readonly type: 'choose' }
  /** Typing the answer of an input, or the typed answer of a select (`other`). */
  | { readonly type: 'text' }
  /** `isMoving`: the last key moved the cursor, so Space picks; else Space is a character. */
  | { readonly type: 'filter'; readonly isMoving: boolean }
  /** Typing a note on one option, or on the whole answer if `option` is null. */
  | { readonly type: 'note'; readonly option: Option | null }
  /** Typing the value of a picked dangerous option. */
  | { readonly type: 'danger'; readonly option: Option }
  /** Asking whether to cancel; `y` cancels, `r` leads to `reason`, any other key returns to `back`. */
  | { readonly type: 'cancel'; readonly back: Left }
  /** Typing the note on a cancellation, which is the one on the whole answer; Escape asks again. */
  | { readonly type: 'reason'; readonly back: Left };

/** A mode and its editor, to return to. */
export interface Left {
  readonly mode: Mode;
  readonly editor: Editor;
}

export type NoticeName = keyof Strings['notices'];

export interface Form {
  readonly spec: PromptSpec;
  readonly draft: Draft;
  /**
   * True once a human made the current draft at this terminal, or confirmed it with a first Enter. Until then Enter only
   * asks to be pressed again, so that a stray key never answers.
   */
  readonly sure: boolean;
  /** Values of the dangerous options that were confirmed by typing. */
  readonly typed: readonly string[];
  readonly mode: Mode;
  readonly editor: Editor;
  readonly index: OptionIndex;
  readonly query: string;
  /** The options that match `query`, best first. */
  readonly matches: readonly OptionMatch[];
  /** Row of the list: a matching option, or the typed answer after the last one. */
  readonly cursor: number;
  /** First visible line of the body. */
  readonly bodyTop: number;
  readonly help: boolean;
  readonly notice: NoticeName | null;
}

export const CHOOSE: Mode = { type: 'choose' };

/** Creates the form of `spec` from the draft of other surfaces, or from the preselection. */
export function openForm(spec: PromptSpec, remote: Draft | null): Form {
  const draft = remote ?? firstDraft(spec);
  const index = indexOptions(spec.options);
  const form: Form = {
    spec,
    draft,
    sure: false,
    typed: [],
    mode: CHOOSE,
    editor: EMPTY,
    index,
    query: '',
    matches: matchOptions(index, ''),
    cursor: 0,
    bodyTop: 0,
    help: false,
    notice: null,
  };
  return followPick(rest(form));
}

/** Enters the default mode, at the start and after leaving a field: a text field if the prompt has one, else the list. */
export function rest(form: Form): Form {
  const { spec, draft, query } = form;
  if (spec.kind === 'input') return { ...form, mode: { type: 'text' }, editor: editorOf(draft.text ?? '') };
  if (!hasFilter(spec)) return { ...form, mode: CHOOSE };
  return { ...form, mode: { type: 'filter', isMoving: false }, editor: editorOf(query) };
}

/** Returns to the mode that was left for the question whether to cancel; the draft may have changed since. */
export function goBack(form: Form, { mode, editor }: Left): Form {
  return followText({ ...form, mode, editor });
}

/** Number of rows in the list. */
export function countRows({ spec, matches }: Form): number {
  return matches.length + (hasOther(spec) ? 1 : 0);
}

/** The content of `row`, or null beyond the last one. */
export function rowAt({ spec, matches }: Form, row: number): Option | 'other' | null {
  const match = matches[row];
  if (match) return spec.options[match.position] ?? null;
  return row === matches.length && hasOther(spec) ? 'other' : null;
}

/** True if the typed answer (`other`) is picked. */
export function isOtherPicked({ spec, draft }: Form): boolean {
  return isOther(spec, draft);
}

/** Sets the filter and moves the cursor to the first match. */
export function filterForm(form: Form, query: string): Form {
  return { ...form, query, matches: matchOptions(form.index, query), cursor: 0 };
}

/** Adopts a draft made on another surface; answering with it then takes Enter twice. */
export function adoptDraft(form: Form, remote: Draft): Form {
  const draft = mergeRemote(form.spec, form.draft, remote);
  return followPick(followText({ ...form, draft, sure: false }));
}

/** Syncs the editor with the draft, and leaves fields that no longer exist. */
function followText(form: Form): Form {
  const { spec, draft, mode, editor } = form;
  const isNote = mode.type === 'note' || mode.type === 'reason';
  const option = mode.type === 'note' ? mode.option : null;
  const text = isNote ? noteText(draft, option) : (draft.text ?? '');
  const isTyped = mode.type === 'text' || isNote;
  if (mode.type === 'text' && spec.kind !== 'input' && !isOther(spec, draft)) return rest(form);
  if (mode.type === 'danger' && !draft.values.includes(mode.option.value)) return rest(form);
  return isTyped && textOf(editor) !== text ? { ...form, editor: editorOf(text) } : form;
}

/** Moves the cursor to the pick of a single choice. */
function followPick(form: Form): Form {
  const { spec, draft, matches } = form;
  if (spec.kind === 'multi' || spec.kind === 'input') return form;
  if (isOther(spec, draft)) return { ...form, cursor: matches.length };
  const row = matches.findIndex(({ position }) => spec.options[position]?.value === draft.values[0]);
  return row < 0 ? form : { ...form, cursor: row };
}

/** The note on `option`, or on the whole answer if null. */
export function noteText(draft: Draft, option: Option | null): string {
  return option ? noteOf(draft, option.value) : (draft.note ?? '');
}

/** Starts a note on `option`, or on the whole answer if null. */
export function startNote(form: Form, option: Option | null): Form {
  return { ...form, mode: { type: 'note', option }, editor: editorOf(noteText(form.draft, option)) };
}

function hasOther(spec: PromptSpec): boolean {
  return spec.kind === 'select' && spec.other;
}

// The open prompt as a form in the terminal: what is picked and typed, where the human is, what was said. Pure.

import { indexOptions, matchOptions, type OptionIndex, type OptionMatch } from '../core/option-filter.ts';
import { firstDraft, isOther, mergeRemote, noteOf } from '../core/picks.ts';
import type { Draft } from '../core/prompt.ts';
import { hasFilter } from '../core/short-list.ts';
import type { Option, PromptSpec } from '../core/spec.ts';
import { type Editor, EMPTY, editorOf, textOf } from './line-editor.ts';
import type { Strings } from './strings/en.ts';

/** What the keys mean at the moment; all but `choose` and `cancel` type into the editor. */
export type Mode =
  | { readonly type: 'choose' }
  /** The answer of an input, or the one beside the options. */
  | { readonly type: 'text' }
  /** `isMoving`: the last key went to an option, where Space picks; else Space is a character. */
  | { readonly type: 'filter'; readonly isMoving: boolean }
  /** A note on one option, or on the whole answer when `option` is null. */
  | { readonly type: 'note'; readonly option: Option | null }
  /** Typing the value of a dangerous option that is picked. */
  | { readonly type: 'danger'; readonly option: Option }
  /** Whether to cancel is being asked; `back` is where any other answer leads. */
  | { readonly type: 'cancel'; readonly back: Mode };

export type NoticeName = keyof Strings['notices'];

export interface Form {
  readonly spec: PromptSpec;
  readonly draft: Draft;
  /**
   * True once a human picked or typed at this terminal what is there now. Until then Enter only asks to be pressed
   * again, so that a stray key never answers.
   */
  readonly sure: boolean;
  /** Dangerous options whose value was typed. */
  readonly typed: readonly string[];
  readonly mode: Mode;
  readonly editor: Editor;
  readonly index: OptionIndex;
  readonly query: string;
  /** The options that match `query`, the best first. */
  readonly matches: readonly OptionMatch[];
  /** Row of the list: an option that matches, or behind the last one the typed answer. */
  readonly cursor: number;
  /** First line of the body that is shown. */
  readonly bodyTop: number;
  readonly help: boolean;
  readonly notice: NoticeName | null;
}

export const CHOOSE: Mode = { type: 'choose' };

/** The form of `spec` with what is picked in other places, or with what is preselected. */
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

/** Where typing is meant, the field for it; else the list: where a prompt begins, and where one comes back to. */
export function rest(form: Form): Form {
  const { spec, draft, query } = form;
  if (spec.kind === 'input') return { ...form, mode: { type: 'text' }, editor: editorOf(draft.text ?? '') };
  if (!hasFilter(spec)) return { ...form, mode: CHOOSE };
  return { ...form, mode: { type: 'filter', isMoving: false }, editor: editorOf(query) };
}

/** Rows that the list has now. */
export function countRows({ spec, matches }: Form): number {
  return matches.length + (hasOther(spec) ? 1 : 0);
}

/** What is in `row`, or null beyond the last. */
export function rowAt({ spec, matches }: Form, row: number): Option | 'other' | null {
  const match = matches[row];
  if (match) return spec.options[match.position] ?? null;
  return row === matches.length && hasOther(spec) ? 'other' : null;
}

/** True where the answer beside the options is what counts. */
export function isOtherPicked({ spec, draft }: Form): boolean {
  return isOther(spec, draft);
}

/** The form with another filter, the cursor on the first match. */
export function filterForm(form: Form, query: string): Form {
  return { ...form, query, matches: matchOptions(form.index, query), cursor: 0 };
}

/** Takes over what was picked or typed in another place: Enter must be pressed twice to answer that. */
export function adoptDraft(form: Form, remote: Draft): Form {
  const draft = mergeRemote(form.spec, form.draft, remote);
  return followPick(followText({ ...form, draft, sure: false }));
}

/** Keeps what is being typed in line with the draft, and leaves fields that no longer exist. */
function followText(form: Form): Form {
  const { spec, draft, mode, editor } = form;
  const text = mode.type === 'note' ? noteText(draft, mode.option) : (draft.text ?? '');
  const isTyped = mode.type === 'text' || mode.type === 'note';
  if (mode.type === 'text' && spec.kind !== 'input' && !isOther(spec, draft)) return rest(form);
  if (mode.type === 'danger' && !draft.values.includes(mode.option.value)) return rest(form);
  return isTyped && textOf(editor) !== text ? { ...form, editor: editorOf(text) } : form;
}

/** Puts the cursor where the one pick is. */
function followPick(form: Form): Form {
  const { spec, draft, matches } = form;
  if (spec.kind === 'multi' || spec.kind === 'input') return form;
  if (isOther(spec, draft)) return { ...form, cursor: matches.length };
  const row = matches.findIndex(({ position }) => spec.options[position]?.value === draft.values[0]);
  return row < 0 ? form : { ...form, cursor: row };
}

/** The note on `option`, or on the whole answer. */
export function noteText(draft: Draft, option: Option | null): string {
  return option ? noteOf(draft, option.value) : (draft.note ?? '');
}

function hasOther(spec: PromptSpec): boolean {
  return spec.kind === 'select' && spec.other;
}

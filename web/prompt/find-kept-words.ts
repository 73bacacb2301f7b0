// Finds the picks and text that are not part of any answer, for the page of a settled prompt.

import { noteOf } from '../../src/core/picks.ts';
import type { Draft } from '../../src/core/prompt.ts';
import type { PromptSpec } from '../../src/core/spec.ts';
import { unusedDraft } from '../../src/core/unused-draft.ts';
import type { PromptView } from '../../src/protocol/view.ts';
import type { DraftModel } from './draft.ts';

/** Labels of what was picked, and the texts. */
export interface KeptWords {
  readonly picks: readonly string[];
  readonly text: string;
  /** Notes on the answer, with `on` null, or on the option with that label. */
  readonly notes: readonly { readonly on: string | null; readonly text: string }[];
}

/**
 * Returns the words to show; null if there are none. This tab's own words take precedence if they are the newest, as the
 * portal may have missed the last keys. `view` is null if no portal has sent the prompt; `isMine` is true if it was decided
 * in this tab.
 */
export function findKeptWords(
  view: PromptView | null,
  { own, isOwnNewest }: Pick<DraftModel, 'own' | 'isOwnNewest'>,
  isMine: boolean,
): KeptWords | null {
  if (isMine && view?.outcome?.status === 'answered') return null;
  const draft = view ? choose(view, own.value, isOwnNewest) : own.value;
  return draft && describe(draft, view?.spec ?? null);
}

function choose({ spec, outcome, draft }: PromptView, own: Draft | null, isOwnNewest: boolean): Draft | null {
  const mine = unusedDraft(spec, own, outcome ?? undefined);
  if (own && isOwnNewest) return mine;
  const shared = unusedDraft(spec, draft, outcome ?? undefined);
  return mine && !isWithin(spec, mine, shared) ? mine : shared;
}

function isWithin(spec: PromptSpec, part: Draft, whole: Draft | null): boolean {
  if (!whole) return false;
  const { values, text = null, note = null, notes = {} } = whole;
  return unusedDraft(spec, part, { values, text, note, notes }) === null;
}

function describe(draft: Draft, spec: PromptSpec | null): KeptWords | null {
  const { values, text = '', note = '', notes = {} } = draft;
  const labelOf = (value: string) => spec?.options.find((option) => option.value === value)?.label ?? value;
  const all = [
    { on: null, text: note },
    ...Object.keys(notes).map((value) => ({ on: labelOf(value), text: noteOf(draft, value) })),
  ].filter((each) => each.text.trim() !== '');
  const isBlank = values.length === 0 && text.trim() === '' && all.length === 0;
  return isBlank ? null : { picks: values.map(labelOf), text, notes: all };
}

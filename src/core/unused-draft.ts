// Picks and text that are not in the outcome: kept with the settled prompt, and offered to the next prompt with the same
// key. Never includes a dangerous pick: that requires a deliberate act each time. Pure.
import { firstDraft, isOther, withoutDangers } from './picks.ts';
import type { Answer, Draft, Outcome } from './prompt.ts';
import type { PromptSpec } from './spec.ts';

/** The values and texts that an answer or a fallback used. */
type Taken = Pick<Outcome, 'values' | 'text' | 'note' | 'notes'>;

const NOTHING_TAKEN: Taken = { values: [], text: null, note: null, notes: {} };

/**
 * The part of `draft` that is not in `taken`, the outcome of the prompt: the picks if they differ, and each text that is not
 * part of the one in the outcome. Null if nothing is left, or if the draft is just what the asker preselected.
 */
export function unusedDraft(spec: PromptSpec, draft: Draft | null, taken: Taken = NOTHING_TAKEN): Draft | null {
  if (!draft) return null;
  const first = firstDraft(spec);
  const picks = withoutDangers(spec, draft.values);
  const values = isSame(picks, first.values) || isSame(picks, taken.values) ? [] : picks;
  const text = draft.text === first.text ? '' : leftOver(draft.text, taken.text);
  const notes = Object.entries(draft.notes ?? {}).map(
    ([value, note]) => [value, leftOver(note, ownNote(taken.notes, value))] as const,
  );
  const kept = pack({ values, text, note: leftOver(draft.note, taken.note), notes });
  return isBlank(kept) ? null : kept;
}

/** The part of an earlier prompt's `draft` that fits `spec`, which may differ from the earlier one; null if none does. */
export function fitDraft(spec: PromptSpec, draft: Draft | null): Draft | null {
  if (!draft) return null;
  const known = new Set(spec.options.map(({ value }) => value));
  const picks = withoutDangers(spec, draft.values).filter((value) => known.has(value));
  const first = firstDraft(spec);
  const takesText = spec.kind === 'input' || (spec.kind === 'select' && spec.other);
  const text = takesText ? (draft.text ?? '') : '';
  const notes = Object.entries(draft.notes ?? {}).filter(([value]) => known.has(value));
  const fitting = pack({
    values: spec.kind === 'multi' ? picks : picks.slice(0, 1),
    text,
    note: draft.note ?? '',
    notes,
  });
  if (isBlank(fitting)) return null;
  // Drafts are kept without the preselection and the initial text, which come from the spec again.
  const isPicked = fitting.values.length > 0 || isOther(spec, fitting);
  const values = isPicked ? fitting.values : first.values;
  return { ...(first.text === undefined ? {} : { text: first.text }), ...fitting, values };
}

/** Omits blank fields, as in a draft on the wire. */
function pack(parts: {
  values: readonly string[];
  text: string;
  note: string;
  notes: readonly (readonly [string, string])[];
}): Answer {
  const notes = parts.notes.filter(([, note]) => note.trim() !== '');
  return {
    values: parts.values,
    ...(parts.text.trim() === '' ? {} : { text: parts.text }),
    ...(parts.note.trim() === '' ? {} : { note: parts.note }),
    ...(notes.length === 0 ? {} : { notes: Object.fromEntries(notes) }),
  };
}

function isBlank({ values, text, note, notes }: Answer): boolean {
  return values.length === 0 && text === undefined && note === undefined && notes === undefined;
}

/** The portal may have missed the last keystrokes before an answer: a draft that is part of the final text is not lost. */
function leftOver(text: string | undefined, taken: string | null): string {
  return text === undefined || taken?.includes(text) ? '' : text;
}

function ownNote(notes: Taken['notes'], value: string): string | null {
  return Object.hasOwn(notes, value) ? (notes[value] ?? null) : null;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

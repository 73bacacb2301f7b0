// What a human picked and typed and no answer took along: kept with the settled prompt, and offered to the next one of
// the same key. Never a dangerous pick: that takes a deliberate act each time. Pure.
import { firstDraft, isOther, withoutDangers } from './picks.ts';
import type { Answer, Draft, Outcome } from './prompt.ts';
import type { PromptSpec } from './spec.ts';

/** What an answer, or a fallback, took along. */
type Taken = Pick<Outcome, 'values' | 'text' | 'note' | 'notes'>;

const NOTHING_TAKEN: Taken = { values: [], text: null, note: null, notes: {} };

/**
 * What of `draft` is not in `taken`, which is what the prompt ended with: the picks where they differ, each text that
 * is not part of the one that was taken. Null when nothing is left, or nobody had changed what the asker preselected.
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

/** What of an earlier prompt's `draft` fits `spec`, which may ask for something else by now; null when nothing does. */
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
  // What was preselected, or the initial text, is not kept as a draft: it is there again.
  const isPicked = fitting.values.length > 0 || isOther(spec, fitting);
  const values = isPicked ? fitting.values : first.values;
  return { ...(first.text === undefined ? {} : { text: first.text }), ...fitting, values };
}

/** The same for drafts and what is sent of them: without a text there is none. */
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

/** Of the last keys before an answer the portal may not have heard: an older, shorter text is no loss. */
function leftOver(text: string | undefined, taken: string | null): string {
  return text === undefined || taken?.includes(text) ? '' : text;
}

function ownNote(notes: Taken['notes'], value: string): string | null {
  return Object.hasOwn(notes, value) ? (notes[value] ?? null) : null;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

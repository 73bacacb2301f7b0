// What a human has picked and typed so far, and the resulting answer. Pure: every change returns a new draft.
// A draft also keeps what does not count at the moment (the text beside a picked option, the note of an option no
// longer picked), so that it reappears when the human switches back.
import { defined } from './defined.ts';
import type { Answer, Draft } from './prompt.ts';
import type { Option, PromptSpec } from './spec.ts';
import { plainLine } from './visible-text.ts';

export const NOTHING: Draft = { values: [] };

/** The draft before any input: the preselection, or the initial text. */
export function firstDraft(spec: PromptSpec): Draft {
  return spec.kind === 'input' ? { values: [], text: spec.initial ?? '' } : { values: spec.select };
}

/** Picks the one option of a select, or toggles one of a multi. Values are in the order of picking. */
export function pickOption(spec: PromptSpec, draft: Draft, value: string): Draft {
  if (spec.kind !== 'multi') return draft.values[0] === value ? draft : { ...draft, values: [value] };
  const others = draft.values.filter((picked) => picked !== value);
  return { ...draft, values: others.length < draft.values.length ? others : [...others, value] };
}

/** Picks or unpicks all of `options`; other picks stay. */
export function pickMany(draft: Draft, options: readonly Option[], on: boolean): Draft {
  const picked = new Set(draft.values);
  for (const { value } of options) {
    if (on) picked.add(value);
    else picked.delete(value);
  }
  return { ...draft, values: [...picked] };
}

/** Selects the typed answer instead of an option. */
export function pickOther(draft: Draft): Draft {
  return { ...draft, values: [], text: draft.text ?? '' };
}

/** True when the typed answer is selected instead of an option. */
export function isOther(spec: PromptSpec, draft: Draft): boolean {
  return spec.kind === 'select' && spec.other && draft.values.length === 0 && draft.text !== undefined;
}

export function noteOption(draft: Draft, value: string, note: string): Draft {
  return { ...draft, notes: { ...draft.notes, [value]: note } };
}

/** The note of one option; empty when there is none. A value may equal the name of an inherited property. */
export function noteOf({ notes = {} }: Draft, value: string): string {
  return Object.hasOwn(notes, value) ? (notes[value] ?? '') : '';
}

/** The part of `draft` that counts: no text beside an option, no notes of options that are not picked, no blank notes. */
export function countedAnswer(spec: PromptSpec, { values, text, note = '', notes = {} }: Draft): Answer {
  const typed = spec.kind === 'input' || isOther(spec, { values, ...defined({ text }) });
  const counted = Object.entries(notes).filter(([value, each]) => values.includes(value) && each.trim() !== '');
  return {
    values: spec.kind === 'input' ? [] : values,
    ...(typed ? { text: text ?? '' } : {}),
    ...(note.trim() === '' ? {} : { note }),
    ...(counted.length === 0 ? {} : { notes: Object.fromEntries(counted) }),
  };
}

/** The draft of another tab, merged with the parts of the local draft that do not count. */
export function mergeRemote(spec: PromptSpec, local: Draft, remote: Draft): Draft {
  const kept = Object.entries(local.notes ?? {}).filter(([value]) => !remote.values.includes(value));
  const text = remote.text ?? (remote.values.length > 0 ? local.text : undefined);
  const notes = { ...Object.fromEntries(kept), ...remote.notes };
  return {
    values: spec.kind === 'input' ? [] : remote.values,
    ...defined({ text, note: remote.note }),
    ...(Object.keys(notes).length === 0 ? {} : { notes }),
  };
}

/** The picked options that require a deliberate act. */
export function pickedDangers(spec: PromptSpec, { values }: Draft): Option[] {
  return spec.options.filter(({ value, danger }) => danger && values.includes(value));
}

/** `values` without those that require a deliberate act. */
export function withoutDangers({ options }: PromptSpec, values: readonly string[]): string[] {
  const dangers = new Set(options.filter(({ danger }) => danger).map(({ value }) => value));
  return values.filter((value) => !dangers.has(value));
}

/**
 * True when `typed`, trimmed, is the value that a human was asked to type, or its displayed form: characters that are
 * shown as marks cannot be typed on a keyboard.
 */
export function isTyped({ value }: Option, typed: string | undefined): boolean {
  return typed !== undefined && [value.trim(), plainLine(value)].includes(typed.trim());
}

/** A string that is equal for equal answers, regardless of the order of their notes. */
export function answerKey({ values, text, note, notes = {} }: Answer): string {
  return JSON.stringify([values, text ?? null, note ?? null, Object.entries(notes).sort()]);
}

/** An answer as a human reads it: the labels of the picked options, and the typed text. */
export function answerLabels(
  { values, text }: { readonly values: readonly string[]; readonly text?: string | null },
  options: readonly Option[],
): string[] {
  const labels = new Map(options.map(({ value, label }) => [value, label]));
  return [...values.map((value) => labels.get(value) ?? value), ...(text ? [text] : [])];
}

// What a human has picked and typed so far, and the answer that it makes. Pure: every change makes a new draft.
// A draft also keeps what does not count at the moment (the text beside a picked option, the note of an option no
// longer picked), so that it is there again when the human comes back to it.
import { defined } from './defined.ts';
import type { Answer, Draft } from './prompt.ts';
import type { Option, PromptSpec } from './spec.ts';
import { plainLine } from './visible-text.ts';

export const NOTHING: Draft = { values: [] };

/** What is picked or typed before anybody did anything: the preselection, or the initial text. */
export function firstDraft(spec: PromptSpec): Draft {
  return spec.kind === 'input' ? { values: [], text: spec.initial ?? '' } : { values: spec.select };
}

/** The one option of a select, or one more or less of a multi. The order is that of picking. */
export function pickOption(spec: PromptSpec, draft: Draft, value: string): Draft {
  if (spec.kind !== 'multi') return draft.values[0] === value ? draft : { ...draft, values: [value] };
  const others = draft.values.filter((picked) => picked !== value);
  return { ...draft, values: others.length < draft.values.length ? others : [...others, value] };
}

/** Picks all of `options`, or none of them; what is picked beside them stays. */
export function pickMany(draft: Draft, options: readonly Option[], on: boolean): Draft {
  const picked = new Set(draft.values);
  for (const { value } of options) {
    if (on) picked.add(value);
    else picked.delete(value);
  }
  return { ...draft, values: [...picked] };
}

/** Chooses the typed answer beside the options. */
export function pickOther(draft: Draft): Draft {
  return { ...draft, values: [], text: draft.text ?? '' };
}

/** True when the typed answer beside the options is chosen. */
export function isOther(spec: PromptSpec, draft: Draft): boolean {
  return spec.kind === 'select' && spec.other && draft.values.length === 0 && draft.text !== undefined;
}

export function noteOption(draft: Draft, value: string, note: string): Draft {
  return { ...draft, notes: { ...draft.notes, [value]: note } };
}

/** The note of one option; empty when there is none. Values may be the names of what every object has. */
export function noteOf({ notes = {} }: Draft, value: string): string {
  return Object.hasOwn(notes, value) ? (notes[value] ?? '') : '';
}

/** What of `draft` counts: no text beside an option, no note of an option that is not picked, no blank notes. */
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

/** The draft of another tab, together with what this one keeps that does not count. */
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

/** The picked options that take a deliberate act. */
export function pickedDangers(spec: PromptSpec, { values }: Draft): Option[] {
  return spec.options.filter(({ value, danger }) => danger && values.includes(value));
}

/** Of `values` those that take no deliberate act. */
export function withoutDangers({ options }: PromptSpec, values: readonly string[]): string[] {
  const dangers = new Set(options.filter(({ danger }) => danger).map(({ value }) => value));
  return values.filter((value) => !dangers.has(value));
}

/**
 * True when `typed` is the value that a human was asked to type, spaces around it aside: as it is, or as it is shown,
 * for no keyboard has what is shown as a mark.
 */
export function isTyped({ value }: Option, typed: string | undefined): boolean {
  return typed !== undefined && [value.trim(), plainLine(value)].includes(typed.trim());
}

/** The same for answers that say the same, in whatever order their notes stand. */
export function nameAnswer({ values, text, note, notes = {} }: Answer): string {
  return JSON.stringify([values, text ?? null, note ?? null, Object.entries(notes).sort()]);
}

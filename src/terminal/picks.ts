// What a human has picked and typed so far, and the answer that it makes. Pure: every change makes a new draft.
// A draft also keeps what does not count at the moment (the text beside a picked option, the note of an option no
// longer picked), so that it is there again when the human comes back to it.
import { type AnswerProblem, checkAnswer } from '../core/answer.ts';
import type { Answer, Draft, Outcome } from '../core/prompt.ts';
import type { Option, PromptSpec } from '../core/spec.ts';
import { utf8Length } from '../core/text.ts';
import type { TabAnswer } from '../protocol/fields.ts';

/** UTF-8 bytes of an answer as JSON, for which a tab's message of 16 KiB has room. */
const MAX_ANSWER_BYTES = 16_000;

export type DraftProblem = AnswerProblem | 'pick_first' | 'too_much_text';

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
  const typed = spec.kind === 'input' || isOther(spec, { values, ...(text === undefined ? {} : { text }) });
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
    ...(text === undefined ? {} : { text }),
    ...(remote.note === undefined ? {} : { note: remote.note }),
    ...(Object.keys(notes).length === 0 ? {} : { notes }),
  };
}

/** An answer as a tab sends it: options by their position. */
export function toWire(spec: PromptSpec, { values, ...rest }: Answer): TabAnswer {
  const positions = new Map(spec.options.map(({ value }, index) => [value, index]));
  return { picked: values.flatMap((value) => positions.get(value) ?? []), ...copyNotes(rest) };
}

/** Fields of the wire are not read-only. */
function copyNotes({ notes, ...rest }: Omit<Answer, 'values'>): Omit<TabAnswer, 'picked' | 'values'> {
  return notes ? { ...rest, notes: { ...notes } } : rest;
}

/** True when `outcome` gives the very answer that a tab sent. */
export function isSameAnswer(spec: PromptSpec, sent: TabAnswer, { values, text }: Outcome): boolean {
  const picked = 'picked' in sent ? sent.picked.map((position) => spec.options[position]?.value) : sent.values;
  return JSON.stringify([picked, sent.text ?? null]) === JSON.stringify([values, text]);
}

/** Why `draft` is no answer yet, or null when it is one. */
export function findProblem(spec: PromptSpec, draft: Draft): DraftProblem | null {
  const answer = countedAnswer(spec, draft);
  const problem = checkAnswer(spec, answer);
  if (problem === 'wrong_count' && answer.text !== undefined) return 'text_missing';
  if (problem === 'wrong_count' || (problem === 'too_few' && answer.values.length === 0)) return 'pick_first';
  return problem ?? (fitsMessage(spec, answer) ? null : 'too_much_text');
}

/** True when a message of a tab has room for `answer`. */
export function fitsMessage(spec: PromptSpec, answer: Answer): boolean {
  return utf8Length(JSON.stringify(toWire(spec, answer))) <= MAX_ANSWER_BYTES;
}

/** The picked options that take a deliberate act. */
export function pickedDangers(spec: PromptSpec, { values }: Draft): Option[] {
  return spec.options.filter(({ value, danger }) => danger && values.includes(value));
}

/** True when `typed` is the value that a human was asked to type, spaces around it aside. */
export function isTyped(option: Option, typed: string | undefined): boolean {
  return typed !== undefined && typed.trim() === option.value.trim();
}

// Checks whether an answer fits its question.
import { MAX_NOTE_BYTES, MAX_TEXT_LENGTH } from './limits.ts';
import { type PatternTest, testAtLeisure } from './pattern.ts';
import type { Answer, Outcome } from './prompt.ts';
import type { InputSpec, PromptSpec } from './spec.ts';
import { utf8Length } from './text.ts';

export type AnswerProblem =
  | 'unknown_value'
  | 'wrong_count'
  | 'too_few'
  | 'too_many'
  | 'note_too_long'
  | 'note_missing'
  | 'unexpected_text'
  | 'text_missing'
  | 'too_short'
  | 'too_long'
  | 'not_one_line'
  | 'pattern_mismatch'
  | 'pattern_too_slow';

/** The first reason why `answer` does not fit `spec`, or null when it fits. `test` checks the pattern of an input. */
export function checkAnswer(spec: PromptSpec, answer: Answer, test: PatternTest = testAtLeisure): AnswerProblem | null {
  return checkContent(spec, answer, test) ?? checkNotes(answer) ?? checkMissingNote(spec, answer);
}

/** Checks all of an answer but its notes. */
export function checkContent(spec: PromptSpec, { values, text }: Answer, test: PatternTest): AnswerProblem | null {
  if (spec.kind === 'input') return values.length > 0 ? 'unknown_value' : checkText(spec, text, test);
  if (spec.kind === 'select' && spec.other && values.length === 0) return checkOther(text);
  if (text !== undefined) return 'unexpected_text';
  if (!areOptions(spec, values)) return 'unknown_value';
  if (spec.kind !== 'multi') return values.length === 1 ? null : 'wrong_count';
  if (values.length < spec.min) return 'too_few';
  return values.length > spec.max ? 'too_many' : null;
}

/** Checks a typed answer to a prompt with options: it must be one line, since each option is printed as one line. */
function checkOther(text: string | undefined): AnswerProblem | null {
  if (text === undefined || text.trim() === '') return 'wrong_count';
  if (/[\r\n]/.test(text)) return 'not_one_line';
  return [...text].length > MAX_TEXT_LENGTH ? 'too_long' : null;
}

/** True when every one of `values` is an option and none is repeated. */
export function areOptions(spec: PromptSpec, values: readonly string[]): boolean {
  const known = new Set(spec.options.map((option) => option.value));
  return values.every((value) => known.delete(value));
}

/** The first reason why `text` does not fit an input. Lengths are in characters (code points). */
function checkText(spec: InputSpec, text: string | undefined, test: PatternTest): AnswerProblem | null {
  // When any text is accepted, "too short" would only obscure that the text is missing.
  if (text === undefined || (text === '' && spec.min_length === 1)) return 'text_missing';
  if (!spec.multiline && /[\r\n]/.test(text)) return 'not_one_line';
  const length = [...text].length;
  if (length < spec.min_length) return 'too_short';
  if (length > spec.max_length) return 'too_long';
  const verdict = spec.pattern === undefined ? 'matches' : test(spec.pattern, text);
  if (verdict === 'too_slow') return 'pattern_too_slow';
  return verdict === 'matches' ? null : 'pattern_mismatch';
}

/** Names an answer that would be invisible when shown; null if the answer is visible or there is none. */
export function nameEmptyAnswer({ status, fallback, values, text }: Outcome): 'empty' | 'blank' | 'nothing' | null {
  if (status !== 'answered' && !fallback) return null;
  if (text === null) return values.length === 0 ? 'nothing' : null;
  if (text === '') return 'empty';
  return text.trim() === '' ? 'blank' : null;
}

/** True if an answer with `values` needs a note on the whole. */
export function needsNote({ note }: PromptSpec, values: readonly string[]): boolean {
  return note === 'required' || (note === 'for-no' && values.includes('no'));
}

/** True if `note` is longer than a note may be. */
export function isNoteTooLong(note: string): boolean {
  return utf8Length(note) > MAX_NOTE_BYTES;
}

function checkMissingNote(spec: PromptSpec, { values, note = '' }: Answer): AnswerProblem | null {
  return needsNote(spec, values) && note.trim() === '' ? 'note_missing' : null;
}

function checkNotes({ values, note, notes }: Answer): AnswerProblem | null {
  const texts = [note ?? '', ...Object.values(notes ?? {})];
  if (texts.some(isNoteTooLong)) return 'note_too_long';
  return Object.keys(notes ?? {}).every((value) => values.includes(value)) ? null : 'unknown_value';
}

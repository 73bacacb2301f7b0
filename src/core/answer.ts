// Whether an answer fits the question it answers.
import { MAX_NOTE_BYTES } from './limits.ts';
import type { Answer } from './prompt.ts';
import type { PromptSpec } from './spec.ts';
import { utf8Length } from './text.ts';

export type AnswerProblem = 'unknown_value' | 'wrong_count' | 'note_too_long' | 'unexpected_text';

/** The first reason why `answer` does not fit `spec`, or null when it fits. */
export function checkAnswer(spec: PromptSpec, answer: Answer): AnswerProblem | null {
  if (answer.values.length !== 1) return 'wrong_count';
  if (answer.text !== undefined) return 'unexpected_text';
  const known = new Set(spec.options.map((option) => option.value));
  if (!answer.values.every((value) => known.has(value))) return 'unknown_value';
  const notes = [answer.note ?? '', ...Object.values(answer.notes ?? {})];
  if (notes.some((note) => utf8Length(note) > MAX_NOTE_BYTES)) return 'note_too_long';
  return Object.keys(answer.notes ?? {}).every((value) => answer.values.includes(value)) ? null : 'unknown_value';
}

// Answers from a surface to the portal: the form in which a tab sends them, and whether they can be sent at all.
import { type AnswerProblem, checkAnswer } from '../core/answer.ts';
import { testWhereSafe } from '../core/pattern.ts';
import { countedAnswer } from '../core/picks.ts';
import type { Answer, Draft } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';
import { utf8Length } from '../core/text.ts';
import type { TabAnswer } from './fields.ts';

/** UTF-8 bytes of an answer as JSON that fit into a tab's message of 16 KiB. */
const MAX_ANSWER_BYTES = 16_000;

export type DraftProblem = AnswerProblem | 'pick_first' | 'too_much_text';

/** An answer as a tab sends it: options by their position. */
export function toWire(spec: PromptSpec, { values, ...rest }: Answer): TabAnswer {
  const positions = new Map(spec.options.map(({ value }, index) => [value, index]));
  return { picked: values.flatMap((value) => positions.get(value) ?? []), ...copyNotes(rest) };
}

/** Copies the notes, because the fields of the wire types are not read-only. */
function copyNotes({ notes, ...rest }: Omit<Answer, 'values'>): Omit<TabAnswer, 'picked' | 'values'> {
  return notes ? { ...rest, notes: { ...notes } } : rest;
}

/** Why `draft` is not a valid answer yet; null if a surface finds no fault. Only the portal checks slow patterns. */
export function findProblem(spec: PromptSpec, draft: Draft): DraftProblem | null {
  const answer = countedAnswer(spec, draft);
  const problem = checkAnswer(spec, answer, testWhereSafe);
  if (problem === 'wrong_count' && answer.text !== undefined) return 'text_missing';
  if (problem === 'wrong_count' || (problem === 'too_few' && answer.values.length === 0)) return 'pick_first';
  return problem ?? (fitsMessage(spec, answer) ? null : 'too_much_text');
}

/** True when `answer` fits into a message of a tab. */
export function fitsMessage(spec: PromptSpec, answer: Answer): boolean {
  return utf8Length(JSON.stringify(toWire(spec, answer))) <= MAX_ANSWER_BYTES;
}

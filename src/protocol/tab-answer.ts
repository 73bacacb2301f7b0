// An answer on its way from a surface to the portal: how a tab sends it, and whether it may be sent at all.
import { type AnswerProblem, checkAnswer } from '../core/answer.ts';
import { testWhereSafe } from '../core/pattern.ts';
import { countedAnswer } from '../core/picks.ts';
import type { Answer, Draft } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';
import { utf8Length } from '../core/text.ts';
import type { TabAnswer } from './fields.ts';

/** UTF-8 bytes of an answer as JSON, for which a tab's message of 16 KiB has room. */
const MAX_ANSWER_BYTES = 16_000;

export type DraftProblem = AnswerProblem | 'pick_first' | 'too_much_text';

/** An answer as a tab sends it: options by their position. */
export function toWire(spec: PromptSpec, { values, ...rest }: Answer): TabAnswer {
  const positions = new Map(spec.options.map(({ value }, index) => [value, index]));
  return { picked: values.flatMap((value) => positions.get(value) ?? []), ...copyNotes(rest) };
}

/** Fields of the wire are not read-only. */
function copyNotes({ notes, ...rest }: Omit<Answer, 'values'>): Omit<TabAnswer, 'picked' | 'values'> {
  return notes ? { ...rest, notes: { ...notes } } : rest;
}

/** Why `draft` is no answer yet, or null when it is one, as far as a surface can say: slow patterns are the portal's. */
export function findProblem(spec: PromptSpec, draft: Draft): DraftProblem | null {
  const answer = countedAnswer(spec, draft);
  const problem = checkAnswer(spec, answer, testWhereSafe);
  if (problem === 'wrong_count' && answer.text !== undefined) return 'text_missing';
  if (problem === 'wrong_count' || (problem === 'too_few' && answer.values.length === 0)) return 'pick_first';
  return problem ?? (fitsMessage(spec, answer) ? null : 'too_much_text');
}

/** True when a message of a tab has room for `answer`. */
export function fitsMessage(spec: PromptSpec, answer: Answer): boolean {
  return utf8Length(JSON.stringify(toWire(spec, answer))) <= MAX_ANSWER_BYTES;
}

// Explains in one line why an answer was refused and what is accepted. Pure.
import type { AnswerProblem } from '../core/answer.ts';
import type { Answer } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';
import { shorten } from '../core/text.ts';
import { REFUSAL_TEXT } from '../protocol/refusal.ts';

/** Maximum length in characters of the list of options in a message; there may be a thousand options. */
const MAX_NAMED = 300;

export function explainRefusal(problem: AnswerProblem, spec: PromptSpec, { values }: Answer): string {
  switch (problem) {
    case 'unknown_value':
      return explainValue(spec, values);
    case 'wrong_count':
    case 'unexpected_text':
    case 'text_missing':
      return `${REFUSAL_TEXT[problem]}; ${allowed(spec)}`;
    case 'note_missing':
      return `${REFUSAL_TEXT[problem]}; add --note TEXT`;
    case 'too_few':
      return spec.kind === 'multi' ? `pick at least ${spec.min}; ${allowed(spec)}` : REFUSAL_TEXT[problem];
    case 'too_many':
      return spec.kind === 'multi' ? `pick at most ${spec.max}; ${allowed(spec)}` : REFUSAL_TEXT[problem];
    case 'too_short':
      return spec.kind === 'input'
        ? `the text must have at least ${countCharacters(spec.min_length)}`
        : REFUSAL_TEXT[problem];
    case 'too_long':
      return spec.kind === 'input'
        ? `the text may have at most ${countCharacters(spec.max_length)}`
        : REFUSAL_TEXT[problem];
    case 'pattern_mismatch':
      return spec.kind === 'input' && spec.pattern !== undefined
        ? `${spec.pattern_message ?? REFUSAL_TEXT[problem]} (${spec.pattern})`
        : REFUSAL_TEXT[problem];
    case 'pattern_too_slow':
      return spec.kind === 'input' && spec.pattern !== undefined
        ? `${REFUSAL_TEXT[problem]} (${spec.pattern})`
        : REFUSAL_TEXT[problem];
    default:
      return REFUSAL_TEXT[problem];
  }
}

/** What the prompt accepts: `use one of: a, b`. */
export function allowed(spec: PromptSpec): string {
  if (spec.kind === 'input') return 'give the text with --text';
  const values = shorten(spec.options.map(({ value }) => value).join(', '), MAX_NAMED);
  return `use ${spec.kind === 'multi' ? 'some' : 'one'} of: ${values}${
    spec.kind === 'select' && spec.other ? '; or --text for another answer' : ''
  }`;
}

function explainValue(spec: PromptSpec, values: readonly string[]): string {
  if (spec.kind === 'input') return `this prompt takes a typed answer; ${allowed(spec)}`;
  const known = new Set(spec.options.map(({ value }) => value));
  const unknown = values.find((value) => !known.has(value));
  if (unknown !== undefined) return `"${shorten(unknown)}" is not one of the options; ${allowed(spec)}`;
  const repeated = values.find((value, index) => values.indexOf(value) < index);
  return repeated === undefined ? REFUSAL_TEXT.unknown_value : `"${shorten(repeated)}" is given twice; give it once`;
}

function countCharacters(count: number): string {
  return count === 1 ? '1 character' : `${count} characters`;
}

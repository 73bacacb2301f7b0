// Formats how a prompt ended, as the one line that stays in the terminal. Pure.
import { formatDuration } from '../core/duration.ts';
import { answerLabels } from '../core/picks.ts';
import type { Outcome } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';
import { plainLine } from '../core/visible-text.ts';
import { displayWidth, fitWidth } from '../core/width.ts';
import { kleur } from '../system/colours.ts';
import { describeOutcome } from '../words/describe-outcome.ts';
import type { Strings } from './strings/en.ts';
import { cutParts, type Part, widthOf } from './text-layout.ts';

export interface Ending {
  /** Null if the surface was closed before the prompt settled. */
  readonly outcome: Outcome | null;
  /** True if this terminal decided the outcome. */
  readonly isMine: boolean;
  /** True if an answer was submitted here, but another one was accepted. */
  readonly isTooLate: boolean;
  /** True if the asking command ended without an outcome, or before it received the answer. */
  readonly isGone: boolean;
  /** True if no command waits for the outcome right now, and it is kept. */
  readonly isKept: boolean;
  /** True in the asking command, which ends with this surface: without an outcome, the prompt is over too. */
  readonly isAsker?: boolean;
}

interface Parts {
  readonly sign: string;
  readonly said: string;
  readonly answer: string | null;
}

/** Minimum columns for the question next to a long answer. */
const LEAST_QUESTION = 20;

/** Formats `✔ Pick one: b  (12 s)` in at most `columns`. */
export function describeEnding(spec: PromptSpec, ending: Ending, strings: Strings, columns: number): string {
  const { sign, said, answer } = findParts(spec, ending, strings);
  const question = plainLine(spec.question);
  const age = ending.outcome ? formatDuration(ending.outcome.elapsed_ms) : '';
  const tail = ending.isTooLate ? strings.ending.tooLate : ending.isKept ? strings.ending.kept : age;
  const rest: Part[] = [
    { text: said === '' ? '' : ` ${said}` },
    { text: answer === null ? '' : ` ${answer}`, paint: kleur.bold },
  ];
  const after = tail === '' ? '' : `  (${tail})`;
  // The answer matters more than the end of a long question.
  const room = Math.max(10, columns - 2 - displayWidth(after));
  const short = fitWidth(question, Math.max(LEAST_QUESTION, room - widthOf(rest) - 2));
  const stop = said === '' ? (/\p{P}$/u.test(short) ? '' : ':') : ' —';
  return `${sign} ${cutParts([{ text: short }, { text: stop }, ...rest], room)}${kleur.dim(after)}`;
}

const DONE = () => kleur.green('✔');
const OVER = () => kleur.yellow('✖');

function findParts(spec: PromptSpec, ending: Ending, { ending: words }: Strings): Parts {
  const { outcome, isMine, isGone, isAsker = false } = ending;
  const { commandEnded, colon } = words.outcome;
  if (!outcome) return { sign: OVER(), said: isGone || isAsker ? commandEnded.ended : words.closed, answer: null };
  const said = describeOutcome(outcome, words.outcome, { isMine, isGone, isAsker, namesFallback: true });
  const isAnswered = outcome.status === 'answered' && !isGone;
  if (!isAnswered && !outcome.fallback) return { sign: OVER(), said, answer: null };
  const answer = nameAnswer(spec, outcome) || words.nothing;
  return { sign: isAnswered ? DONE() : OVER(), said: isAnswered && isMine ? '' : said + colon, answer };
}

/** The labels of the picked options, or the typed text, on one line. */
export function nameAnswer({ options }: PromptSpec, answer: Parameters<typeof answerLabels>[0]): string {
  return answerLabels(answer, options).map(plainLine).join(', ');
}

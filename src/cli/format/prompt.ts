// Describes prompts and outcomes for people at a terminal. Pure, except that times use the time zone of the process.
import { nameEmptyAnswer } from '../../core/answer.ts';
import type { AskedFrom } from '../../core/asked-from.ts';
import type { Outcome, Surface } from '../../core/prompt.ts';
import { shorten } from '../../core/text.ts';
import { labelFrom } from '../../words/describe-from.ts';
import { tellOutcome } from '../../words/describe-outcome.ts';
import { askedFrom, en as words } from '../../words/en.ts';

/** Maximum length in characters of an answer in a sentence. */
const MAX_ANSWER = 80;

/** The same of an asker in a table. */
const MAX_ASKER = 24;

const EMPTY_ANSWERS = { empty: '(empty)', blank: '(blank)', nothing: '(nothing picked)' } as const;

/** The answer as text, or a mark if it would be invisible; empty if there is none. */
export function formatAnswer(outcome: Outcome): string {
  const { values, text, fallback } = outcome;
  const mark = nameEmptyAnswer(outcome);
  const answer = mark === null ? (text ?? values.join(', ')) : EMPTY_ANSWERS[mark];
  return fallback ? `${answer} (fallback)` : answer;
}

/** Who asked, short enough for a column; empty when it is not known. */
export function nameAsker(from: AskedFrom | undefined): string {
  return shorten(labelFrom(from, askedFrom), MAX_ASKER);
}

/** The answer for use in a sentence: shortened, and in quotes unless it is a mark. */
export function quoteAnswer(outcome: Outcome): string {
  const answer = shorten(formatAnswer(outcome), MAX_ANSWER);
  return nameEmptyAnswer(outcome) === null ? `"${answer}"` : answer;
}

const ASKER_ENDS = { signal: 'interrupted', lost: 'lost', unreached: 'nobody reached' } as const;

/** Who or what decided the outcome; if nobody did, also why the prompt ended. */
export function nameDecider({ by, cause }: Outcome): string {
  const why = by === 'portal' ? 'stopped' : cause === undefined ? null : ASKER_ENDS[cause];
  return why === null ? by : `${by} (${why})`;
}

/** How a prompt ended, as a sentence without the final period. */
export function outcomeSentence(outcome: Outcome): string {
  return tellOutcome(outcome, words, {}, quoteAnswer(outcome));
}

const SURFACES: Readonly<Record<Surface, string>> = {
  browser: 'browser',
  terminal: 'terminal',
  cli: 'command line',
  asker: 'command',
  deadline: 'deadline',
  portal: 'portal',
};

export function nameSurface(surface: Surface | 'hold'): string {
  return surface === 'hold' ? 'a hold while a human was answering' : SURFACES[surface];
}

const two = (value: number) => String(value).padStart(2, '0');

/** Wall-clock ms as local time: `2026-01-31 09:05`; with seconds when asked for. */
export function formatTime(wallMs: number, withSeconds = false): string {
  const at = new Date(wallMs);
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  const clock = [at.getHours(), at.getMinutes(), ...(withSeconds ? [at.getSeconds()] : [])].map(two).join(':');
  return `${day} ${clock}`;
}

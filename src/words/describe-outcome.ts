// How a prompt ended, in words, for every surface and in every language. Pure.
import type { Outcome, Surface } from '../core/prompt.ts';
import type { Words } from './en.ts';

/** Where an outcome is shown, and how much the text includes. */
export interface Viewpoint {
  /** The surface on which it was decided: the text names no place. */
  readonly isMine?: boolean;
  /** A tab of the page: a decision in the browser came from another tab. */
  readonly isTab?: boolean;
  /** The command that asked. */
  readonly isAsker?: boolean;
  /** The command ended before it received the answer. */
  readonly isGone?: boolean;
  /** The caller appends the fallback. */
  readonly namesFallback?: boolean;
}

/** `answered in the browser`, `timed out`: a clause without final punctuation, including `answer` if there is one. */
export function describeOutcome(
  { status, by, cause, fallback }: Outcome,
  words: Words,
  { isMine = false, isTab = false, isAsker = false, isGone = false, namesFallback = false }: Viewpoint = {},
  answer: string | null = null,
): string {
  const where = isMine ? null : findPlace(by, isTab, words);
  switch (status) {
    case 'answered':
      return isGone ? words.notTaken : words.answered(where, answer);
    case 'timeout':
      return fallback && namesFallback ? words.fellBackTo : words.timedOut;
    case 'cancelled':
      if (by === 'portal') return words.portalStopped;
      if (by === 'asker') return isAsker ? words.lostTouch : words.commandEnded[cause ?? 'ended'];
      return where === null ? words.cancelled : words.cancelledIn(where);
    default:
      return status satisfies never;
  }
}

/** The same as a sentence without final punctuation, including the time that it took. */
export function tellOutcome(
  outcome: Outcome,
  words: Words,
  viewpoint: Viewpoint = {},
  answer: string | null = null,
): string {
  const { status, fallback, values, text, elapsed_ms } = outcome;
  const duration = words.duration(elapsed_ms);
  if (status !== 'timeout') return words.after(describeOutcome(outcome, words, viewpoint, answer), duration);
  return fallback ? words.fellBack(text ?? values.join(', '), duration) : words.nobodyAnswered(duration);
}

function findPlace(by: Surface, isTab: boolean, { where }: Words): string | null {
  switch (by) {
    case 'browser':
      return isTab ? where.otherTab : where.browser;
    case 'terminal':
    case 'cli':
      return where[by];
    default:
      return null;
  }
}

// Deadlines: none passes early, none is missed by an answer, none moves unasked.
import { DeadlineClaims } from './deadline-claims.ts';
import type { Violation } from './history.ts';
import type { PromptHistory } from './prompt-history.ts';

export function checkTimes(prompt: PromptHistory): Violation[] {
  const deadlines = new DeadlineClaims(prompt);
  return [...findBegunAnew(prompt), ...findEarlyAndLate(prompt, deadlines), ...findMoved(prompt, deadlines)].map(
    ([rule = '', what = '']) => ({
      rule,
      of: prompt.id,
      what,
    }),
  );
}

type Fault = readonly [rule: string, what: string];

/** An asker that heard of its registration carries it over to the next portal: its life does not begin again there. */
function findBegunAnew({ records, askers }: PromptHistory): Fault[] {
  const opened = records.filter((record) => record.type === 'opened');
  return opened
    .filter(({ opened_at, at }) => opened_at !== opened[0]?.opened_at && wasKnown(askers, at))
    .map(() => ['G3', 'it started over at the next portal']);
}

function wasKnown(askers: PromptHistory['askers'], at: number): boolean {
  return askers.some(({ registered }) => registered !== null && registered.at < at);
}

function findEarlyAndLate({ outcomes }: PromptHistory, deadlines: DeadlineClaims): Fault[] {
  return outcomes.flatMap(({ status, settled_at }): Fault[] => {
    const bounds = deadlines.between(settled_at, settled_at);
    if (!bounds) return [];
    if (status === 'timeout' && settled_at < bounds.low)
      return [['G4', `it timed out ${round(bounds.low - settled_at)} ms early`]];
    if (status === 'answered' && settled_at > bounds.high)
      return [['late', `an answer was accepted ${round(settled_at - bounds.high)} ms after the deadline`]];
    return [];
  });
}

/** Every time left that a tab was told fits the deadline that the prompt had then. */
function findMoved({ looks }: PromptHistory, deadlines: DeadlineClaims): Fault[] {
  return looks.flatMap(({ from, to, remaining_ms }): Fault[] => {
    const bounds = deadlines.between(from, to);
    if (!bounds || remaining_ms === 0) return [];
    const left = remaining_ms ?? Number.POSITIVE_INFINITY;
    // The time left is rounded up, and was true at some moment between the two.
    const [earliest, latest] = [from + left - 1, to + left];
    if (latest < bounds.low) return [['G3', `its deadline is ${round(bounds.low - latest)} ms too early`]];
    if (earliest > bounds.high) return [['G3', `its deadline is ${round(earliest - bounds.high)} ms too late`]];
    return [];
  });
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

// Prompts that outlive their askers: none is lost, given up too early or too late, timed out late, or asked twice.
import type { Outcome } from '../../src/core/prompt.ts';
import { type Fault, PROCESS } from './check-askers.ts';
import { STILL_OPEN } from './check-waiters.ts';
import { DeadlineClaims } from './deadline-claims.ts';
import type { AskerCall, History, ProcessCall, Violation } from './history.ts';
import { graceOf } from './plan.ts';
import type { PromptHistory } from './prompt-history.ts';

/** What rounding and two clocks, read one after the other, may cost: ms. */
const CLOCKS = 10;
/** A lost asker is noticed within a second, and may take half a second to come back: ms. */
const NOTICED = 1_500;
/** A portal that stood still for so long may have been replaced: ms. */
const REPLACED_AFTER = 1_500;

export function checkKept(prompts: readonly PromptHistory[], history: History): Violation[] {
  return prompts
    .filter(({ keptSince }) => keptSince !== null)
    .flatMap((prompt) => {
      const faults = [
        ...findForgotten(prompt, history),
        ...findGivenUp(prompt, history),
        ...findOverstayed(prompt, history),
        ...findLateTimeout(prompt, history),
        ...findAskedTwice(prompt, prompts, history),
      ];
      return faults.map(([rule, what]) => ({ rule, of: prompt.id, what }));
    });
}

/** A prompt that an asker knows as kept has an outcome at the end, or is listed as open. */
function findForgotten({ id, outcomes, records }: PromptHistory, { open, faults, starts }: History): Fault[] {
  if (outcomes.length > 0 || open?.includes(id)) return [];
  return [['kept', `it is neither open nor settled: ${JSON.stringify({ open, records, faults, starts })}`]];
}

/**
 * Nobody but a human, the deadline and `choice stop --force` ends a detached prompt; another also its asker, or the loss
 * of that for longer than the grace.
 */
function findGivenUp(prompt: PromptHistory, history: History): Fault[] {
  const [outcome] = prompt.outcomes;
  if (!outcome || (outcome.by !== 'asker' && outcome.by !== 'portal')) return [];
  const grace = sureGrace(prompt.askers, outcome);
  const said = JSON.stringify(outcome);
  const isRetired = history.faults.some(
    ({ type, at, until }) => type === 'retire' && isWithin(outcome.settled_at, at, until),
  );
  if (outcome.by === 'portal' && isRetired) return [];
  if (outcome.by === 'portal' || grace === null) return [['grace', `it was given up although it is kept: ${said}`]];
  if (outcome.cause !== 'lost') {
    const askers = perhapsIts(prompt, history);
    const isInterrupted = askers.some(({ faults }) => faults.some(({ signal }) => signal === 'SIGINT'));
    return isInterrupted ? [] : [['grace', `no asker withdrew it: ${said}`]];
  }
  const lost = Math.max(
    ...attendances(prompt, history).map(([from, to]) => lostAt(from, to, outcome.settled_at - grace, history)),
  );
  const early = lost + grace - CLOCKS - outcome.settled_at;
  return early > 0 ? [['grace', `it was given up ${Math.round(early)} ms before its grace of ${grace} ms`]] : [];
}

function isWithin(moment: number, from: number, to: number): boolean {
  return moment >= from - CLOCKS && moment <= to + CLOCKS;
}

/** The longest grace of those that surely knew the prompt before its outcome. */
function sureGrace(askers: readonly AskerCall[], { settled_at }: Outcome): number | null {
  return longest(
    askers
      .filter(({ registered }) => registered !== null && registered.at < settled_at)
      .map(({ question }) => graceOf(question)),
  );
}

function longest(graces: readonly (number | null)[]): number | null {
  return graces.includes(null) ? null : Math.max(0, ...graces.map(Number));
}

/** When commands surely waited for the prompt: from, to. */
function attendances({ askers, waiters }: PromptHistory, history: History): (readonly [number, number])[] {
  return [
    ...askers.map((asker) => [asker.registered?.at ?? null, leftAt(asker, history)] as const),
    ...waiters.map((waiter) => [waiter.attached, leftAt(waiter, history)] as const),
  ].flatMap(([from, to]) => (from === null ? [] : [[from, to] as const]));
}

/** The earliest moment at which a command may have left its prompt: then it still has to exit, and to be seen to. */
function leftAt({ ended, faults }: ProcessCall, { lag_ms }: History): number {
  const signalled = faults.find(({ signal }) => signal !== 'SIGSTOP')?.at ?? Number.POSITIVE_INFINITY;
  const exited = ended?.at ?? Number.POSITIVE_INFINITY;
  return Math.min(signalled, ended?.code === STILL_OPEN ? exited - PROCESS - 2 * lag_ms : exited);
}

/**
 * The earliest moment since which a command that waited from `from` to `to` may have been lost to the portal: its own
 * end, or before `latest` that of a portal, which it may have found no successor of.
 */
function lostAt(from: number, to: number, latest: number, { faults, starts }: History): number {
  const breaks = [...starts, ...faults.map(({ at }) => at)].filter(
    (at) => at >= from - NOTICED && at <= latest + CLOCKS,
  );
  return Math.min(to, ...breaks);
}

/** With a grace, a prompt that nobody waits for is open no longer; a new portal counts anew, and without one nothing ends. */
function findOverstayed(prompt: PromptHistory, history: History): Fault[] {
  const [outcome] = prompt.outcomes;
  if (!outcome) return [];
  const { keptSince, waiters } = prompt;
  const askers = perhapsIts(prompt, history);
  const grace = longest(askers.map(({ question }) => graceOf(question)));
  if (grace === null) return [];
  const ends = [...askers, ...waiters]
    .filter(({ spawned }) => spawned < outcome.settled_at)
    .map(({ ended }) => ended?.at ?? Number.POSITIVE_INFINITY);
  const counted = Math.max(keptSince ?? 0, ...ends, ...pauses(history, outcome.settled_at));
  const over = outcome.settled_at - (counted + NOTICED + grace + PROCESS + 2 * history.lag_ms);
  return over > 0 ? [['grace', `it was open ${Math.round(over)} ms after its grace of ${grace} ms`]] : [];
}

/** The askers of a prompt, and all that asked under its key: one that never heard of its registration may be registered. */
function perhapsIts({ askers }: PromptHistory, history: History): readonly AskerCall[] {
  const key = askers[0]?.question.key ?? null;
  return key === null ? askers : history.askers.filter(({ question }) => question.key === key);
}

/** The moments up to `until` at which a portal began, or went on. */
function pauses({ starts, faults }: History, until: number): number[] {
  const wentOn = faults.map((fault) => (fault.type === 'stop' ? fault.until : fault.at));
  return [...starts, ...wentOn].filter((at) => at <= until);
}

/** A deadline that passes while no portal runs counts from the next start, any other at once. */
function findLateTimeout(prompt: PromptHistory, history: History): Fault[] {
  const [outcome] = prompt.outcomes;
  if (outcome ? outcome.status !== 'timeout' : !history.open?.includes(prompt.id)) return [];
  const at = outcome?.settled_at ?? Number.POSITIVE_INFINITY;
  const { high } = new DeadlineClaims(prompt).between(at, at) ?? { high: Number.POSITIVE_INFINITY };
  const soon = PROCESS + 2 * history.lag_ms;
  const late = at - dueWithin(high + soon, soon, history);
  return late > 0 ? [['late', `it timed out ${Math.round(late)} ms after its deadline`]] : [];
}

/** The moment by which a portal has done what was due at `due`, for all that befell the portals meanwhile. */
function dueWithin(due: number, soon: number, { faults, starts }: History): number {
  const inOrder = [...faults].sort((a, b) => a.at - b.at);
  return inOrder.reduce((by, fault) => {
    if (fault.at > by) return by;
    const next = starts.find((at) => at > fault.at) ?? Number.POSITIVE_INFINITY;
    return Math.max(by, (fault.type === 'stop' ? Math.min(next, fault.until) : next) + soon);
  }, due);
}

/** Asking again under a key joins the prompt that is open; a new one comes after the end of one that nobody decided. */
function findAskedTwice(prompt: PromptHistory, prompts: readonly PromptHistory[], { faults }: History): Fault[] {
  const opened = openingOf(prompt);
  if (!opened || opened.key === null) return [];
  const [outcome] = prompt.outcomes;
  return prompts.flatMap((other): Fault[] => {
    const again = openingOf(other);
    if (!again || other.id === prompt.id || again.key !== opened.key) return [];
    const since = prompt.keptSince ?? Number.POSITIVE_INFINITY;
    if (again.opened_at <= since) return [];
    const isOver =
      outcome !== undefined &&
      outcome.settled_at <= again.opened_at + CLOCKS &&
      ['asker', 'portal'].includes(outcome.by);
    // Beside a portal that stood still, another may have decided.
    const isReplaced = faults.some(
      ({ type, at, until }) => type === 'stop' && until - at > REPLACED_AFTER && at < again.opened_at && until > since,
    );
    return isOver || isReplaced ? [] : [['key', `${other.id} was asked under its key ${opened.key} as well`]];
  });
}

function openingOf({ records }: PromptHistory) {
  return records.find((record) => record.type === 'opened');
}

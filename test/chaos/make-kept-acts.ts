// What happens to a prompt that outlives its asker: waiters come and go, askers are ended and ask again. Pure.
import type { Act, EndSignal, Question } from './plan.ts';
import type { Random } from './random.ts';

/** Gives each asker, waiter and request of a plan its number. */
export interface Numbers {
  readonly asker: () => number;
  readonly waiter: () => number;
  readonly request: () => number;
}

type TimedAct = [at: number, act: Act];

/** Waiters come until so long after the deadline, when the outcome can still be collected: ms. */
const LATE = 3_000;

export function makeKeptActs(random: Random, question: Question, numbers: Numbers): TimedAct[] {
  const length = question.timeout_ms ?? 4_000;
  const waits = Array.from({ length: random.whole(0, 3) }, () => makeWait(random, length, numbers.waiter()));
  const cancel: Act = { type: 'cancel', tab: null, request: numbers.request() };
  const cancels: TimedAct[] = random.chance(0.15) ? [[random.whole(200, length), cancel]] : [];
  return [...waits.flat(), ...cancels, ...makeReturns(random, question, length, numbers)];
}

/** A waiter, and perhaps what befalls it. */
function makeWait(random: Random, length: number, waiter: number): TimedAct[] {
  const at = random.whole(0, length + LATE);
  const for_ms = random.chance(0.4) ? 1_000 * random.whole(0, 3) : null;
  const acts: TimedAct[] = [[at, { type: 'wait', waiter, for_ms, json: random.chance(0.5) }]];
  const later = at + random.whole(50, 2_000);
  if (random.chance(0.3)) acts.push([later, { type: 'end waiter', waiter, signal: endSignal(random) }]);
  else if (random.chance(0.15)) acts.push([later, { type: 'stop waiter', waiter, ms: random.whole(50, 2_000) }]);
  return acts;
}

/** The asker is ended and asks again under its key, which may repeat itself. */
function makeReturns(random: Random, { key, detached }: Question, length: number, { asker }: Numbers): TimedAct[] {
  if (!random.chance(0.7)) return [];
  let at = random.whole(100, length);
  const acts: TimedAct[] = detached ? [] : [[at, { type: 'signal asker', signal: endSignal(random) }]];
  for (let left = key === null ? 0 : random.whole(0, 2); left > 0; left -= 1) {
    at += random.whole(0, 3_000);
    const end = random.chance(0.5) ? { signal: endSignal(random), after_ms: random.whole(0, 1_500) } : null;
    acts.push([at, { type: 'ask again', asker: asker(), detached: random.chance(0.2), end }]);
  }
  return acts;
}

/** Ctrl-C withdraws most prompts: it comes seldom. */
function endSignal(random: Random): EndSignal {
  return random.pick(['SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGTERM', 'SIGINT']);
}

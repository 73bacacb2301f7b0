// Rounds of the checker: one seed, one plan, one home each; a failing one is cut down to a short trace.
import type { Scope } from '../helpers/choice.ts';
import { ENGINES } from '../helpers/engines.ts';
import { checkHistory } from './check-history.ts';
import type { History, Violation } from './history.ts';
import { makePlan } from './make-plan.ts';
import type { Plan } from './plan.ts';
import { runPlan } from './run-plan.ts';
import { shrinkPlan } from './shrink.ts';

export interface Round {
  readonly plan: Plan;
  readonly engine: 'uws' | 'node';
  readonly history: History;
  readonly violations: readonly Violation[];
}

/** The engine of a round: both take turns where both run. */
export function engineOf(seed: number): 'uws' | 'node' {
  return seed % 2 !== 0 && ENGINES.includes('uws') ? 'uws' : 'node';
}

/** If the machine kept the run itself waiting for longer than this, a finding proves nothing, and the plan is run again: ms. */
const MAX_LAG_MS = 10_000;
const ATTEMPTS = 3;

/** Runs and judges the plan of `seed`. */
export async function playRound(seed: number, length_ms: number, engine = engineOf(seed)): Promise<Round> {
  const plan = makePlan(seed, length_ms);
  let round = await play(plan, engine);
  for (let attempt = 1; attempt < ATTEMPTS && isDoubtful(round); attempt += 1) round = await play(plan, engine);
  return round;
}

function isDoubtful({ history, violations }: Round): boolean {
  return violations.length > 0 && history.lag_ms > MAX_LAG_MS;
}

/** Leaves out of a failing round's plan what its first violated rule does not need; `attempts` runs at most. */
export async function shrinkRound({ plan, engine, violations: [first] }: Round, attempts: number): Promise<Plan> {
  const fails = async (candidate: Plan) =>
    (await play(candidate, engine)).violations.some(({ rule }) => rule === first?.rule);
  return shrinkPlan(plan, fails, attempts);
}

async function play(plan: Plan, engine: 'uws' | 'node'): Promise<Round> {
  const endings: (() => void | Promise<void>)[] = [];
  const scope: Scope = { after: (end) => endings.push(end) };
  try {
    const history = await runPlan(scope, plan, { engine });
    return { plan, engine, history, violations: checkHistory(history) };
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

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

/** Runs and judges the plan of `seed`. */
export async function playRound(seed: number, length_ms: number, engine = engineOf(seed)): Promise<Round> {
  return play(makePlan(seed, length_ms), engine);
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

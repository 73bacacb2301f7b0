// From a plan that fails to a short one that still does: leaves out what can be left out.
import type { Operation, Plan } from './plan.ts';

/**
 * Leaves out operations of `plan` for as long as `fails` says that the rest fails too, trying at most `attempts`
 * plans. Whole askers and faults go first, in halves, then smaller parts; single acts last.
 */
export async function shrinkPlan(
  plan: Plan,
  fails: (candidate: Plan) => Promise<boolean>,
  attempts: number,
): Promise<Plan> {
  let left = attempts;
  const isStillFailing = async (operations: readonly Operation[]) => {
    left -= 1;
    return fails({ ...plan, operations });
  };
  const reduce = async (operations: readonly Operation[], units: readonly (readonly Operation[])[]) => {
    let kept = [...units];
    for (let size = Math.ceil(kept.length / 2); size >= 1 && left > 0; ) {
      const before = kept.length;
      for (let from = 0; from < kept.length && left > 0; ) {
        const candidate = [...kept.slice(0, from), ...kept.slice(from + size)];
        const gone = new Set(units.filter((unit) => !candidate.includes(unit)).flat());
        if (await isStillFailing(operations.filter((operation) => !gone.has(operation)))) kept = candidate;
        else from += size;
      }
      if (size === 1 && kept.length === before) break;
      size = Math.max(1, Math.floor(size / 2));
    }
    const gone = new Set(units.filter((unit) => !kept.includes(unit)).flat());
    return operations.filter((operation) => !gone.has(operation));
  };
  const coarse = await reduce(plan.operations, unitsOf(plan.operations));
  const acts = coarse.filter(({ do: what }) => what === 'act').map((operation) => [operation]);
  return { ...plan, operations: await reduce(coarse, acts) };
}

/** An asker goes with all that is done to it; each fault stands alone. */
function unitsOf(operations: readonly Operation[]): Operation[][] {
  return operations.flatMap((operation) => {
    if (operation.do === 'act') return [];
    if (operation.do === 'fault') return [[operation]];
    const { asker } = operation;
    return [operations.filter((other) => other.do !== 'fault' && other.asker === asker)];
  });
}

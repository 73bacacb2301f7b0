// Shrinking keeps what makes a plan fail, and little else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePlan } from './make-plan.ts';
import type { Plan } from './plan.ts';
import { shrinkPlan } from './shrink.ts';

const plan = makePlan(7, 20_000);
const kinds = ({ operations }: Plan) =>
  operations.map((operation) => (operation.do === 'act' ? operation.act.type : operation.do));

test('when one answer and one fault make a plan fail, then only they and their asker are left', async () => {
  const fails = async (candidate: Plan) => kinds(candidate).includes('answer') && kinds(candidate).includes('fault');
  const short = await shrinkPlan(plan, fails, 500);
  assert.deepEqual(kinds(short).sort(), ['answer', 'ask', 'fault']);
});

test('when nothing can be left out, then the plan stays as it is', async () => {
  const fails = async ({ operations }: Plan) => operations.length === plan.operations.length;
  assert.deepEqual(await shrinkPlan(plan, fails, 500), plan);
});

test('when the attempts are used up, then what is left still fails', async () => {
  let attempts = 0;
  const fails = async (candidate: Plan) => {
    attempts += 1;
    return kinds(candidate).includes('answer');
  };
  const short = await shrinkPlan(plan, fails, 5);
  assert.equal(attempts, 5);
  assert.ok(kinds(short).includes('answer'));
  assert.ok(short.operations.length < plan.operations.length);
});

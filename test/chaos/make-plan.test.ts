// Plans: the same for the same seed, and with something of everything.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePlan } from './make-plan.ts';
import { describePlan } from './plan.ts';

test('when the seed is the same, then so is the plan; another seed makes another one', () => {
  assert.deepEqual(makePlan(3, 20_000), makePlan(3, 20_000));
  assert.notDeepEqual(makePlan(3, 20_000).operations, makePlan(4, 20_000).operations);
});

test('when many plans are made, then everything that can be done is in one of them', () => {
  const plans = Array.from({ length: 30 }, (_, seed) => makePlan(seed, 25_000));
  const types = plans.flatMap(({ operations }) =>
    operations.map((operation) =>
      operation.do === 'act' ? operation.act.type : operation.do === 'fault' ? operation.fault.type : 'ask',
    ),
  );
  const all = [
    'ask',
    'open tab',
    'answer',
    'cancel',
    'extend',
    'set',
    'repeat',
    'draft',
    'look',
    'reload',
    'drop',
    'ask again',
    'wait',
  ];
  const faults = [
    'kill asker',
    'stop asker',
    'signal asker',
    'end waiter',
    'stop waiter',
    'kill portal',
    'end portal',
    'stop portal',
    'retire portal',
  ];
  assert.deepEqual(new Set(types), new Set([...all, ...faults]));
});

test('when a plan is described, then each operation has its line', () => {
  const plan = makePlan(5, 5_000);
  assert.equal(describePlan(plan).split('\n').length, plan.operations.length + 1);
});

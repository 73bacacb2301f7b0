// Random askers, tabs, commands and faults, judged by the messages they received: a short round of each engine.
// `npm run test:long` plays minutes of them.
// CHOICE_TEST_CHAOS_SECONDS sets the length, CHOICE_TEST_CHAOS_SEED repeats a run; each run has a seed of its own.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ENGINES } from '../helpers/engines.ts';
import { describePlan } from './plan.ts';
import { playRound } from './rounds.ts';
import { describeViolations, summarizeHistory } from './summarize.ts';

const seconds = Number(process.env.CHOICE_TEST_CHAOS_SECONDS ?? 12);
const seed = Number(process.env.CHOICE_TEST_CHAOS_SEED ?? Date.now() % 1_000_000);

describe('chaos', { concurrency: true }, () => {
  for (const [index, engine] of ENGINES.entries()) {
    test(`when everything happens at once (${engine}), then every promise holds`, async (t) => {
      // Told before, so that a round that ends in an error can be repeated too.
      t.diagnostic(`seed ${seed + index}`);
      const { plan, history, violations } = await playRound(seed + index, seconds * 1_000, engine);
      t.diagnostic(summarizeHistory(history));
      assert.equal(describeViolations(violations), '', describePlan(plan));
      assert.ok(history.askers.length > seconds / 2, 'there was something to judge');
    });
  }
});

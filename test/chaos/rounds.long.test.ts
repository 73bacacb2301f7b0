// Random askers, tabs, commands and faults for a long time, from three seeds side by side; `npm run chaos` cuts a failure
// down to a short trace. CHOICE_TEST_CHAOS_MINUTES sets the length of each, CHOICE_TEST_CHAOS_SEED repeats a run.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { engineOf, playRound } from './rounds.ts';
import { describeViolations } from './summarize.ts';

const minutes = Number(process.env.CHOICE_TEST_CHAOS_MINUTES ?? 10);
const first = Number(process.env.CHOICE_TEST_CHAOS_SEED ?? Date.now() % 1_000_000);
const ROUND_MS = 25_000;

describe('chaos for a long time', { concurrency: true }, () => {
  for (const seed of [first, first + 1_000, first + 2_000]) {
    test(`every promise holds from seed ${seed} for ${minutes} minutes`, async (t) => {
      const until = Date.now() + minutes * 60_000;
      let next = seed;
      for (; Date.now() < until; next += 1) {
        const { engine, violations } = await playRound(next, ROUND_MS, engineOf(next));
        const again = `npm run chaos -- --seed ${next} --rounds 1 --engine ${engine}`;
        assert.equal(describeViolations(violations), '', again);
      }
      t.diagnostic(`${next - seed} rounds`);
    });
  }
});

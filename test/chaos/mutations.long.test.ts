// The checker finds what it is there for: each fault that is put into the product is caught, on a plan that the
// product as it is passes.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../helpers/choice.ts';
import { buildWithEdits } from '../helpers/test-build.ts';
import { checkHistory } from './check-history.ts';
import { runPlan } from './run-plan.ts';
import { describeViolations } from './summarize.ts';
import { TRAPS } from './traps.ts';

describe('mutations', { concurrency: 2 }, () => {
  for (const { name, edits, plan, rules } of TRAPS) {
    test(`when the product ${name}, then the checker says so; and nothing when it does not`, async (t) => {
      const binary = await buildWithEdits(t, edits);
      const [broken, whole] = await Promise.all([
        runPlan(t, plan, { binary, engine: 'node' }),
        runPlan(t, plan, { engine: 'node' }),
      ]);
      assert.equal(describeViolations(checkHistory(whole)), '', 'the product as it is');
      const found = checkHistory(broken);
      assert.ok(
        found.some(({ rule }) => rules.includes(rule)),
        `not caught: ${describeViolations(found)}`,
      );
    });
  }
});

test('when the product is built, then nothing of the faults is in it', () => {
  const bundles = readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.js'));
  assert.ok(bundles.includes('portal.js') && bundles.includes('cli.js'));
  for (const name of bundles) {
    const text = readFileSync(join(root, 'dist', name), 'utf8');
    assert.doesNotMatch(text, /failpoint\(|CHOICE_(CHAOS|FAIL|TEST)/i, name);
  }
});

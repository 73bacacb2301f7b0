// States of the page, light and dark, narrow and wide: axe finds nothing to complain of.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import type { Scope } from '../../helpers/choice.ts';
import { type Stage, useChromium, useOneStage } from './browser.ts';
import type { State } from './state.ts';
import { showOn } from './states.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What is looked for where. Colours are all that differs between the two schemes, and do not differ by size; to judge
 * them takes longer than all else.
 */
const RULES: Readonly<Record<string, RunOptions>> = {
  'light-360': {},
  'light-1280': { rules: Object.fromEntries(COLOUR_RULES.map((rule) => [rule, { enabled: false }])) },
  'dark-1280': { runOnly: COLOUR_RULES },
};

/** What axe finds by `rules`, one line each. */
async function findViolations(page: Page, rules: RunOptions): Promise<string[]> {
  const { violations } = await page.evaluate(
    (options) => (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(options),
    { resultTypes: ['violations'], ...rules } satisfies RunOptions,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary ?? ''}`),
  );
}

type TakeStage = (t: Scope) => Stage | Promise<Stage>;

/**
 * One test for each of `states`: in both colour schemes and sizes, axe reports nothing. On one stage when it is `shared`,
 * where a browser that has run axe before is quicker at it: for states that do not depend on what was asked before.
 */
export function axeFindsNothing(states: readonly State[], { shared = false } = {}): void {
  const takeStage: TakeStage = shared ? useOneStage() : useChromium();
  describe('axe', { concurrency: shared ? 1 : 2 }, () => {
    for (const state of states) {
      test(`when the page is ${state.name}, then it reports no violation`, async (t) => {
        const found: string[] = [];
        const looked: string[] = [];
        await showOn(await takeStage(t), state, async (page, variant) => {
          const rules = RULES[variant];
          if (!rules) return;
          if (looked.length === 0) await page.evaluate(axe);
          looked.push(variant);
          const violations = await findViolations(page, rules);
          found.push(...violations.map((violation) => `${variant}: ${violation}`));
        });
        assert.equal(found.join('\n'), '');
        assert.deepEqual(looked, Object.keys(RULES));
      });
    }
  });
}

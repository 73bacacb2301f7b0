// A guard against a slow page: a few loads of the bench, with a bound that a crowded machine keeps.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { timeLoads } from '../../scripts/bench/page.ts';
import { median } from '../../scripts/bench/statistics.ts';
import { test } from '../helpers/attempts.ts';
import { ask, makeHome } from '../helpers/choice.ts';
import { useBrowser } from './support/browser.ts';

const ROUNDS = 3;

const browser = useBrowser();

describe('the speed of the page', () => {
  test('when it is opened, then one can pick after a few times what an empty page takes', async (t) => {
    const asker = await ask(makeHome(t), ['Deploy where?', 'staging', 'production']);
    const { choice, empty } = await timeLoads(await browser(), asker, ROUNDS);
    assert.ok(median(choice) <= 6 * median(empty), `${median(choice)} ms against ${median(empty)} ms`);
  });
});

// A guard against a slow page: the quick form of the bench, with a bound that a crowded machine keeps.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { measurePage } from '../../scripts/bench/page.ts';
import { median } from '../../scripts/bench/statistics.ts';

describe('the speed of the page', () => {
  test('when it is opened, then one can pick after a few times what an empty page takes', async () => {
    const { figures } = await measurePage({ quick: true });
    const { choice, empty } = figures.ms as Readonly<Record<'choice' | 'empty', number[]>>;
    assert.ok(median(choice) <= 6 * median(empty), `${median(choice)} ms against ${median(empty)} ms`);
  });
});

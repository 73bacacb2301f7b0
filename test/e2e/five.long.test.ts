// Five askers at once: one portal, one list, and each asker gets its own answer.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, portalPids } from '../helpers/choice.ts';
import { useOneStage } from './support/browser.ts';
import { activeCount, answer, listed, lists, option, press, settled } from './support/page.ts';

const setStage = useOneStage();

const QUESTIONS = ['One', 'Two', 'Three', 'Four', 'Five'];

describe('five askers', () => {
  test('when they ask at once, then the dashboard lists all and each gets what was picked for it', async (t) => {
    const { home, open } = await setStage(t);
    const askers = await Promise.all(QUESTIONS.map((question) => ask(home, [question, 'a', 'b', 'c', 'd', 'e'])));
    assert.equal(portalPids(home).length, 1, 'one portal');
    const page = await open(askers[0]?.link ?? '');
    const dashboard = await open(askers[0]?.link.origin ?? '');
    await activeCount(page, 5);
    const order = await listed(dashboard).locator('.active-question').allTextContents();
    assert.deepEqual(new Set(order), new Set(QUESTIONS));
    await lists(dashboard, order);

    for (const [index, question] of order.entries()) {
      await page.getByRole('link', { name: /^Active prompts/ }).click();
      await lists(page, order.slice(index));
      await listed(page).first().click();
      await page.getByRole('group', { name: question }).waitFor();
      const label = 'abcde'[QUESTIONS.indexOf(question)] ?? '';
      await answer(page, label);
      await settled(page, 'delivered');
      const { code, stdout } = await (askers[QUESTIONS.indexOf(question)]?.exit ?? assert.fail());
      assert.deepEqual([question, code, stdout], [question, 0, `${label}\n`]);
      if (index < 4) await lists(dashboard, order.slice(index + 1));
    }
    await dashboard.getByTestId('empty').waitFor();
    await activeCount(dashboard, 0);
    await page.getByText('Nothing else is waiting.').waitFor();
  });

  test('when prompts come and go, then the others are one step away from an open prompt', async (t) => {
    const { home, open } = await setStage(t);
    const first = await ask(home, ['One', 'a', 'b']);
    const page = await open(first.link);
    await option(page, 'a').waitFor();
    assert.equal(await listed(page).count(), 0);
    const [second, third] = [await ask(home, ['Two', 'a', 'b']), await ask(home, ['Three', 'a', 'b'])];
    await listed(page).filter({ hasText: 'Three' }).waitFor();
    await activeCount(page, 3);
    second.child.kill('SIGINT');
    await listed(page).filter({ hasText: 'Two' }).waitFor({ state: 'detached' });
    await activeCount(page, 2);
    await listed(page).click();
    await page.getByRole('group', { name: 'Three' }).waitFor();
    await answer(page, 'b');
    assert.equal((await third.exit).stdout, 'b\n');
    const view = await settled(page, 'delivered');
    await view.getByRole('heading', { name: 'Also waiting' }).waitFor();
    await listed(page).filter({ hasText: 'One' }).click();
    await press(page, 'Cancel');
    assert.equal((await first.exit).code, 3);
  });
});

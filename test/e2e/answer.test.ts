// The main job: a script asks, a human answers in the browser, the script has the answer.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { ask, readDashboard } from '../helpers/choice.ts';
import { useOneStage } from './support/browser.ts';
import { askByHand } from './support/hand-asker.ts';
import { answer, live, option, pick, press, settled, watchSent } from './support/page.ts';

const setStage = useOneStage();

/** Presses Tab until `name` has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement?.textContent);
    if (focused === name) return;
  }
  assert.fail(`the Tab key does not reach ${name}`);
}

describe('answering', () => {
  test('when b is picked and submitted, then stdout is b, the exit code is 0 and the tab says delivered', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['Pick one', 'a', 'b', 'c']);
    const page = await open(asker.link);
    await page.getByRole('group', { name: 'Pick one' }).waitFor();
    assert.equal(page.url(), asker.link.origin + asker.link.pathname, 'the code is gone from the address');
    assert.deepEqual(await page.getByRole('radio').count(), 3);
    assert.equal(await page.locator('input:checked').count(), 0, 'nothing is preselected');
    await answer(page, 'b');
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [0, 'b\n']);
    const view = await settled(page, 'delivered');
    assert.match((await view.textContent()) ?? '', /Delivered.*Pick one.*b/);
    assert.deepEqual(await readDashboard(home), []);
  });

  test('when it is cancelled, then stdout is cancelled, the exit code is 3 and the tab says so', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['Pick one', 'a', 'b', 'c']);
    const page = await open(asker.link);
    await pick(page, 'b');
    await press(page, 'Cancel');
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [3, 'cancelled\n']);
    const view = await settled(page, 'cancelled');
    assert.match((await view.textContent()) ?? '', /^Cancelled/);
  });

  test('when Submit is pressed without a pick, then a message says so and nothing is sent', async (t) => {
    const { home, context, open } = await setStage(t);
    const sent = watchSent(context);
    const asker = await ask(home, ['Pick one', 'a', 'b', 'c']);
    const page = await open(asker.link);
    await press(page, 'Submit');
    await page.getByRole('alert').filter({ hasText: 'Pick an option first' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('type')), 'radio', 'the focus helps');
    assert.ok(sent.includes('hello') && !sent.includes('answer'), sent.join());
    assert.equal((await readDashboard(home)).length, 1);
    await pick(page, 'c');
    await page.getByText('Pick an option first').waitFor({ state: 'detached' });
    await press(page, 'Submit');
    assert.equal((await asker.exit).stdout, 'c\n');
  });

  test('when one option is recommended and one the fallback, then both are marked and neither is picked', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['--recommended', 'b', '--fallback', 'c', 'Pick one', 'a', 'b', 'c']);
    const page = await open(asker.link);
    const about = async (label: string) =>
      option(page, label).evaluate((radio) => {
        const ids = radio.getAttribute('aria-describedby')?.split(' ') ?? [];
        return ids.map((id) => document.getElementById(id)?.textContent).join(' ');
      });
    await option(page, 'a').waitFor();
    assert.deepEqual(await Promise.all(['a', 'b', 'c'].map(about)), ['', 'recommended', 'chosen when time runs out']);
    await page.getByText('recommended', { exact: true }).waitFor();
    assert.equal(await page.locator('input:checked').count(), 0);
  });

  test('when an option has a label and a hint, then they are shown and its value is the answer', async (t) => {
    const stage = await setStage(t);
    const { home, open } = stage;
    await ask(home, ['Another', 'a']);
    const options = [
      { value: 'stg', label: 'Staging', hint: 'a copy of last night' },
      { value: 'prd', label: 'Production' },
    ];
    const asker = await askByHand(stage, { question: 'Where?', options });
    const page = await open(asker.link);
    await page.getByText('a copy of last night').waitFor();
    await answer(page, 'Staging');
    assert.deepEqual((await asker.settled()).outcome.values, ['stg']);
    await settled(page, 'sending');
    asker.acknowledge();
    await settled(page, 'delivered');
  });

  test('when only the keyboard is used, then Tab, arrows, Space and Enter do it all', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['Pick one', 'a', 'b', 'c']);
    const page = await open(asker.link);
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await live(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    assert.ok(await option(page, 'a').isChecked());
    await page.keyboard.press('ArrowDown');
    assert.ok(await option(page, 'b').isChecked());
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await tabTo(page, 'Submit');
    await page.keyboard.press('Enter');
    await settled(page, 'delivered');
    assert.equal((await asker.exit).stdout, 'b\n');
  });

  test('when Enter is pressed on an option, then it is submitted; on Cancel, then it is cancelled', async (t) => {
    const { home, open } = await setStage(t);
    const [first, second] = [await ask(home, ['First', 'a', 'b']), await ask(home, ['Second', 'a', 'b'])];
    const page = await open(first.link);
    await live(page);
    await option(page, 'a').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    assert.equal((await first.exit).stdout, 'a\n');
    await settled(page, 'delivered');
    await live(page);
    // Past what there is to read of the one that is over.
    for (const _ of ['the whole prompt', 'the next one']) await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.querySelector('bdi')?.textContent), 'Second');
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Second' }).waitFor();
    await live(page);
    await tabTo(page, 'Cancel');
    await page.keyboard.press('Enter');
    assert.equal((await second.exit).code, 3);
  });
});

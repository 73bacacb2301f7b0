// Input that was never meant for a prompt: the main cases. The rest is in grace.long.test.ts.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { startShell } from '../helpers/choice.ts';
import { useOneStage } from './support/browser.ts';
import { clickButton, clickHere, typeOn } from './support/hands.ts';
import { askKind } from './support/kinds.ts';
import { answer, live, option, watchSent } from './support/page.ts';

const takeStage = useOneStage();

describe('input that was never meant for a prompt', () => {
  test('"port 8081" and Enter answer nothing', async (t) => {
    const { home, context, open } = await takeStage(t);
    const sent = watchSent(context);
    const asker = await askKind(home, ['ask', 'Deploy where?', 'production', 'staging']);
    const page = await open(asker.link);
    await option(page, 'production').waitFor();
    await typeOn(page, ...'port 8081', 'Enter');
    await live(page);
    assert.equal(await page.locator('.prompt-form input:checked').count(), 0);
    assert.ok(!sent.includes('answer') && !sent.includes('draft'), sent.join());
    await answer(page, 'staging');
    assert.equal((await asker.exit).stdout, 'staging\n');
  });

  test('Tab and Enter at once leave a confirmation open, and Tab goes to Yes first', async (t) => {
    const { home, context, open } = await takeStage(t);
    const sent = watchSent(context);
    const asker = await askKind(home, ['confirm', 'Go on?']);
    const page = await open(asker.link);
    await page.locator('.prompt-form').waitFor();
    await typeOn(page, 'Tab', 'Enter', 'Space');
    await live(page);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Yes');
    assert.ok(!sent.includes('answer') && !sent.includes('cancel'), sent.join());
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, 'yes\n');
  });

  test('one spot, click after click: the first prompt of a loop is answered, not the next', async (t) => {
    const { home, context, open } = await takeStage(t);
    const sent = watchSent(context);
    const answers = () => sent.filter((type) => type === 'answer').length;
    const script = startShell(home, 'for f in A B C; do choice confirm "Delete $f?"; done');
    const page = await open(await script.url());
    await live(page);
    await clickButton(page, 'Yes');
    const next = page.getByRole('group', { name: 'Delete B?' });
    while ((await next.count()) === 0) await clickHere(page);
    // The page is live, but the very same spot is pressed too soon for a human who has read the question.
    for (let clicks = 0; clicks < 4; clicks += 1) {
      await live(page);
      await clickHere(page);
    }
    assert.equal(answers(), 1);
    await live(page);
    await page.mouse.move(1, 1);
    await clickButton(page, 'No');
    await page.getByRole('group', { name: 'Delete C?' }).waitFor();
    await page.mouse.move(1, 1);
    await live(page);
    await clickButton(page, 'Yes');
    assert.equal((await script.exit).stdout, 'yes\nno\nyes\n');
  });
});

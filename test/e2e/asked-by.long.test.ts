// Who asks, on the page: one line above the question, groups in the lists, the history, and the title of the tab.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { HOSTILE_FROM, SCRIPT_FROM } from '../helpers/asked-from.ts';
import { test } from '../helpers/attempts.ts';
import { ask, run } from '../helpers/choice.ts';
import { useChromium } from './support/browser.ts';
import { askByHand } from './support/hand-asker.ts';
import { fits } from './support/hostile.ts';
import { activeCount, answer } from './support/page.ts';

const setStage = useChromium();
const options = [{ value: 'a' }, { value: 'b' }];
const JOB = { ci: { provider: 'GitHub Actions', job: 'CI / deploy', url: 'https://ci.example/runs/7' } };

const line = (page: Page) => page.getByTestId('asked-by');

describe('who asks, on the page', () => {
  test('when a script asks, then a line above the question says so, and that it is not verified; so does the record', async (t) => {
    const stage = await setStage(t);
    await ask(stage.home, ['Another', 'a']);
    const { link } = await askByHand(stage, { question: 'Deploy where?', options }, { from: SCRIPT_FROM });
    const page = await stage.open(link);
    await line(page).waitFor();
    assert.equal(await line(page).innerText(), 'Asked by deploy.sh · app (main) · ada@laptop not verified');
    const [asker, question] = await Promise.all([line(page).boundingBox(), page.locator('legend').boundingBox()]);
    assert.ok((asker?.y ?? 0) + (asker?.height ?? 0) <= (question?.y ?? 0), 'above the question');
    await answer(page, 'a');
    await page.getByRole('link', { name: 'History' }).click();
    const row = page.getByRole('link', { name: /Deploy where/ });
    assert.match(await row.innerText(), /deploy\.sh · app \(main\)/);
    await row.click();
    await page.getByTestId('record').getByText('scripts/deploy.sh').waitFor();
  });

  test('when the asker says nothing, then nothing is in its place', async (t) => {
    const { home, open } = await setStage(t);
    const page = await open((await ask(home, ['Pick one', 'a', 'b'])).link);
    await page.locator('legend').waitFor();
    assert.equal(await page.locator('.asked-by, .asker-label, .unverified').count(), 0);
  });

  test('when a CI job asks, then its page can be opened, and learns nothing of this one', async (t) => {
    const stage = await setStage(t);
    await ask(stage.home, ['Another', 'a']);
    const { link } = await askByHand(stage, { question: 'Deploy where?', options }, { from: JOB });
    const page = await stage.open(link);
    const job = line(page).getByRole('link', { name: 'GitHub Actions: CI / deploy' });
    const attributes = await job.evaluate(({ attributes }) =>
      Object.fromEntries([...attributes].map(({ name, value }) => [name, value])),
    );
    assert.deepEqual(
      [attributes.href, attributes.target, attributes.rel],
      [JOB.ci.url, '_blank', 'noopener noreferrer'],
    );
  });

  test('when several ask, then the rows of each are together under its label; with one, each row has it', async (t) => {
    const stage = await setStage(t);
    const first = await ask(stage.home, ['--from', 'deploy', 'First?', 'a']);
    const page = await stage.open(first.link);
    await ask(stage.home, ['--from', 'deploy', 'Second?', 'a']);
    await page.getByRole('link', { name: 'Active prompts (2)' }).click();
    const dashboard = page.getByTestId('dashboard');
    await dashboard.getByText('Second?').waitFor();
    assert.deepEqual(await dashboard.locator('.active-item .asker-label').allInnerTexts(), ['deploy', 'deploy']);
    await ask(stage.home, ['--from', 'backup', 'Third?', 'a']);
    await ask(stage.home, ['--from', 'deploy', 'Fourth?', 'a']);
    await activeCount(page, 4);
    const texts = await dashboard.locator('.asker-label, .active-question').allInnerTexts();
    assert.deepEqual(texts, ['deploy', 'First?', 'Second?', 'Fourth?', 'backup', 'Third?']);
  });

  test('when a title has room, then it names the asker; a long or a private one does not', async (t) => {
    const { home, open } = await setStage(t);
    const titled = (page: Page, end: string) => page.waitForFunction((end) => document.title.endsWith(end), end);
    const short = await ask(home, ['--from', 'nightly', 'Go?', 'a']);
    const page = await open(short.link);
    await titled(page, ' · Go? · nightly');
    await run(home, ['config', 'set', 'private_titles', 'on']);
    await titled(page, ' · choice');
    await run(home, ['config', 'set', 'private_titles', 'off']);
    const question = 'Which of the three candidates is to be kept for the release?';
    await titled(await open((await ask(home, ['--from', 'nightly', question, 'a'])).link), ` · ${question}`);
  });

  test('when everything that it says is hostile, then it is text, on a page that is no wider for it', async (t) => {
    const stage = await setStage(t);
    await ask(stage.home, ['Another', 'a']);
    for (const from of HOSTILE_FROM) await askByHand(stage, { question: 'Beside', options }, { from });
    for (const [index, from] of HOSTILE_FROM.entries()) {
      const { link } = await askByHand(stage, { question: 'Deploy where?', options }, { from });
      const page = await stage.open(link);
      await page.setViewportSize({ width: 360, height: 740 });
      await line(page).waitFor();
      await activeCount(page, HOSTILE_FROM.length + index + 2);
      await fits(page);
      const shown = `${await line(page).textContent()}${await page.locator('.others').textContent()}`;
      assert.doesNotMatch(shown, /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      const links = await line(page)
        .locator('a')
        .evaluateAll((all) => all.map((each) => each.getAttribute('href')));
      assert.deepEqual(links, ['https://ci.example/7']);
      assert.ok(!(await page.evaluate(() => 'hit' in window)), 'nothing of it ran');
    }
  });
});

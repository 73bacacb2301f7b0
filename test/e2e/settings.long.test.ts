// Settings: what is changed on the page counts at once, in every tab, for every command and from then on.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { type Asker, ask, type Home, run } from '../helpers/choice.ts';
import { type Stage, useChromium } from './support/browser.ts';
import { lookAway, notified, readRaised } from './support/focus.ts';
import { activeCount, live, option, settled } from './support/page.ts';

const setStage = useChromium();
const setWhole = useChromium({ isWhole: true });

/** A prompt in one tab, the settings in another. */
async function openSettings({ home, open }: Stage): Promise<{ asker: Asker; prompt: Page; page: Page }> {
  const asker = await ask(home, ['Pick one', 'a', 'b']);
  const prompt = await open(asker.link);
  await option(prompt, 'a').waitFor();
  const page = await open(`${asker.link.origin}/settings`);
  await page.getByLabel('Theme').waitFor();
  return { asker, prompt, page };
}

async function saved(page: Page): Promise<void> {
  await page.locator('[data-testid=save-state][data-state=saved]').waitFor();
}

async function readSetting(home: Home, name: string): Promise<string> {
  return (await run(home, ['config', 'get', name])).stdout.trim();
}

/** Types a duration and leaves the field. */
async function type(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label).fill(text);
  await page.getByLabel(label).press('Enter');
}

describe('settings', { concurrency: 2 }, () => {
  test('when the theme is chosen, then every tab has it at once, and the next visit begins in it', async (t) => {
    const stage = await setStage(t);
    const { prompt, page } = await openSettings(stage);
    const paper = () => prompt.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await paper();
    await page.getByLabel('Theme').selectOption('dark');
    await saved(page);
    await prompt.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    assert.notEqual(await paper(), light);
    assert.equal(await readSetting(stage.home, 'theme'), 'dark');
    await prompt.reload({ waitUntil: 'commit' });
    await prompt.waitForFunction(() => document.documentElement.dataset.theme);
    assert.equal(await prompt.evaluate(() => document.documentElement.dataset.theme), 'dark');
  });

  test('when the language is chosen, then every tab speaks it at once, and back', async (t) => {
    const stage = await setStage(t);
    const { prompt, page } = await openSettings(stage);
    await page.getByLabel('Language').selectOption('zh-CN');
    await prompt.getByRole('button', { name: '提交' }).waitFor();
    await page.getByRole('heading', { name: '设置' }).waitFor();
    assert.equal(await prompt.evaluate(() => document.documentElement.lang), 'zh-CN');
    assert.equal(await option(prompt, 'a').count(), 1, 'what was asked stays as it is');
    await page.getByLabel('语言').selectOption('en');
    await prompt.getByRole('button', { name: 'Submit' }).waitFor();
    assert.equal(await readSetting(stage.home, 'language'), 'en');
  });

  test('when the times are changed, then commands go by them; what is no time is refused and says so', async (t) => {
    const stage = await setStage(t);
    const { page } = await openSettings(stage);
    await type(page, 'Time to answer', 'soon');
    await page.getByTestId('save-state').filter({ hasText: 'Not saved: Time to answer' }).waitFor();
    assert.equal(await page.getByLabel('Time to answer').getAttribute('aria-invalid'), 'true');
    assert.equal(await readSetting(stage.home, 'default_timeout'), '5m');
    await type(page, 'Time to answer', '7m');
    await saved(page);
    const asker = await ask(stage.home, ['Pick one', 'a', 'b']);
    const { remaining_ms } = JSON.parse((await run(stage.home, ['show', '--json', asker.id])).stdout);
    assert.ok(remaining_ms > 6 * 60_000 && remaining_ms <= 7 * 60_000, `${remaining_ms} ms`);
    await type(page, 'Keep settled prompts for', '90d');
    await saved(page);
    assert.equal(await readSetting(stage.home, 'retention'), '90d');
  });

  test('when picking submits at once, then one click answers; keys still only move', async (t) => {
    const stage = await setStage(t);
    const { asker, prompt, page } = await openSettings(stage);
    await page.getByLabel('Submit at once').check();
    await saved(page);
    await prompt.bringToFront();
    await live(prompt);
    await option(prompt, 'a').focus();
    for (const key of ['Space', 'ArrowDown', '1']) await prompt.keyboard.press(key);
    assert.ok(await option(prompt, 'a').isChecked());
    await option(prompt, 'b').click();
    assert.equal((await asker.exit).stdout, 'b\n');
    await settled(prompt, 'delivered');
  });

  test('when kinds of notifications and their threshold are changed, then the next ones go by that', async (t) => {
    const stage = await setWhole(t);
    await stage.context.grantPermissions(['notifications']);
    const { page } = await openSettings(stage);
    await page.getByLabel('When a prompt arrives').uncheck();
    await saved(page);
    await type(page, 'Time is running out when less than this is left', '2m');
    await saved(page);
    await page.getByLabel('A short sound').check();
    await saved(page);
    assert.deepEqual(
      await Promise.all(['notify_new', 'notify_before', 'sound'].map((name) => readSetting(stage.home, name))),
      ['false', '2m', 'true'],
    );
    await lookAway(stage.context);
    const second = await ask(stage.home, ['--timeout', '90', 'Second', 'a', 'b']);
    await activeCount(page, 2);
    const [soon] = await notified(page, [`choice.soon.${second.id}`]);
    assert.deepEqual([soon?.title, soon?.body], ['Second', 'Less than 2 min left']);
    assert.deepEqual(Object.keys(await readRaised(stage.context)), [`choice.soon.${second.id}`]);
  });
});

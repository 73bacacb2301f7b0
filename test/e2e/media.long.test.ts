// The page on a low screen, on paper, and on a machine that draws each change by itself.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { ask, eventually } from '../helpers/choice.ts';
import { useOneStage } from './support/browser.ts';
import { askKind, openKind } from './support/kinds.ts';
import { digits, live } from './support/page.ts';

const takeStage = useOneStage();
const OPTIONS = Array.from({ length: 40 }, (_, index) => `host-${index}`);
const LONG_BODY = Array.from({ length: 80 }, (_, index) => `Line ${index} of what is asked about.\n`).join('\n');

/** What of the page stays at an edge while all else scrolls. */
function listSticky(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('#app *')]
      .filter((element) => ['sticky', 'fixed'].includes(getComputedStyle(element).position))
      .map(({ className }) => String(className)),
  );
}

test('on a phone held sideways nothing sticks to its edges, upright something does', async (t) => {
  const { page } = await openKind(await takeStage(t), ['ask', 'Which host?', ...OPTIONS]);
  await page.getByTestId('filter').waitFor();
  await page.setViewportSize({ width: 640, height: 360 });
  assert.deepEqual(await listSticky(page), []);
  await page.setViewportSize({ width: 360, height: 740 });
  assert.notDeepEqual(await listSticky(page), []);
});

test('on paper all of the body and every option is there, and no control', async (t) => {
  const { page } = await openKind(await takeStage(t), ['ask', '--body', LONG_BODY, 'Which host?', ...OPTIONS]);
  await page.locator('.body.folded').waitFor();
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await eventually(
    async () => (await page.locator('.option:visible').count()) === OPTIONS.length,
    'every option is on the paper',
  );
  assert.ok(await page.locator('.body').evaluate(({ scrollHeight, clientHeight }) => scrollHeight <= clientHeight + 1));
  assert.equal(await page.locator('button:visible, a:visible, input[type=search]:visible').count(), 0);
});

test('on paper a confirmation shows what there was to choose from', async (t) => {
  const { page } = await openKind(await takeStage(t), [
    'confirm',
    '--yes',
    'Drop it',
    '--no',
    'Keep it',
    'Drop the table?',
  ]);
  await page.emulateMedia({ media: 'print' });
  assert.deepEqual(await page.locator('button:visible').allTextContents(), ['Drop it', 'Keep it']);
});

test('28 days are shown in days', async (t) => {
  const { home, open } = await takeStage(t);
  const { link } = await ask(home, ['--timeout', '28d', '--max-timeout', '30d', 'Pick one', 'a', 'b']);
  const page = await open(link);
  await digits(page).getByText('27 d 23 h').waitFor();
  const { clientWidth = 0, scrollWidth = 0 } = await digits(page).evaluate(({ clientWidth, scrollWidth }) => ({
    clientWidth,
    scrollWidth,
  }));
  assert.ok(scrollWidth <= clientWidth);
});

test('a countdown is drawn at most five times a second: four steps of its ring, and its digits', async (t) => {
  const { home, context } = await takeStage(t);
  const asker = await askKind(home, ['ask', '--timeout', '60', '--no-hold', 'Pick one', 'a', 'b']);
  const page = await context.newPage();
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.goto(String(asker.link));
  await live(page);
  const rate = await page.evaluate(async () => {
    let draws = 0;
    let last = 0;
    const from = performance.now();
    const ended = new Promise<void>((resolve) => {
      new MutationObserver((_, observer) => {
        // Changes of one beat come one after the other; a frame shows them as one.
        if (performance.now() - last > 15) draws += 1;
        last = performance.now();
        if (draws < 15) return;
        observer.disconnect();
        resolve();
      }).observe(document.querySelector('.countdown') ?? document, {
        subtree: true,
        attributes: true,
        characterData: true,
        childList: true,
      });
    });
    await ended;
    return draws / ((performance.now() - from) / 1_000);
  });
  assert.ok(rate < 6.5, `${rate} a second`);
});

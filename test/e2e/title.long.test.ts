// What shows of a page that is one tab among many: the time left in its title and its icon.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { ask, run } from '../helpers/choice.ts';
import { useOneStage } from './support/browser.ts';
import { answer, press, setTimeLeft } from './support/page.ts';

const setStage = useOneStage();

/** Waits until the tab's title matches. */
async function titled(page: Page, pattern: RegExp): Promise<void> {
  await page.waitForFunction(({ source }) => new RegExp(source).test(document.title), { source: pattern.source });
}

function iconOf(page: Page): Promise<string> {
  return page.evaluate(() => decodeURIComponent(document.querySelector('link[rel=icon]')?.getAttribute('href') ?? ''));
}

/** Waits until the icon is another one than `before`; gives it. */
async function otherIcon(page: Page, before: string): Promise<string> {
  await page.waitForFunction(
    (old) => decodeURIComponent(document.querySelector('link[rel=icon]')?.getAttribute('href') ?? '') !== old,
    before,
  );
  return iconOf(page);
}

describe('the tab', () => {
  test('when a prompt is open, then the title has its time left, and how it ended after that', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['--timeout', '75', 'Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await titled(page, /^1:[01]\d · Pick one$/);
    const shown = await page.title();
    await page.waitForFunction((before) => document.title !== before, shown);
    await titled(page, /^1:[01]\d · Pick one$/);
    await press(page, '+5 min');
    await titled(page, /^(6:[01]\d|5:5\d) · Pick one$/);
    await answer(page, 'a');
    await titled(page, /^Delivered · Pick one$/);
  });

  test('when titles are private, then none that the browser keeps has the question', async (t) => {
    const { home, open } = await setStage(t);
    await run(home, ['config', 'set', 'private_titles', 'on']);
    const asker = await ask(home, ['--timeout', '75', 'Fire Bob?', 'a', 'b']);
    const page = await open('about:blank');
    await page.addInitScript(() => {
      const titles: string[] = [];
      Object.assign(globalThis, { titles });
      new MutationObserver(() => titles.push(document.title)).observe(document, { subtree: true, childList: true });
    });
    await page.goto(String(asker.link));
    await titled(page, /^1:[01]\d · choice$/);
    await answer(page, 'a');
    await titled(page, /^Delivered · choice$/);
    const titles = await page.evaluate(() => (globalThis as unknown as { titles: string[] }).titles);
    assert.deepEqual(
      titles.filter((title) => title.includes('Bob')),
      [],
    );
    await run(home, ['config', 'set', 'private_titles', 'off']);
    await titled(page, /^Delivered · Fire Bob\?$/);
  });

  test('when the dashboard is on view, then the title counts the active prompts', async (t) => {
    const { home, open } = await setStage(t);
    const first = await ask(home, ['First', 'a']);
    const page = await open(first.link);
    await page.getByRole('link', { name: /^Active prompts/ }).click();
    await titled(page, /^\(1\) Active prompts · choice$/);
    const second = await ask(home, ['Second', 'a']);
    await titled(page, /^\(2\) Active prompts · choice$/);
    for (const { child } of [first, second]) child.kill('SIGINT');
    await titled(page, /^choice$/);
  });

  test('when time passes, then the icon is a ring that shrinks, turns urgent and comes to rest', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['--timeout', '40', 'Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await titled(page, /Pick one/);
    const icons = [await iconOf(page)];
    icons.push(await otherIcon(page, icons.at(-1) ?? ''));
    for (const icon of icons) assert.match(icon, /^data:image\/svg\+xml,<svg .*<circle /);
    const arcs = icons.map((icon) => Number(/stroke-dasharray="([\d.]+) /.exec(icon)?.[1]));
    assert.ok((arcs[0] ?? 0) > (arcs[1] ?? 0) && (arcs[1] ?? 0) > 0.5, arcs.join());
    await setTimeLeft(page, '9');
    const calm = /stroke="(#\w+)"/.exec(icons[0] ?? '')?.[1] ?? '';
    await page.waitForFunction(
      (colour) => !document.querySelector('link[rel=icon]')?.getAttribute('href')?.includes(encodeURIComponent(colour)),
      calm,
    );
    await press(page, 'Cancel');
    // It can be undone for a while.
    const rest = encodeURIComponent('stroke-dasharray="1.000 ');
    await page.waitForFunction(
      (ring) => document.querySelector('link[rel=icon]')?.getAttribute('href')?.includes(ring),
      rest,
    );
  });
});

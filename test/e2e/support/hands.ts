// What hands do to a page that nobody has looked at yet: keys and clicks without a pause.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { button } from './page.ts';

/** Types in one go, so that a busy machine makes no pause of it. Begins with a letter: what it finds live is so no more. */
export async function typeOn(page: Page, ...keys: readonly string[]): Promise<void> {
  await Promise.all(['x', ...keys].map((key) => page.keyboard.press(key)));
}

/** Presses and releases the mouse where it is. */
export async function clickHere(page: Page): Promise<void> {
  await page.mouse.down();
  await page.mouse.up();
}

/** Goes with the mouse to the middle of what `name` says, and clicks there. */
export async function clickButton(page: Page, name: string): Promise<void> {
  const box = (await button(page, name).boundingBox()) ?? assert.fail(`${name} is not shown`);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await clickHere(page);
}

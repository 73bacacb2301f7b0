// Takes screenshots of every state of the page, light and dark, in phone and desktop size, for people to look at:
// ./screenshots. Arguments limit them to the states of these names.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../test/e2e/support/browser.ts';
import { STATES, showState } from '../test/e2e/support/states.ts';

const FOLDER = 'screenshots';

async function take(page: Page, name: string): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path });
  console.log(path);
}

const wanted = process.argv.slice(2);
mkdirSync(FOLDER, { recursive: true });
const browser = await launchChromium();
try {
  for (const state of STATES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const endings: (() => void | Promise<void>)[] = [];
    try {
      await showState(browser, { after: (end) => endings.push(end) }, state, async (page, variant) => {
        await take(page, `${state.name}-${variant}`);
        // If the page does not fit, takes it again on a screen that is high enough, since some parts stick to the screen's
        // edges.
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        const { width, height: shown } = page.viewportSize() ?? { width: 0, height };
        if (height <= shown) return;
        await page.setViewportSize({ width, height });
        await take(page, `${state.name}-${variant}-whole`);
      });
    } finally {
      for (const end of endings) await end();
    }
  }
} finally {
  await browser.close();
}

// Prompts of every kind, asked as scripts ask them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Asker, type Home, idOf, start } from '../../helpers/choice.ts';
import type { Stage } from './browser.ts';
import { live } from './page.ts';

/** Starts `choice COMMAND ARGS` and waits until its prompt is registered. */
export async function askKind(home: Home, command: readonly string[]): Promise<Asker> {
  const running = start(home, command);
  const link = await running.url();
  return { ...running, link, id: idOf(link) };
}

let specs = 0;

/** Asks what `spec` says, as `--spec FILE` reads it. */
export function askSpec(home: Home, spec: object, flags: readonly string[] = []): Promise<Asker> {
  specs += 1;
  const path = join(home.directory, `spec-${specs}.json`);
  writeFileSync(path, JSON.stringify(spec));
  return askKind(home, ['ask', '--spec', path, ...flags]);
}

/** Asks, and opens the prompt's page once there is something to answer with. */
export async function openKind(
  { home, open }: Stage,
  command: readonly string[],
): Promise<{ asker: Asker; page: Page }> {
  const asker = await askKind(home, command);
  const page = await open(asker.link);
  await answerable(page);
  return { asker, page };
}

/** Waits until the page has what its prompt is answered with, and listens to keys. */
export async function answerable(page: Page): Promise<void> {
  await page.locator('.prompt-form [data-option]').first().waitFor();
  await page.waitForFunction(() => document.title !== 'choice');
  await live(page);
}

/** Presses Tab until what `selector` names has the focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`the Tab key does not reach ${selector}`);
}

// The page in the words of a human: what to press, what to read, what to wait for.
import assert from 'node:assert/strict';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { Settlement } from '../../../web/prompt/settlement.ts';
import type { LinkState } from '../../../web/shell/link.ts';
import { eventually } from '../../helpers/choice.ts';

export function option(page: Page, label: string): Locator {
  return page.getByRole('radio', { name: label, exact: true });
}

export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

/** Waits until input to what is on view counts: nothing that comes before is taken. */
export async function live(page: Page): Promise<void> {
  await page.locator('[data-live=true]').waitFor();
}

/** Picks an option, as a human does once the prompt takes input. In front first: Chromium rarely draws a hidden tab. */
export async function pick(page: Page, label: string): Promise<void> {
  await page.bringToFront();
  await live(page);
  await option(page, label).check();
}

export async function press(page: Page, name: string): Promise<void> {
  await page.bringToFront();
  await button(page, name).click();
}

/** Types how much time is to be left. */
export async function setTimeLeft(page: Page, text: string): Promise<void> {
  await page.getByLabel('Set time left').fill(text);
  await press(page, 'Set');
}

export async function answer(page: Page, label: string): Promise<void> {
  await pick(page, label);
  await button(page, 'Submit').click();
}

/** Waits until the page tells how its prompt ended; gives what it says. */
export async function settled(page: Page, kind: Settlement['kind']): Promise<Locator> {
  const view = page.locator(`[data-testid=settled][data-kind=${kind}]`);
  await view.waitFor();
  return view;
}

/** The links to active prompts that the page shows: all of them on the dashboard, the others beside a prompt. */
export function listed(page: Page): Locator {
  return page.getByTestId('active-list').getByRole('link');
}

/** Waits until the list of active prompts holds exactly the questions `wanted`, in this order. */
export async function lists(page: Page, wanted: readonly string[]): Promise<void> {
  const questions = page.getByTestId('active-list').locator('.active-question');
  let shown: string[] = [];
  await eventually(
    async () => {
      shown = await questions.allTextContents();
      return JSON.stringify(shown) === JSON.stringify(wanted);
    },
    `the list ${JSON.stringify(wanted)}`,
  ).catch((error) => assert.fail(`${error.message}: ${JSON.stringify(shown)}`));
  await activeCount(page, wanted.length);
}

/** Waits until the header counts `count` active prompts. */
export async function activeCount(page: Page, count: number): Promise<void> {
  await page.getByRole('link', { name: `Active prompts (${count})`, exact: true }).waitFor();
}

/** The digits of the countdown. */
export function digits(page: Page): Locator {
  return page.getByTestId('remaining');
}

/**
 * Has the page look out for `selector`: resolves once it does, to the wall-clock moment (ms) at which that was there, or
 * will be. Misses nothing, however short: the page itself looks at each of its changes.
 */
export async function lookOut(page: Page, selector: string): Promise<{ readonly appeared: Promise<number> }> {
  const watch = await page.evaluateHandle((wanted) => {
    const appeared = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${wanted} does not appear`)), 10_000);
      const observer = new MutationObserver(() => {
        if (!document.querySelector(wanted)) return;
        observer.disconnect();
        clearTimeout(timer);
        resolve(Date.now());
      });
      observer.observe(document, { subtree: true, childList: true, attributes: true });
      document.documentElement.toggleAttribute('data-looked');
    });
    return { appeared };
  }, selector);
  return { appeared: watch.evaluate(({ appeared }) => appeared) };
}

/** Waits until the page holds `selector`; gives the wall-clock moment (ms). */
export async function appears(page: Page, selector: string): Promise<number> {
  return (await lookOut(page, selector)).appeared;
}

/** Waits until the page tells of this state of its link to the portal. */
export async function linkState(page: Page, state: LinkState): Promise<void> {
  await appears(page, linkIn(state));
}

/** What there is in a page whose link is in `state`. */
export function linkIn(state: LinkState): string {
  return `[data-testid=connection][data-state=${state}]`;
}

/** Waits until the option at `index` is the one that is picked. */
export async function picked(page: Page, index: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector<HTMLInputElement>('input:checked')?.value === wanted,
    String(index),
    { polling: 50 },
  );
}

/** Marks the document, so that `isMarked` tells whether the page was reloaded since. */
export async function mark(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute('data-marked', ''));
}

export function isMarked(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.hasAttribute('data-marked'));
}

/** Types of the messages that pages of `context` send from now on, oldest first. */
export function watchSent(context: BrowserContext): string[] {
  const sent: string[] = [];
  context.on('page', (page) =>
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => sent.push(JSON.parse(String(payload)).type)),
    ),
  );
  return sent;
}

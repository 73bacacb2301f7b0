// Moments: when the portal will say that time is up, and when a page counts down to zero.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { eventually } from '../../helpers/choice.ts';
import { openTab } from '../../helpers/tab.ts';
import { digits } from './page.ts';

/**
 * How far from the portal's deadline a page may count: ms. Both are read over a link, on a machine that may be busy; that
 * two tabs differ by less than 100 ms is asserted by itself.
 */
const TOLERANCE = 90;

/** The deadline that the portal keeps for the prompt at `link`, in ms of this machine's wall clock. */
export async function portalDeadline(link: URL): Promise<number> {
  const tab = await openTab(link);
  const deadline = await tab.measureDeadline();
  tab.close();
  return Date.now() - performance.now() + deadline;
}

/** The moment to which the page counts, in ms of the wall clock. */
export function deadlineOf(page: Page): Promise<number> {
  return digits(page).evaluate(
    (element) => Date.now() - performance.now() + Number(element.getAttribute('data-deadline')),
  );
}

/**
 * Waits until the page, once it is in front, counts down to `deadline`, give or take `tolerance` ms. A page that was busy
 * when the portal spoke counts to a moment that is a little late; the portal's next word, after 5 s at most, puts it
 * right.
 */
export async function countsTo(page: Page, deadline: number, tolerance = TOLERANCE): Promise<void> {
  let apart = Number.NaN;
  await page.bringToFront();
  await eventually(async () => {
    apart = (await deadlineOf(page)) - deadline;
    return Math.abs(apart) <= tolerance;
  }, 'the deadline').catch((error) => assert.fail(`${error.message}: ${apart} ms apart`));
}

/** Fails unless two moments are at most `tolerance` ms apart. */
export function assertSameMoment(actual: number, expected: number, tolerance: number, what: string): void {
  const apart = actual - expected;
  assert.ok(Math.abs(apart) <= tolerance, `${what}: ${apart} ms apart`);
}

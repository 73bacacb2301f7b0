// One deadline, the portal's: every tab, the asker and the dashboard show the same time left, however it is moved.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { type Asker, ask, eventually, readDashboard } from '../helpers/choice.ts';
import { useChromium } from './support/browser.ts';
import { assertSameMoment, countsTo, deadlineOf, portalDeadline } from './support/deadline.ts';
import { button, digits, press, setTimeLeft, watchSent } from './support/page.ts';

const setStage = useChromium();

const MINUTE = 60_000;
/** How far apart two tabs may be: ms. */
const APART = 100;

function parseClock(text: string | null): number {
  const [seconds = 0, minutes = 0, hours = 0] = (text ?? '').split(':').map(Number).reverse();
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** Fails unless the line of the dashboard page comes to show the time that is left until `deadline`. */
async function listShows(dashboard: Page, deadline: number): Promise<void> {
  const line = dashboard.locator('.small-digits');
  await eventually(async () => {
    const shown = parseClock(await line.textContent());
    return Math.abs(shown - (deadline - Date.now())) <= 1_500;
  }, 'the same time on the dashboard');
}

/** Fails unless the asker said on stderr, after the moment `since`, the whole seconds that were left until `deadline`. */
async function askerSays({ said }: Asker, pattern: RegExp, since: number, deadline: number): Promise<void> {
  const [line, minutes, seconds] = await said(pattern);
  const left = (Number(minutes) * 60 + Number(seconds ?? 0)) * 1000;
  const [earliest, latest] = [since + left - 1_000, Date.now() + left + 1_000];
  assert.ok(earliest <= deadline && deadline <= latest, `${line}: ${deadline - earliest} ms of ${latest - earliest}`);
}

async function portalSays({ id }: Asker, prompts: ReturnType<typeof readDashboard>): Promise<number> {
  const remaining = (await prompts).find((prompt) => prompt.id === id)?.remaining_ms;
  return remaining ?? assert.fail('the prompt is not listed');
}

describe('the time left', { concurrency: 2 }, () => {
  test('when a prompt is open in three tabs, two of one browser, then they show the same seconds', async (t) => {
    const { home, open, newVisitor } = await setStage(t);
    const asker = await ask(home, ['--timeout', '90', 'Pick one', 'a', 'b']);
    const other = await newVisitor();
    const pages = [await open(asker.link), await open(asker.link.origin + asker.link.pathname)];
    pages.push(await other.open(asker.link));
    await Promise.all(pages.map((page) => digits(page).waitFor()));
    const deadline = await portalDeadline(asker.link);
    for (const page of pages) await countsTo(page, deadline);
    await eventually(async () => {
      const deadlines = await Promise.all(pages.map(deadlineOf));
      return Math.max(...deadlines) - Math.min(...deadlines) < APART;
    }, 'the same time in all at once');
    await eventually(async () => {
      const shown = await Promise.all(pages.map(async (page) => parseClock(await digits(page).textContent())));
      return Math.max(...shown) - Math.min(...shown) <= 1_000;
    }, 'the same digits, or their neighbours while they change');
    const left = await portalSays(asker, readDashboard(home));
    assertSameMoment(Date.now() + left, deadline, 1_000, 'what `choice dashboard` says');
  });

  test('when one tab adds a minute, then the other tab, the asker and the dashboard follow', async (t) => {
    const { home, open, newVisitor } = await setStage(t);
    const asker = await ask(home, ['--timeout', '90', 'Pick one', 'a', 'b']);
    const page = await open(asker.link);
    const other = await (await newVisitor()).open(asker.link);
    const dashboard = await open(asker.link.origin);
    const before = await portalDeadline(asker.link);
    const pressed = Date.now();
    await press(page, '+1 min');
    await askerSays(asker, /moved: (\d+) min(?: (\d+) s)? left/, pressed, before + MINUTE);
    for (const tab of [page, other]) await countsTo(tab, before + MINUTE);
    await listShows(dashboard, before + MINUTE);
    const pressedAgain = Date.now();
    await press(other, '+5 min');
    await askerSays(asker, /moved: ([67]) min(?: (\d+) s)? left/, pressedAgain, before + 6 * MINUTE);
    for (const tab of [page, other]) await countsTo(tab, before + 6 * MINUTE);
    await listShows(dashboard, before + 6 * MINUTE);
  });

  for (const [typed, left] of [
    ['2:30', 150_000],
    ['20', 20_000],
    ['1h', 3_600_000],
  ] as const) {
    test(`when ${typed} is typed as the time left, then every surface follows`, async (t) => {
      const { home, open, newVisitor } = await setStage(t);
      const asker = await ask(home, ['--timeout', '90', 'Pick one', 'a', 'b']);
      const page = await open(asker.link);
      const other = await (await newVisitor()).open(asker.link);
      const dashboard = await open(asker.link.origin);
      await page.getByLabel('Set time left').fill(typed);
      const typedAt = Date.now();
      await press(page, 'Set');
      await asker.said(/the deadline was moved/);
      const deadline = await portalDeadline(asker.link);
      assert.ok(deadline > typedAt + left - APART && deadline < Date.now() + left, `${deadline - typedAt} ms`);
      for (const tab of [page, other]) await countsTo(tab, deadline);
      assert.equal(await page.getByLabel('Set time left').inputValue(), '');
      await listShows(dashboard, deadline);
    });
  }

  test('when "none" is typed and nothing bounds the prompt, then every surface shows no limit', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['--max-timeout', 'none', 'Pick one', 'a', 'b']);
    const [page, other] = [await open(asker.link), await open(asker.link.origin + asker.link.pathname)];
    const dashboard = await open(asker.link.origin);
    await page.getByLabel('Set time left').fill('none');
    await page.keyboard.press('Enter');
    await asker.said(/the deadline was moved: no deadline/);
    for (const shown of [page, other]) await digits(shown).filter({ hasText: 'no limit' }).waitFor();
    await dashboard.locator('.small-digits', { hasText: 'no limit' }).waitFor();
    assert.equal(await button(page, '+1 min').count(), 0, 'nothing to add to');
  });

  test('when the time cannot be read, then a message says so and nothing is sent', async (t) => {
    const { home, context, open } = await setStage(t);
    const sent = watchSent(context);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(asker.link);
    for (const typed of ['soon', '-5', '0', '31d', '']) {
      await setTimeLeft(page, typed);
      await page.getByRole('alert').filter({ hasText: 'Enter a time such as 90, 5m' }).waitFor();
      assert.equal(await page.getByLabel('Set time left').getAttribute('aria-invalid'), 'true');
    }
    assert.ok(!sent.includes('update_timeout'), sent.join());
  });

  test('when the deadline is fixed, then there is nothing to move it with', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['--no-extend', 'Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await digits(page).waitFor();
    for (const name of ['+1 min', '+5 min', 'Set']) assert.equal(await button(page, name).count(), 0, name);
    assert.equal(await page.getByLabel('Set time left').count(), 0);
  });

  test('when the maximum is reached, then the page says so and moves no further', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['--timeout', '60', '--max-timeout', '90', 'Pick one', 'a', 'b']);
    const page = await open(asker.link);
    const before = await portalDeadline(asker.link);
    await press(page, '+1 min');
    await page.getByText('No more time can be added.').waitFor();
    await countsTo(page, before + 30_000);
    assert.ok(await button(page, '+1 min').isDisabled());
    assert.ok(await button(page, '+5 min').isDisabled());
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), '+1 min', 'it keeps the focus');
    await setTimeLeft(page, '1h');
    await page.getByRole('alert').filter({ hasText: 'cannot be moved beyond the maximum' }).waitFor();
    assertSameMoment(await portalDeadline(asker.link), before + 30_000, APART, 'the deadline stays');
  });
});

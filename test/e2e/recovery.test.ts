// What a tab shows when the processes behind it die, and how it comes back without being told to.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { ask, portalPids, run, startGroup } from '../helpers/choice.ts';
import { ENGINES } from '../helpers/engines.ts';
import { assertWithin } from '../helpers/promptness.ts';
import { useChromium } from './support/browser.ts';
import { countsTo, portalDeadline } from './support/deadline.ts';
import {
  appears,
  digits,
  isMarked,
  linkIn,
  linkState,
  lookOut,
  mark,
  pick,
  picked,
  press,
  settled,
} from './support/page.ts';
import { killPortal, LOST } from './support/portal.ts';

const setStage = useChromium();

/** How far a deadline may move when the portal is replaced (ms), and what measuring it in a page adds. */
const MOVED = 50;
const MEASURING = 30;

/** Has the page look out for the loss of its link: `returned` resolves once the link is open again, to that moment. */
async function lookOutForReturn(page: Page): Promise<{ readonly returned: Promise<number> }> {
  const { appeared: lost } = await lookOut(page, linkIn('reconnecting'));
  return { returned: lost.then(() => appears(page, linkIn('open'))) };
}

describe('recovery', () => {
  for (const engine of ENGINES) {
    test(`G3: when the portal is killed (${engine}), then tabs come back by themselves within 5 s, with the same time left and selection`, async (t) => {
      const { home, open, expectComplaint } = await setStage(t, { env: { CHOICE_TRANSPORT: engine } });
      expectComplaint(LOST);
      const timeouts = ['60', '5m', '1h'];
      const askers = await Promise.all(
        timeouts.map((timeout) => ask(home, ['--timeout', timeout, `Within ${timeout}`, 'a', 'b', 'c'])),
      );
      const pages = await Promise.all(askers.map(({ link }) => open(link)));
      const dashboard = await open(askers[0]?.link.origin ?? '');
      for (const page of pages) {
        await pick(page, 'c');
        await mark(page);
      }
      const before = await Promise.all(askers.map(({ link }) => portalDeadline(link)));
      const all = [...pages, dashboard];

      await assertWithin(5_000, async () => {
        const returns = await Promise.all(all.map(lookOutForReturn));
        const killed = Date.now();
        await killPortal(home);
        return Math.max(...(await Promise.all(returns.map(({ returned }) => returned)))) - killed;
      });
      await Promise.all(askers.map(({ said }) => said(/lost the portal and reconnected/)));
      assert.equal(portalPids(home).length, 1);
      await dashboard.getByRole('link', { name: 'Active prompts (3)' }).waitFor();

      for (const [index, page] of pages.entries()) {
        await countsTo(page, before[index] ?? Number.NaN, MOVED + MEASURING);
        assert.ok(await isMarked(page), 'without a reload');
        assert.equal(await page.locator('input:checked').getAttribute('value'), '2');
        await press(page, 'Submit');
        await settled(page, 'delivered');
        assert.equal((await askers[index]?.exit)?.stdout, 'c\n');
      }
      await dashboard.getByTestId('empty').waitFor();
    });
  }

  test('when the portal is killed and the page reloaded, then the new portal has the selection', async (t) => {
    const { home, open, expectComplaint } = await setStage(t);
    expectComplaint(LOST);
    const asker = await ask(home, ['Pick one', 'a', 'b', 'c']);
    const page = await open(asker.link);
    await pick(page, 'b');
    await killPortal(home);
    await asker.said(/lost the portal and reconnected/);
    await linkState(page, 'open');
    await page.reload();
    await picked(page, 1);
  });

  test('when a portal of another version takes its place, then the page reloads, once, and else offers to', async (t) => {
    const { home, open, expectComplaint } = await setStage(t);
    expectComplaint(LOST);
    const asker = await ask(home, ['Pick one', 'a', 'b', 'c']);
    const page = await open(asker.link);
    await linkState(page, 'open');
    let loads = 0;
    page.on('load', () => {
      loads += 1;
    });
    await page.context().route('**/healthz?*', async (route) => {
      const response = await route.fetch().catch(() => null);
      if (!response) return route.abort();
      await route.fulfill({ response, json: { ...(await response.json()), protocol: 99 } });
    });
    await killPortal(home);
    await asker.said(/lost the portal and reconnected/);
    const notice = page.getByTestId('outdated');
    await notice.waitFor();
    await page.context().unroute('**/healthz?*');
    await notice.getByRole('button', { name: 'Reload the page' }).click();
    await pick(page, 'c');
    assert.equal(loads, 2, 'once by itself, once by the button');
    await press(page, 'Submit');
    assert.equal((await asker.exit)?.stdout, 'c\n');
  });

  test('when Submit is pressed while the portal is away, then the answer arrives once it is back', async (t) => {
    const { home, open, expectComplaint } = await setStage(t);
    expectComplaint(LOST);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await pick(page, 'b');
    // A stopped asker starts no other portal until it goes on.
    asker.child.kill('SIGSTOP');
    await killPortal(home);
    await linkState(page, 'reconnecting');
    await press(page, 'Submit');
    await page.getByText('Reconnecting… your choice is kept').waitFor();
    asker.child.kill('SIGCONT');
    await settled(page, 'delivered');
    assert.equal((await asker.exit).stdout, 'b\n');
  });

  test('G7: when the asker is killed, then its tab says within a second that the command is gone', async (t) => {
    const { home, open } = await setStage(t);
    await assertWithin(1_000, async () => {
      const asker = await ask(home, ['Pick one', 'a', 'b']);
      const page = await open(asker.link);
      await digits(page).waitFor();
      const { appeared: gone } = await lookOut(page, '[data-testid=settled][data-kind=gone]');
      const killed = Date.now();
      asker.child.kill('SIGKILL');
      const took = (await gone) - killed;
      const view = await settled(page, 'gone');
      assert.match((await view.textContent()) ?? '', /The command has ended.*Pick one/);
      assert.equal(await page.getByRole('radio').count(), 0);
      return took;
    });
  });

  test('when the portal is stopped, then its tabs say so, claim nothing else, and come back with the next one', async (t) => {
    const { home, open, expectComplaint } = await setStage(t);
    expectComplaint(LOST);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await digits(page).waitFor();
    await run(home, ['stop', '--force']);
    const view = await settled(page, 'stopped');
    await page.getByTestId('connection').filter({ hasText: 'Portal stopped' }).waitFor();
    assert.equal(await view.getByText('Nothing else is waiting').count(), 0);
    await ask(home, ['Another', 'c', 'd']);
    await page.getByText(/1 new question waiting/).click();
    await page.getByRole('group', { name: 'Another' }).waitFor();
    await page.getByTestId('connection').filter({ hasText: 'Connected' }).waitFor();
  });

  test('when Ctrl-C ends the asker, then its tabs say so and the list is empty', async (t) => {
    const { home, open } = await setStage(t);
    const asker = startGroup(home, ['ask', 'Pick one', 'a', 'b']);
    const link = await asker.url();
    const page = await open(link);
    const dashboard = await open(link.origin);
    await dashboard.getByTestId('active-list').waitFor();
    process.kill(-(asker.child.pid ?? assert.fail()), 'SIGINT');
    await settled(page, 'gone');
    await dashboard.getByTestId('empty').waitFor();
    const { signal, stdout } = await asker.exit;
    assert.deepEqual([signal, stdout], ['SIGINT', '']);
  });
});

// Notifications: one for each event that a human who looks elsewhere would miss, none while they look.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { ask, run, type Scope } from '../helpers/choice.ts';
import { type Stage, useChromium } from './support/browser.ts';
import { deadlineOf } from './support/deadline.ts';
import { clickNotification, focus, lookAway, noteRaised, notified, readRaised, workerOf } from './support/focus.ts';
import { activeCount, digits, listed, lists, press } from './support/page.ts';

const setStage = useChromium({ isWhole: true });

/** A stage whose first visitor has allowed notifications. */
async function setAllowed(...args: Parameters<typeof setStage>): Promise<Stage> {
  const stage = await setStage(...args);
  await stage.context.grantPermissions(['notifications']);
  return stage;
}

/** The same, where little time is left as soon as it is less than 10 min. */
async function setUrgent(t: Scope): Promise<Stage> {
  const stage = await setAllowed(t);
  assert.equal((await run(stage.home, ['config', 'set', 'notify_before', '10m'])).code, 0);
  return stage;
}

describe('notifications', { concurrency: 2 }, () => {
  test('when less than 10 s are left and nobody looks, then one says so; looking takes it away', async (t) => {
    const { home, context, open } = await setAllowed(t);
    const asker = await ask(home, ['Deploy now?', 'yes', 'no']);
    const page = await open(asker.link);
    await digits(page).waitFor();
    await lookAway(context);
    await run(home, ['extend', '--set', asker.id, '13']);
    const [soon] = await notified(page, [`choice.soon.${asker.id}`]);
    assert.deepEqual([soon?.title, soon?.body], ['Deploy now?', 'Less than 10 s left']);
    const left = (await deadlineOf(page)) - Date.now();
    assert.ok(left <= 10_000 && left > 2_000, `${left} ms left`);
    await focus(page);
    await notified(page, []);
  });

  test('when time is added, then the warning goes', async (t) => {
    const { home, context, open } = await setUrgent(t);
    const asker = await ask(home, ['--timeout', '570', '--max-timeout', '2h', 'Deploy now?', 'yes', 'no']);
    const page = await open(asker.link);
    await digits(page).waitFor();
    await lookAway(context);
    await notified(page, [`choice.soon.${asker.id}`]);
    // From elsewhere: a click here would bring the focus.
    await page.evaluate(() => document.querySelector<HTMLElement>('.extend .button')?.click());
    await asker.said(/the deadline was moved/);
    await notified(page, []);
  });

  test('when it has timed out and nobody looks, then one says so and names the fallback', async (t) => {
    const { home, context, open } = await setAllowed(t);
    const { link } = await ask(home, ['Another', 'a', 'b']);
    const page = await open(link);
    await activeCount(page, 1);
    await lookAway(context);
    const first = await ask(home, ['--timeout', '1', 'First', 'a', 'b']);
    const second = await ask(home, ['--timeout', '1', '--fallback', 'b', 'Second', 'a', 'b']);
    const shown = await notified(page, [`choice.timeout.${first.id}`, `choice.timeout.${second.id}`]);
    assert.deepEqual(
      shown.map(({ title, body }) => [title, body]),
      [
        ['First', 'Timed out: nobody answered in time'],
        ['Second', 'Timed out: b was used'],
      ],
    );
  });

  test('when a prompt arrives while only other tabs are open, then there is one, even with two tabs', async (t) => {
    const { home, context, open } = await setAllowed(t);
    const first = await ask(home, ['First', 'a', 'b']);
    const page = await open(first.link);
    const dashboard = await open(first.link.origin);
    await activeCount(page, 1);
    await activeCount(dashboard, 1);
    await lookAway(context);
    const second = await ask(home, ['--from', 'nightly', 'Second', 'a', 'b', 'c']);
    const [shown] = await notified(page, [`choice.new.${second.id}`]);
    const body = 'A command is waiting for you: 3 options\nAsked by nightly (not verified)';
    assert.deepEqual([shown?.title, shown?.body], ['Second', body]);
    await activeCount(page, 2);
    await activeCount(dashboard, 2);
    // A third passes through the same worker after whatever the two tabs had to say of the second.
    const third = await ask(home, ['Third', 'a']);
    await notified(page, [`choice.new.${second.id}`, `choice.new.${third.id}`]);
    assert.equal((await readRaised(context))[`choice.new.${second.id}`], 1);
    second.child.kill('SIGINT');
    await notified(page, [`choice.new.${third.id}`]);
  });

  test('when one of the pages has the focus, then there is none, whatever happens', async (t) => {
    const { home, context, open } = await setAllowed(t);
    const first = await ask(home, ['First', 'a', 'b']);
    const page = await open(first.link);
    const dashboard = await open(first.link.origin);
    await activeCount(page, 1);
    await noteRaised(context);
    await focus(dashboard);
    const second = await ask(home, ['Second', 'a', 'b']);
    assert.equal((await ask(home, ['--timeout', '1', 'Short', 'a', 'b']).then(({ exit }) => exit)).code, 124);
    await lists(dashboard, ['First', 'Second']);
    // What comes once nobody looks passes through the same worker: nothing was held back until then.
    await lookAway(context);
    const third = await ask(home, ['Third', 'a', 'b']);
    await notified(page, [`choice.new.${third.id}`]);
    assert.deepEqual(await readRaised(context), { [`choice.new.${third.id}`]: 1 });
    assert.equal(second.child.exitCode, null);
  });

  test('when one is clicked, then a tab that is open shows its prompt and takes the focus', async (t) => {
    const { home, context, open } = await setAllowed(t);
    const first = await ask(home, ['First', 'a', 'b']);
    const page = await open(first.link);
    await activeCount(page, 1);
    await lookAway(context);
    const second = await ask(home, ['Second', 'a', 'b']);
    await notified(page, [`choice.new.${second.id}`]);
    const { focused, opened } = await clickNotification(await workerOf(context), `choice.new.${second.id}`);
    assert.deepEqual([focused.length, opened], [1, []]);
    await page.getByRole('group', { name: 'Second' }).waitFor();
    assert.equal(new URL(page.url()).pathname, second.link.pathname);
    await notified(page, []);
  });

  test('when one is clicked and its prompt is on view in a tab, then it is that tab that takes the focus', async (t) => {
    const { home, context, open } = await setUrgent(t);
    await context.addInitScript(() => {
      const led: string[] = [];
      Object.assign(window, { led });
      // The empty page that comes first has none.
      navigator.serviceWorker?.addEventListener('message', ({ data }) => {
        if (data.type === 'show') led.push(data.prompt_id);
      });
    });
    const led = (tab: Page) => tab.evaluate(() => (window as unknown as { led: string[] }).led);
    const first = await ask(home, ['First', 'a', 'b']);
    const dashboard = await open(first.link);
    await dashboard.getByRole('link', { name: /^Active prompts/ }).click();
    const page = await open(first.link);
    await activeCount(page, 1);
    await lookAway(context);
    await notified(page, [`choice.soon.${first.id}`]);
    const { focused } = await clickNotification(await workerOf(context), `choice.soon.${first.id}`);
    assert.equal(focused.length, 1);
    assert.deepEqual([await led(page), await led(dashboard)], [[first.id], []]);
    await dashboard.getByTestId('dashboard').waitFor();
  });

  test('when one is clicked and no tab is left, then the prompt is opened', async (t) => {
    const { home, context, open } = await setAllowed(t);
    const first = await ask(home, ['First', 'a', 'b']);
    const page = await open(first.link);
    await activeCount(page, 1);
    await lookAway(context);
    const second = await ask(home, ['Second', 'a', 'b']);
    await notified(page, [`choice.new.${second.id}`]);
    const worker = await workerOf(context);
    await page.close();
    const { focused, opened } = await clickNotification(worker, `choice.new.${second.id}`);
    assert.deepEqual([focused, opened], [[], [second.link.pathname]]);
  });

  test('when nothing was decided, then a control offers them; the browser is asked by a click only', async (t) => {
    const { home, context, open } = await setStage(t);
    await context.addInitScript(() => {
      const asked: boolean[] = [];
      Object.assign(window, { asked });
      Object.defineProperty(Notification, 'permission', { get: () => 'default' });
      Notification.requestPermission = async () => {
        asked.push(navigator.userActivation.isActive);
        return 'granted';
      };
    });
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(asker.link);
    const asked = () => page.evaluate(() => (window as unknown as { asked: boolean[] }).asked);
    const offer = page.getByTestId('notification-offer');
    await offer.getByText('Get a notification when').waitFor();
    await listed(page).waitFor({ state: 'detached' });
    assert.deepEqual(await asked(), []);
    await press(page, 'Turn on notifications');
    await offer.waitFor({ state: 'detached' });
    assert.deepEqual(await asked(), [true], 'once, by a gesture');
  });

  test('when the offer is put away, then it stays away: in this tab, after a reload and in others', async (t) => {
    const { home, context, open } = await setStage(t);
    await context.addInitScript(() => {
      Object.defineProperty(Notification, 'permission', { get: () => 'default' });
    });
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(asker.link);
    const offer = page.getByTestId('notification-offer');
    await offer.waitFor();
    await press(page, 'Not now');
    await offer.waitFor({ state: 'detached' });
    await page.reload();
    const other = await open(asker.link.origin);
    for (const tab of [page, other]) {
      await activeCount(tab, 1);
      assert.equal(await tab.getByTestId('notification-offer').count(), 0);
    }
  });
});

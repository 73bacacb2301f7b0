// Focus and notifications as they really are: Playwright makes every page believe that it has the focus.
import assert from 'node:assert/strict';
import type { BrowserContext, Page, Worker } from 'playwright-core';
import { FOCUS_LOCK } from '../../../web/worker/messages.ts';
import { eventually } from '../../helpers/choice.ts';

export interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
}

/** From now on the pages of `context` have the focus only while they are in front. */
async function unpretend(context: BrowserContext): Promise<void> {
  for (const page of context.pages()) {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  }
}

/** The human looks at `page`, and at no other. */
export async function focus(page: Page): Promise<void> {
  await unpretend(page.context());
  await page.bringToFront();
  for (const each of page.context().pages()) await hasFocus(each, each === page);
}

/** The human looks at something else: a page that is none of ours. What is raised from now on is noted. */
export async function lookAway(context: BrowserContext): Promise<void> {
  const [ours] = context.pages();
  await noteRaised(context);
  await focus(await context.newPage());
  // A page gives up its claim to the focus a moment after it lost it.
  await ours?.waitForFunction(
    async (lock) => {
      const { held = [] } = await navigator.locks.query();
      return held.every(({ name }) => name !== lock);
    },
    FOCUS_LOCK,
    { polling: 20 },
  );
}

async function hasFocus(page: Page, wanted: boolean): Promise<void> {
  await page.waitForFunction((has) => document.hasFocus() === has, wanted, { polling: 20 });
}

/** The service worker of the context's pages. */
export async function workerOf(context: BrowserContext): Promise<Worker> {
  return context.serviceWorkers()[0] ?? context.waitForEvent('serviceworker');
}

/** Has the worker note, from now on, how often it shows which notification. */
export async function noteRaised(context: BrowserContext): Promise<void> {
  await (await workerOf(context)).evaluate(() => {
    const scope = self as unknown as { registration: ServiceWorkerRegistration; raised?: Record<string, number> };
    if (scope.raised) return;
    const raised: Record<string, number> = {};
    scope.raised = raised;
    const show = scope.registration.showNotification.bind(scope.registration);
    scope.registration.showNotification = async (title, options) => {
      await show(title, options);
      const tag = options?.tag ?? '';
      raised[tag] = (raised[tag] ?? 0) + 1;
    };
  });
}

/** How often each notification was shown since `noteRaised`, by tag. */
export async function readRaised(context: BrowserContext): Promise<Record<string, number>> {
  const worker = await workerOf(context);
  return worker.evaluate(() => (self as unknown as { raised: Record<string, number> }).raised);
}

/** What is shown right now. */
export function notifications(page: Page): Promise<Shown[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
  });
}

/** Waits until exactly the notifications with these tags are shown, in any order; gives them in the order of `tags`. */
export async function notified(page: Page, tags: readonly string[]): Promise<Shown[]> {
  // Chromium forgets a notification when it is asked for all of them in the moment in which it shows that one.
  await eventually(async () => {
    const raised = await readRaised(page.context());
    return tags.every((tag) => tag in raised);
  }, `the notifications ${tags.join()}`);
  let shown: Shown[] = [];
  await eventually(async () => {
    shown = await notifications(page);
    return JSON.stringify(shown.map(({ tag }) => tag).sort()) === JSON.stringify([...tags].sort());
  }, `only the notifications ${tags.join()}`).catch((error) =>
    assert.fail(`${error.message}: ${JSON.stringify(shown)}`),
  );
  return tags.map((tag) => shown.find((each) => each.tag === tag) ?? assert.fail());
}

/** What the worker did about a click: pages that it focused, addresses that it opened. */
export interface Led {
  readonly focused: string[];
  readonly opened: string[];
}

/**
 * Clicks the notification with `tag`. Only a click by hand may focus or open windows, so both are noted instead.
 * Gives what was noted once something was.
 */
export async function clickNotification(worker: Worker, tag: string): Promise<Led> {
  await worker.evaluate(async (wanted) => {
    type Scope = { registration: ServiceWorkerRegistration; clients: { openWindow: unknown }; led: Led };
    type Click = new (type: string, init: object) => Event;
    const scope = self as unknown as Scope & { WindowClient: { prototype: object }; NotificationEvent: Click };
    const { led } = Object.assign(scope, { led: { focused: [], opened: [] } as Led });
    Object.defineProperty(scope.WindowClient.prototype, 'focus', {
      value(this: { url: string }) {
        led.focused.push(this.url);
      },
    });
    scope.clients.openWindow = (url: string) => led.opened.push(url);
    const [notification] = await scope.registration.getNotifications({ tag: wanted });
    const click = new scope.NotificationEvent('notificationclick', { notification });
    // An event that no browser made cannot be waited for.
    Object.defineProperty(click, 'waitUntil', { value() {} });
    self.dispatchEvent(click);
  }, tag);
  const read = () => worker.evaluate(() => (self as unknown as { led: Led }).led);
  await eventually(async () => {
    const { focused, opened } = await read();
    return focused.length + opened.length > 0;
  }, 'a page for the clicked notification');
  return read();
}

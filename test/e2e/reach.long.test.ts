// A human who is elsewhere is brought to each question: by the page they look at, a notification, or a new tab.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { type Asker, ask, eventually, makeHome, type Scope } from '../helpers/choice.ts';
import { answerByHttp } from '../helpers/tab.ts';
import { type Desktop, type DesktopTab, useDesktop } from './support/desktop.ts';

const TIMEOUT = ['--timeout', '5m'];

const useBrowser = useDesktop();
/** How long a browser may take to show a page: ms. */
const WAIT_TIMEOUT_MS = 30_000;

async function setDesktop(t: Scope) {
  const desktop = await useBrowser();
  t.after(() => desktop.clear());
  const home = makeHome(t, desktop.env);
  const work = await desktop.open('about:blank#work');
  const question = (text: string) => ask(home, [...TIMEOUT, text, 'a', 'b']);
  return { desktop, home, work, question };
}

/** Waits until the newest tab of the prompt shows it, in front. */
async function isOnView(desktop: Desktop, { id }: Asker): Promise<DesktopTab> {
  let found: DesktopTab | undefined;
  await eventually(
    async () => {
      found = (await desktop.tabs(`/choice/${id}`)).at(-1);
      return found !== undefined && (await isInFront(desktop, found, '[data-testid=prompt]'));
    },
    `a page of ${id} in front`,
    WAIT_TIMEOUT_MS,
  );
  return found ?? assert.fail();
}

/** True while somebody looks at the tab and it has what `selector` matches; false also for one that is being loaded. */
function isInFront(desktop: Desktop, tab: DesktopTab, selector: string): Promise<boolean> {
  const look = `document.visibilityState === 'visible' && document.querySelector('${selector}') !== null`;
  return desktop.read<boolean>(tab, look).catch(() => false);
}

/** Answers as another device would, so that no tab comes to the front by it. */
async function answer({ link, exit }: Asker): Promise<void> {
  assert.equal((await answerByHttp(link, 'a')).status, 200);
  assert.equal((await exit).code, 0);
}

describe('reaching the human', () => {
  test('five questions in a row to one who works in another tab: each opens a page, one tab is left', async (t) => {
    const { desktop, work, question } = await setDesktop(t);
    for (let round = 1; round <= 5; round += 1) {
      const asker = await question(`Question ${round}?`);
      await isOnView(desktop, asker);
      await eventually(async () => (await desktop.tabs()).length === 1, 'the older tab closed itself', WAIT_TIMEOUT_MS);
      await answer(asker);
      await desktop.turnTo(work);
    }
  });

  test('five questions in a row where pages may notify: each raises a notification or opens a page', async (t) => {
    const { desktop, work, question } = await setDesktop(t);
    const first = await question('First?');
    await desktop.allowNotifications(first.link.origin);
    const tab = await isOnView(desktop, first);
    await answer(first);
    // The permission is read as the page loads, and a page that loads before its worker is active has none.
    await desktop.read(tab, 'navigator.serviceWorker.ready.then(({ active }) => active.state)');
    await desktop.read(tab, 'location.reload()');
    await eventually(
      () =>
        desktop.read<boolean>(
          tab,
          'document.querySelector("[data-testid=connection]")?.dataset.state === "open" && navigator.serviceWorker.controller !== null',
        ),
      'the page is back',
    );
    const notifications = await desktop.noteNotifications(first.link.origin);
    await desktop.turnTo(work);
    let notified = 0;
    for (let round = 1; round <= 5; round += 1) {
      const asker = await question(`Question ${round}?`);
      await eventually(
        async () => {
          if ((await notifications()).at(-1) === `Question ${round}?`) {
            notified += 1;
            return true;
          }
          // A page on a busy machine may be too late to notify within a second: then a tab is opened.
          const [tab] = await desktop.tabs(`/choice/${asker.id}`);
          return tab !== undefined && (await isInFront(desktop, tab, '[data-testid=prompt]'));
        },
        `a notification or a page of question ${round}`,
        WAIT_TIMEOUT_MS,
      );
      await answer(asker);
      await desktop.turnTo(work);
    }
    assert.ok(notified > 0, 'at least one was a notification');
  });

  test('a tab left on settings, one that cannot close itself, a frozen one: a page is opened each time', async (t) => {
    const { desktop, work, question } = await setDesktop(t);
    const click = (tab: DesktopTab, what: string) => desktop.read(tab, `document.querySelector('${what}').click()`);
    const onSettings = await isOnView(desktop, await question('First?'));
    await click(onSettings, 'a[href="/settings"]');
    await desktop.turnTo(work);

    const older = await isOnView(desktop, await question('Second?'));
    assert.notEqual(older.id, onSettings.id);
    await click(older, 'a[href="/"]');
    await desktop.turnTo(work);

    const third = await question('Third?');
    await isOnView(desktop, third);
    const isHandedOver = () =>
      desktop.read<boolean>(older, "document.querySelector('[data-testid=elsewhere]') !== null");
    await eventually(isHandedOver, 'the older tab says so', WAIT_TIMEOUT_MS);
    await desktop.turnTo(older);
    await click(older, '[data-testid=elsewhere] button');
    await eventually(
      () => isInFront(desktop, older, '[data-testid=dashboard]'),
      'the older tab goes on',
      WAIT_TIMEOUT_MS,
    );
    // Looked at, it is enough: nothing is opened for this one, now or later.
    const fourth = await question('Fourth?');

    await desktop.allowNotifications(third.link.origin);
    await desktop.read(older, 'location.reload()');
    await eventually(
      () => isInFront(desktop, older, '[data-testid=dashboard]'),
      'the older tab is back',
      WAIT_TIMEOUT_MS,
    );
    await desktop.turnTo(work);
    await desktop.freeze(older);
    await isOnView(desktop, await question('Fifth?'));
    assert.deepEqual(await desktop.tabs(`/choice/${fourth.id}`), []);
    assert.equal((await desktop.tabs('/settings')).length, 1, 'which was gone to on purpose');
  });
});

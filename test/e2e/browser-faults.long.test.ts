// Browsers that die or stand still: the prompt waits, and whoever opens it again finds what was picked.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Browser } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { type Asker, ask, eventually, isAlive, readDashboard, run } from '../helpers/choice.ts';
import { atEnd } from '../helpers/cleanup.ts';
import { openTab } from '../helpers/tab.ts';
import { launchChromium, useChromium } from './support/browser.ts';
import { countsTo, portalDeadline } from './support/deadline.ts';
import { answer, pick, picked, press } from './support/page.ts';

const setStage = useChromium();

/** Waits until the portal has the selection `value`, which no page needs to be there for any more. */
async function isKept({ link }: Asker, value: string): Promise<void> {
  const tab = await openTab(link);
  await tab.view((prompt) => prompt.draft?.values[0] === value);
  tab.close();
}

/** Pids of the processes of `browser`: the one that is the browser, or those in which its pages run. */
async function processesOf(browser: Browser, kind: 'browser' | 'renderer'): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === kind).map(({ id }) => id);
}

describe('a browser', () => {
  test('when it is killed, then the prompt stays open, and another one shows it with its selection', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['Pick one', 'a', 'b', 'c']);
    const victim = await launchChromium();
    atEnd(t, () => victim.close());
    const lost = await victim.newPage();
    await lost.goto(String(asker.link));
    await pick(lost, 'b');
    await isKept(asker, 'b');
    const deadline = await portalDeadline(asker.link);

    const [pid = assert.fail('no browser process')] = await processesOf(victim, 'browser');
    process.kill(pid, 'SIGKILL');
    await eventually(() => !isAlive(pid), 'the end of the browser');

    const waiting = await readDashboard(home);
    assert.deepEqual(
      waiting.map(({ id }) => id),
      [asker.id],
    );
    const page = await open(asker.link);
    await picked(page, 1);
    await countsTo(page, deadline);
    await press(page, 'Submit');
    assert.equal((await asker.exit).stdout, 'b\n');
  });

  test('when a page stands still, then the prompt goes on elsewhere, and the page catches up on waking', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a', 'b', 'c']);
    const victim = await launchChromium();
    atEnd(t, () => victim.close());
    const page = await victim.newPage();
    await page.goto(String(asker.link));
    await pick(page, 'b');
    await isKept(asker, 'b');
    // Page.setWebLifecycleState does nothing where nobody looks: a stopped process stands as still as a frozen tab.
    const pids = await processesOf(victim, 'renderer');
    const signalAll = (signal: NodeJS.Signals) => {
      for (const pid of pids) if (isAlive(pid)) process.kill(pid, signal);
    };
    atEnd(t, () => signalAll('SIGCONT'));
    signalAll('SIGSTOP');
    let isAwake = false;
    const woken = page
      .evaluate(() => {})
      .then(() => {
        isAwake = true;
      });

    assert.equal((await run(home, ['extend', asker.id, '5m'])).code, 0);
    const other = await open(asker.link);
    await picked(other, 1);
    await pick(other, 'c');
    await isKept(asker, 'c');
    assert.equal(isAwake, false);

    signalAll('SIGCONT');
    await woken;
    await picked(page, 2);
    await countsTo(page, await portalDeadline(asker.link));
    await answer(page, 'a');
    assert.equal((await asker.exit).stdout, 'a\n');
  });
});

// Browsers that die or fall asleep: the prompt waits, and whoever opens it again finds what was picked.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Asker, ask, eventually, isAlive, readDashboard, run } from '../helpers/choice.ts';
import { openTab } from '../helpers/tab.ts';
import { launchChromium, useChromium } from './support/browser.ts';
import { countsTo, portalDeadline } from './support/deadline.ts';
import { answer, digits, pick, picked, press } from './support/page.ts';

const setStage = useChromium();

/** Waits until the portal has the selection `value`, which no page needs to be there for any more. */
async function isKept({ link }: Asker, value: string): Promise<void> {
  const tab = await openTab(link);
  await tab.heard('snapshot', ({ prompt }) => prompt.draft?.values[0] === value);
  tab.close();
}

describe('a browser', () => {
  test('when it is killed, then the prompt stays open, and another one shows it with its selection', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['Pick one', 'a', 'b', 'c']);
    const victim = await launchChromium();
    t.after(() => victim.close());
    const lost = await victim.newPage();
    await lost.goto(String(asker.link));
    await pick(lost, 'b');
    await isKept(asker, 'b');
    const deadline = await portalDeadline(asker.link);

    const { processInfo } = await (await victim.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
    const { id: pid } = processInfo.find(({ type }) => type === 'browser') ?? assert.fail('no browser process');
    process.kill(pid, 'SIGKILL');
    await eventually(() => !isAlive(pid), 'the end of the browser');

    assert.deepEqual(
      (await readDashboard(home)).map(({ id }) => id),
      [asker.id],
    );
    const page = await open(asker.link);
    await picked(page, 1);
    await countsTo(page, deadline);
    await press(page, 'Submit');
    assert.equal((await asker.exit).stdout, 'b\n');
  });

  test('when it freezes a tab, then the prompt stays open elsewhere, and the tab catches up on waking', async (t) => {
    const { home, context, open, newVisitor } = await setStage(t);
    const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a', 'b', 'c']);
    const page = await open(asker.link);
    await pick(page, 'b');
    await isKept(asker, 'b');
    await page.evaluate(() => {
      for (const event of ['freeze', 'resume'])
        document.addEventListener(event, () => document.documentElement.toggleAttribute(`data-${event}`, true));
    });
    const lifecycle = await context.newCDPSession(page);
    await lifecycle.send('Page.setWebLifecycleState', { state: 'frozen' });

    assert.equal((await run(home, ['extend', asker.id, '5m'])).code, 0);
    const other = await (await newVisitor()).open(asker.link);
    await picked(other, 1);
    await pick(other, 'c');
    await isKept(asker, 'c');

    await lifecycle.send('Page.setWebLifecycleState', { state: 'active' });
    await page.locator('html[data-freeze][data-resume]').waitFor();
    await digits(page).waitFor();
    await picked(page, 2);
    await countsTo(page, await portalDeadline(asker.link));
    await answer(page, 'a');
    assert.equal((await asker.exit).stdout, 'a\n');
  });
});

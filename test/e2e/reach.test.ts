// A human who is elsewhere is brought to each question: by the page they look at, a notification, or a new tab.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Asker, ask, eventually, makeHome, type Scope } from '../helpers/choice.ts';
import { answerByHttp } from '../helpers/tab.ts';
import { type Desktop, type DesktopTab, makeDesktop } from './support/desktop.ts';

const TIMEOUT = ['--timeout', '5m'];

async function setDesktop(t: Scope) {
  const desktop = await makeDesktop(t);
  const home = makeHome(t, desktop.env);
  const work = await desktop.open('about:blank#work');
  const question = (text: string) => ask(home, [...TIMEOUT, text, 'a', 'b']);
  return { desktop, home, work, question };
}

/** Waits until the tab shows the prompt, to somebody who looks at it. */
async function isOnView(desktop: Desktop, { id }: Asker): Promise<DesktopTab> {
  let found: DesktopTab | undefined;
  await eventually(async () => {
    found = (await desktop.tabs(`/choice/${id}`)).at(-1);
    return (
      found !== undefined &&
      (await desktop.read<boolean>(
        found,
        'document.visibilityState === "visible" && document.querySelector("[data-testid=prompt]") !== null',
      ))
    );
  }, `a page of ${id} in front`);
  return found ?? assert.fail();
}

/** Answers as another device would, so that no tab comes to the front by it. */
async function answer({ link, exit }: Asker): Promise<void> {
  assert.equal((await answerByHttp(link, 'a')).status, 200);
  assert.equal((await exit).code, 0);
}

describe('reaching the human', { concurrency: 2 }, () => {
  test('five questions in a row to one who works in another tab: each opens a page, one tab is left', async (t) => {
    const { desktop, work, question } = await setDesktop(t);
    for (let round = 1; round <= 5; round += 1) {
      const asker = await question(`Question ${round}?`);
      await isOnView(desktop, asker);
      await eventually(async () => (await desktop.tabs()).length === 1, 'the older tab closed itself');
      await answer(asker);
      await desktop.turnTo(work);
    }
  });

  test('five questions in a row where pages may notify: each notifies, and nothing is opened', async (t) => {
    const { desktop, work, question } = await setDesktop(t);
    const first = await question('First?');
    await desktop.allowNotifications(first.link.origin);
    const tab = await isOnView(desktop, first);
    await answer(first);
    // The permission is read as the page loads.
    await desktop.read(tab, 'location.reload()');
    await eventually(
      () =>
        desktop.read<boolean>(
          tab,
          'document.querySelector("[data-testid=connection]")?.dataset.state === "open" && navigator.serviceWorker.controller !== null',
        ),
      'the page is back',
    );
    await desktop.turnTo(work);
    for (let round = 2; round <= 5; round += 1) {
      const asker = await question(`Question ${round}?`);
      await eventually(
        () =>
          desktop.read<boolean>(
            tab,
            `navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((all) => all.some(({ title }) => title === "Question ${round}?"))`,
          ),
        `a notification of question ${round}`,
      );
      await answer(asker);
    }
    assert.equal((await desktop.tabs('/')).length, 1);
  });
});

// The end of the time: the portal alone judges, the page never says more than it knows.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { ask } from '../helpers/choice.ts';
import { useOneStage } from './support/browser.ts';
import { answer, digits, option, pick, press, setTimeLeft, settled } from './support/page.ts';
import { pausePortal } from './support/portal.ts';

const setStage = useOneStage();

/** Collects every state that the page shows from now on, each once. */
async function watchStates(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const states = new Set<string>();
    Object.assign(window, { states });
    new MutationObserver(() => {
      const view = document.querySelector<HTMLElement>('[data-testid=settled], [data-testid=remaining]');
      states.add(view?.dataset.kind ?? view?.textContent ?? 'nothing');
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  return () => page.evaluate(() => [...(window as unknown as { states: Set<string> }).states]);
}

describe('the deadline', () => {
  test('when it passes, then the page counts down, and says so once the portal has', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await digits(page).waitFor();
    const states = await watchStates(page);
    await setTimeLeft(page, '4');
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [124, 'timeout\n']);
    const view = await settled(page, 'timed_out');
    assert.match((await view.textContent()) ?? '', /Timed out.*Pick one.*Nobody answered in time/);
    const seen = (await states()).filter((state) => /^0:0|^[^\d].*_/.test(state));
    const passed = ['0:04', '0:03', '0:02', '0:01', 'timed_out'];
    assert.deepEqual(
      seen,
      passed.filter((state) => seen.includes(state)),
    );
    assert.ok(seen.length > 1, seen.join());
  });

  test('when the portal is silent at the deadline, then the page is checking until it speaks', async (t) => {
    const stage = await setStage(t);
    const { home, open } = stage;
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await setTimeLeft(page, '6');
    await digits(page).filter({ hasText: /^0:0/ }).waitFor();
    const states = await watchStates(page);
    const { resume } = pausePortal(stage);
    await digits(page).filter({ hasText: 'checking…' }).waitFor();
    await page.waitForFunction(() => document.title.includes('checking…'));
    // Two ticks of the page later it still knows no better.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    assert.equal((await states()).at(-1), 'checking…');
    assert.equal(await page.getByTestId('settled').count(), 0);
    resume();
    await settled(page, 'timed_out');
    assert.equal((await asker.exit).code, 124);
  });

  test('when there is a fallback, then the page names it and stdout has it', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['--fallback', 'b', 'Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await setTimeLeft(page, '1');
    const view = await settled(page, 'fallback_used');
    assert.match((await view.textContent()) ?? '', /Timed out.*b was used/);
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [0, 'b\n']);
  });

  test('when Submit is pressed too late, then the answer is refused and the page shows the outcome', async (t) => {
    const stage = await setStage(t);
    const { home, open } = stage;
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await setTimeLeft(page, '6');
    await digits(page).filter({ hasText: /^0:0/ }).waitFor();
    const { resume } = pausePortal(stage);
    await pick(page, 'b');
    await digits(page).filter({ hasText: 'checking…' }).waitFor();
    await press(page, 'Submit');
    await page.getByText('Sending…').waitFor();
    resume();
    await settled(page, 'timed_out');
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [124, 'timeout\n']);
  });

  test('when two tabs submit at once, then one is delivered and the other is told who won', async (t) => {
    const stage = await setStage(t);
    const { home, open, newVisitor } = stage;
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const tabs = [
      { page: await open(asker.link), label: 'a' },
      { page: await (await newVisitor()).open(asker.link), label: 'b' },
    ] as const;
    for (const { page, label } of tabs) await option(page, label).waitFor();
    // Both answers are on their way before the portal reads the first of them.
    const { resume } = pausePortal(stage);
    for (const { page, label } of tabs) {
      await answer(page, label);
      await page.getByText('Sending…').waitFor();
    }
    resume();
    const { code, stdout } = await asker.exit;
    assert.equal(code, 0);
    const winner = tabs.find(({ label }) => `${label}\n` === stdout) ?? assert.fail(stdout);
    const loser = tabs.find((tab) => tab !== winner) ?? assert.fail();
    const won = await settled(winner.page, 'delivered');
    await won.getByRole('heading', { name: 'Delivered', exact: true }).waitFor();
    const lost = await settled(loser.page, 'delivered');
    await lost.getByRole('heading', { name: `Answered in another tab: ${winner.label}`, exact: true }).waitFor();
  });

  test('when one tab answers, then the other tab says so without a reload', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const [page, other] = [await open(asker.link), await open(asker.link.origin + asker.link.pathname)];
    await digits(other).waitFor();
    await answer(page, 'a');
    await settled(page, 'delivered');
    await other.getByRole('heading', { name: 'Answered in another tab: a', exact: true }).waitFor();
    assert.equal((await asker.exit).stdout, 'a\n');
  });
});

// What a human picked and typed is on the page of a prompt that ended otherwise: to be read again, and to be copied.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { ask, run } from '../helpers/choice.ts';
import { useChromium } from './support/browser.ts';
import { answerable, askKind, openKind } from './support/kinds.ts';
import { button, option, press, settled } from './support/page.ts';
import { killPortal, LOST } from './support/portal.ts';

const setStage = useChromium();

const TEXT = 'First line\n\n  second “line” 🦉';

function kept(page: Page) {
  return page.getByTestId('kept');
}

async function keeps(page: Page, text = TEXT): Promise<void> {
  await kept(page).waitFor();
  assert.equal(await kept(page).locator('.kept-text').first().innerText(), text);
}

describe('what was typed', { concurrency: 2 }, () => {
  test('when the time runs out, then the page shows it, after a reload and in other tabs too', async (t) => {
    const stage = await setStage(t);
    const { home, open } = stage;
    const command = ['input', '--multiline', '--no-hold', 'Feedback?'];
    const asker = await askKind(home, command);
    const page = await open(asker.link);
    await page.locator('textarea[data-option]').fill(TEXT);
    await run(home, ['extend', '--set', asker.id, '1s']);
    await settled(page, 'timed_out');
    await keeps(page);
    await page.reload();
    await keeps(page);
    const other = await open(asker.link.origin + asker.link.pathname);
    await keeps(other);

    // What Copy gives is what was typed, to the byte: pasted into the next prompt, it is the answer.
    await other.bringToFront();
    await button(other, 'Copy').click();
    await kept(other).getByText('Copied.').waitFor();
    const next = await openKind(stage, command);
    await next.page.locator('textarea[data-option]').focus();
    await next.page.keyboard.press('ControlOrMeta+V');
    await press(next.page, 'Submit');
    assert.equal((await next.asker.exit).stdout, `${TEXT}\n`);
    await settled(next.page, 'delivered');
    assert.equal(await kept(next.page).count(), 0, 'an answer that was sent is not kept beside it');
  });

  test('when it ends by others, then the page shows picks, notes and other text', async (t) => {
    const stage = await setStage(t);
    const { home } = stage;
    const cancelled = await openKind(stage, ['ask', 'Pick one', 'a', 'b']);
    await option(cancelled.page, 'a').check();
    await cancelled.page.locator('button.option-note').click();
    await cancelled.page.locator('textarea.option-note').fill('only today');
    await run(home, ['cancel', cancelled.asker.id]);
    await settled(cancelled.page, 'cancelled');
    await kept(cancelled.page).getByText('only today').waitFor();
    assert.deepEqual(await kept(cancelled.page).getByRole('listitem').allInnerTexts(), ['a']);

    const other = ['ask', '--other', 'Pick one', 'a', 'b'];
    const gone = await openKind(stage, other);
    await gone.page.getByTestId('other').getByRole('radio').check();
    await gone.page.locator('.other-text').fill('neither');
    // What stays in its field, though it would not be sent now, was typed too.
    await option(gone.page, 'b').check();
    gone.asker.child.kill('SIGTERM');
    await settled(gone.page, 'gone');
    await keeps(gone.page, 'neither');
    assert.deepEqual(await kept(gone.page).getByRole('listitem').allInnerTexts(), ['b']);
  });

  test('when the portal and the command are killed, then the browser still has it', async (t) => {
    const stage = await setStage(t);
    const { home, expectComplaint } = stage;
    expectComplaint(LOST);
    const { asker, page } = await openKind(stage, ['input', 'Why?']);
    const path = asker.link.pathname;
    // A stopped command notices nothing: what is typed now reaches no portal.
    asker.child.kill('SIGSTOP');
    await killPortal(home);
    await page.locator('[data-testid=connection][data-state=reconnecting]').waitFor();
    await page.locator('input[data-option]').fill('because');
    asker.child.kill('SIGKILL');
    await page.goto('about:blank');
    const { link } = await ask(home, ['Another', 'a', 'b']);
    assert.equal(link.origin, asker.link.origin, 'the port stays');
    await page.goto(new URL(path, link).href);
    // The page looks for it a while first.
    await page.getByTestId('missing').waitFor({ timeout: 20_000 });
    await keeps(page, 'because');
  });

  test('when the last prompt of the key left it, then the form begins with it, and Enter alone sends nothing', async (t) => {
    const stage = await setStage(t);
    const command = ['input', '--key', 'why', '--grace', '0', 'Why?'];
    const first = await openKind(stage, command);
    const other = await stage.open(first.asker.link.origin + first.asker.link.pathname);
    await answerable(other);
    await first.page.locator('input[data-option]').fill('because');
    // Where another tab shows it, the portal has it.
    await other.waitForFunction(
      () => document.querySelector<HTMLInputElement>('input[data-option]')?.value === 'because',
    );
    first.asker.child.kill('SIGTERM');
    await settled(first.page, 'gone');
    await first.page.close();
    await other.close();
    const { asker, page } = await openKind(stage, command);
    const field = page.locator('input[data-option]');
    assert.equal(await field.inputValue(), 'because');
    await page.getByTestId('offered').waitFor();
    await field.press('Enter');
    assert.equal(await button(page, 'Submit').evaluate((element) => element === document.activeElement), true);
    await field.press('End');
    await field.pressSequentially('!');
    await page.getByTestId('offered').waitFor({ state: 'detached' });
    await press(page, 'Submit');
    assert.equal((await asker.exit).stdout, 'because!\n');
  });
});

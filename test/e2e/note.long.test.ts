// Why, on the page: notes that are required, the reason for a cancel, and who it was.
import assert from 'node:assert/strict';
import { hostname, userInfo } from 'node:os';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { useOneStage } from './support/browser.ts';
import { openKind } from './support/kinds.ts';
import { button, option, press, settled } from './support/page.ts';

const setStage = useOneStage();
const QUESTION = ['Deploy where?', 'staging', 'production'];

const field = (page: Page) => page.locator('textarea.answer-note');
const isFocused = (page: Page) => field(page).and(page.locator(':focus')).waitFor();
const says = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text }).waitFor();

describe('a note that is required', () => {
  test('when it is missing, then Submit says so and leads to it, and once it is written Submit answers', async (t) => {
    const stage = await setStage(t);
    const { asker, page } = await openKind(stage, ['ask', '--note', 'required', '--print-note', ...QUESTION]);
    assert.equal(await field(page).getAttribute('aria-required'), 'true', 'it is there from the start');
    await option(page, 'production').check();
    await press(page, 'Submit');
    await says(page, 'This answer needs a note');
    await isFocused(page);
    await page.keyboard.type('it is due');
    await page.keyboard.press('Control+Enter');
    assert.deepEqual(await asker.exit.then(({ code, stdout }) => [code, stdout]), [0, 'production\nit is due\n']);
  });

  test('when a click would submit at once, then it does not without the note', async (t) => {
    const stage = await setStage(t);
    const setting = (value: string) => runInProcess(stage.home, ['config', 'set', 'submit_on_pick', value]);
    // Later tests have the same home.
    t.after(() => setting('false'));
    await setting('true');
    const { asker, page } = await openKind(stage, ['ask', '--note', 'required', '--print-note', ...QUESTION]);
    await option(page, 'production').click();
    await says(page, 'This answer needs a note');
    await isFocused(page);
    await page.keyboard.type('it is due');
    await option(page, 'staging').click();
    assert.equal((await asker.exit).stdout, 'staging\nit is due\n');
  });

  test('when only a no needs one, then No opens it, the second No answers, and Yes would have at once', async (t) => {
    const stage = await setStage(t);
    const command = ['confirm', '--note', 'for-no', '--print-note', 'Merge?'];
    const { asker, page } = await openKind(stage, command);
    await page.getByText('The answer “No” needs a note.').waitFor();
    assert.equal(await field(page).count(), 0, 'it is no field yet');
    await press(page, 'No');
    await says(page, 'This answer needs a note');
    await isFocused(page);
    await page.keyboard.type('too early');
    await press(page, 'No');
    assert.deepEqual(await asker.exit.then(({ code, stdout }) => [code, stdout]), [1, 'no\ntoo early\n']);
    const other = await openKind(stage, command);
    await press(other.page, 'Yes');
    assert.equal((await other.asker.exit).stdout, 'yes\n\n');
  });

  test('when a dangerous yes needs one, then holding the button leads to it', async (t) => {
    const stage = await setStage(t);
    const { page } = await openKind(stage, ['confirm', '--danger', '--note', 'required', 'Drop it?']);
    await page.getByTestId('hold').click();
    await says(page, 'This answer needs a note');
    await isFocused(page);
  });
});

describe('the reason for a cancel', () => {
  test('when Cancel is pressed, then the field is there without the focus, and pressing it again sends no reason', async (t) => {
    const stage = await setStage(t);
    const { asker, page } = await openKind(stage, ['ask', '--print-note', ...QUESTION]);
    await press(page, 'Cancel');
    await page.getByPlaceholder('Reason (optional)').waitFor();
    assert.ok(await button(page, 'Cancel').evaluate((element) => element === document.activeElement));
    await press(page, 'Cancel now');
    assert.deepEqual(await asker.exit.then(({ code, stdout }) => [code, stdout]), [3, 'cancelled\n\n']);
  });

  test('when a reason is written, then it waits, and Cancel now, or Ctrl+Enter, sends it; the record has it and who', async (t) => {
    const stage = await setStage(t);
    for (const send of [
      (page: Page) => press(page, 'Cancel now'),
      (page: Page) => page.keyboard.press('Control+Enter'),
    ]) {
      const { asker, page } = await openKind(stage, ['ask', '--print-note', ...QUESTION]);
      await option(page, 'staging').check();
      await press(page, 'Cancel');
      await field(page).fill('neither');
      await says(page, 'Press “Cancel now” to cancel with this reason');
      await send(page);
      assert.deepEqual(await asker.exit.then(({ code, stdout }) => [code, stdout]), [3, 'cancelled\nneither\n']);
      const view = await settled(page, 'cancelled');
      await view.getByText('Show the whole prompt').click();
      await view.getByTestId('record-detail').getByText('neither', { exact: true }).waitFor();
      assert.equal(await view.getByTestId('decider').textContent(), `${userInfo().username} on ${hostname()}`);
      assert.equal(await page.getByTestId('kept').getByText('neither').count(), 0, 'it was sent');
    }
  });

  test('when it is undone while a reason is written, then the words stay, as a note', async (t) => {
    const stage = await setStage(t);
    const { asker, page } = await openKind(stage, ['ask', '--print-note', ...QUESTION]);
    await press(page, 'Cancel');
    await field(page).fill('neither');
    await press(page, 'Undo');
    await page.getByPlaceholder('Note', { exact: true }).waitFor();
    await option(page, 'staging').check();
    await press(page, 'Submit');
    assert.equal((await asker.exit).stdout, 'staging\nneither\n');
  });
});

// Every kind of prompt by keyboard alone; and no single key that anybody may press by accident submits anything.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { readDashboard } from '../helpers/choice.ts';
import { useOneStage } from './support/browser.ts';
import { answerable, askKind, openKind, tabTo } from './support/kinds.ts';
import { option, settled, watchSent } from './support/page.ts';

const takeStage = useOneStage();

const SUBMIT = '[data-submit]';

function focusedText(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent);
}

/** What a key can change: where the focus is, what is picked and typed, what the form says, whether a dialog is open. */
function readState(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('.prompt-form :is(input, textarea)')];
    return JSON.stringify([
      document.activeElement?.outerHTML,
      fields.map(({ checked, value }) => [checked, value]),
      document.querySelector('.prompt-form')?.innerHTML,
      document.querySelectorAll('dialog').length,
    ]);
  });
}

describe('by keyboard alone', () => {
  test('a select: a number picks, j and k move and pick, Enter submits', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['ask', 'Pick one', 'a', 'b', 'c']);
    await page.keyboard.press('3');
    assert.ok(await option(page, 'c').isChecked());
    for (const key of ['k', 'k', 'j']) await page.keyboard.press(key);
    assert.ok(await option(page, 'b').isChecked());
    await page.keyboard.press('Enter');
    assert.deepEqual(await asker.exit.then(({ code, stdout }) => [code, stdout]), [0, 'b\n']);
    await settled(page, 'delivered');
  });

  test('a select that nobody has touched: the first j only goes there', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['ask', 'Pick one', 'a', 'b']);
    await page.keyboard.press('j');
    assert.ok(await option(page, 'a').evaluate((radio) => radio === document.activeElement));
    assert.equal(await page.locator('input:checked').count(), 0);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, 'b\n');
  });

  test('a multi: numbers and Space toggle, arrows only move, Enter submits', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['ask', '--multi', 'Pick some', 'a', 'b', 'c', 'd']);
    for (const key of ['4', '1', 'ArrowDown', 'Space', 'ArrowDown', 'Space', '2', 'Enter'])
      await page.keyboard.press(key);
    assert.equal((await asker.exit).stdout, 'a\nc\nd\n');
  });

  test('a confirmation: a number goes to a button, Enter on it answers', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['confirm', 'Go on?']);
    await page.keyboard.press('2');
    assert.equal(await focusedText(page), 'No');
    await page.keyboard.press('k');
    assert.equal(await focusedText(page), 'Yes');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    assert.deepEqual(await asker.exit.then(({ code, stdout }) => [code, stdout]), [1, 'no\n']);
  });

  test('an input: keys that mean something elsewhere are text here; Enter submits', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['input', 'Which name?']);
    await page.keyboard.type('j1 k/?');
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, 'j1 k/?\n');
  });

  test('an input of several lines: Enter begins a line, Ctrl+Enter submits', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['input', '--multiline', 'Why?']);
    await page.keyboard.type('one');
    await page.keyboard.press('Enter');
    await page.keyboard.type('two');
    await page.keyboard.press('Control+Enter');
    assert.equal((await asker.exit).stdout, 'one\ntwo\n');
  });

  test('a typed answer beside the options: moved to like an option, and what is typed then is its text', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['ask', '--other', 'Pick one', 'a', 'b']);
    for (const key of ['j', 'j', 'j']) await page.keyboard.press(key);
    await page.keyboard.type('2 jokes');
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, '2 jokes\n');
  });

  test('a dangerous option: Enter only says what it takes; the button held down submits', async (t) => {
    const stage = await takeStage(t);
    const sent = watchSent(stage.context);
    const { asker, page } = await openKind(stage, ['ask', '--danger', 'wipe', 'What now?', 'keep', 'wipe']);
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'hold the button until it is full' }).waitFor();
    await tabTo(page, SUBMIT);
    // A key that is pressed, not held, is not enough either.
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    assert.ok(!sent.includes('answer'), sent.join());
    await page.keyboard.down('Space');
    await settled(page, 'delivered');
    await page.keyboard.up('Space');
    assert.equal((await asker.exit).stdout, 'wipe\n');
  });

  test('a dangerous option: once its value is typed, Enter submits', async (t) => {
    const stage = await takeStage(t);
    const sent = watchSent(stage.context);
    const { asker, page } = await openKind(stage, ['ask', '--danger', 'wipe', 'What now?', 'keep', 'wipe']);
    await page.keyboard.press('2');
    await tabTo(page, '[data-check]');
    await page.keyboard.type('wip');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'type the value' }).waitFor();
    assert.ok(!sent.includes('answer'), sent.join());
    await page.keyboard.type('e');
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, 'wipe\n');
  });

  test('a dangerous confirmation: its button is held', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['confirm', '--danger', 'Drop the table?']);
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'hold the button' }).waitFor();
    await page.keyboard.down('Enter');
    assert.equal((await asker.exit).code, 0);
    await settled(page, 'delivered');
    await page.keyboard.up('Enter');
  });

  test('a dangerous confirmation: its value is typed, and Enter answers', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['confirm', '--danger', 'Drop the table?']);
    await tabTo(page, '[data-check]');
    await page.keyboard.type('yes');
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).code, 0);
    await settled(page, 'delivered');
  });

  test('notes: a button opens each, and both are in the answer', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['ask', '--json', 'Pick one', 'a', 'b']);
    await page.keyboard.press('1');
    await tabTo(page, 'button.option-note');
    await page.keyboard.press('Enter');
    await page.keyboard.type('only today');
    await tabTo(page, 'button.answer-note');
    await page.keyboard.press('Space');
    await page.keyboard.type('see the ticket');
    await page.keyboard.press('Control+Enter');
    const { values, note, notes } = JSON.parse((await asker.exit).stdout);
    assert.deepEqual([values, note, notes], [['a'], 'see the ticket', { a: 'only today' }]);
  });

  test('a long list: typing filters, Enter takes the first match, Enter submits it', async (t) => {
    const options = Array.from({ length: 30 }, (_, index) => `branch-${index}`);
    const { asker, page } = await openKind(await takeStage(t), ['ask', 'Which branch?', ...options]);
    const filter = page.getByTestId('filter');
    await filter.waitFor();
    await page.keyboard.type('nothing like it');
    await page.getByText('No option matches.').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await filter.inputValue(), '', 'the first Esc empties it');
    await page.keyboard.press('Escape');
    assert.ok(await filter.evaluate((field) => field !== document.activeElement), 'the second one leaves it');
    await page.keyboard.press('/');
    await page.keyboard.type('branch-1');
    await page.getByTestId('match-count').filter({ hasText: '11 of 30' }).waitFor();
    await page.keyboard.press('Enter');
    assert.ok(await option(page, 'branch-1').isChecked());
    // From the option back into the filter, in place of what was found before.
    await page.keyboard.type('17');
    assert.equal(await filter.inputValue(), '17');
    await page.keyboard.press('Enter');
    assert.ok(await option(page, 'branch-17').isChecked());
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, 'branch-17\n');
  });

  test('the keys: ? shows them, Esc goes back, and behind the dialog no key does anything', async (t) => {
    const { page } = await openKind(await takeStage(t), ['ask', 'Pick one', 'a', 'b']);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('1');
    assert.equal(await page.locator('input:checked').count(), 0);
    await page.keyboard.press('Escape');
    await page.getByTestId('keys').waitFor({ state: 'detached' });
    await page.keyboard.press('1');
    assert.ok(await option(page, 'a').isChecked());
  });
});

describe('a single stray key', () => {
  const KEYS = [
    'Control+Enter',
    'Enter',
    'Space',
    'Escape',
    'Tab',
    '?',
    '/',
    'ArrowDown',
    'ArrowUp',
    'j',
    'k',
    'y',
    'n',
    '1',
  ];
  const KINDS: readonly (readonly [name: string, ...command: string[]])[] = [
    ['a select with a preselection', 'ask', '--select', 'b', 'Pick one', 'a', 'b'],
    ['a multi with a preselection', 'ask', '--multi', '--select', 'b', 'Pick some', 'a', 'b'],
    ['a confirmation', 'confirm', 'Go on?'],
    ['a dangerous confirmation', 'confirm', '--danger', 'Go on?'],
    ['an input with an initial text', 'input', '--initial', 'main', 'Which branch?'],
  ];
  for (const [name, ...command] of KINDS) {
    test(`when it comes to ${name}, then nothing is submitted`, async (t) => {
      const { home, context, open } = await takeStage(t);
      const sent = watchSent(context);
      const asker = await askKind(home, command);
      const page = await open(asker.link);
      await answerable(page);
      let untouched = await readState(page);
      for (const key of KEYS) {
        await page.keyboard.press(key);
        if ((await readState(page)) === untouched) continue;
        await page.reload();
        await answerable(page);
        // What was typed is a draft by now.
        untouched = await readState(page);
      }
      // What was sent before this was sent before its reply.
      await page.reload();
      await answerable(page);
      assert.ok(!sent.includes('answer') && !sent.includes('cancel'), sent.join());
      const active = await readDashboard(home);
      assert.ok(active.some(({ id }) => id === asker.id));
    });
  }
});

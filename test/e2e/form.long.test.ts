// Typing where typing is meant: the field, the filter, input methods; what is wrong said at the field; Cancel undone.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { readDashboard } from '../helpers/choice.ts';
import { useOneStage } from './support/browser.ts';
import { askKind, openKind } from './support/kinds.ts';
import { button, option, press, settled } from './support/page.ts';

const takeStage = useOneStage();

const LOGINS = Array.from({ length: 60 }, (_, index) => `login-${index + 1}`);

const focused = (page: Page, selector: string) =>
  page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector, { polling: 20 });

/** Presses a key as an input method does that takes it for itself. */
async function pressInComposition(page: Page, key: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const type of ['rawKeyDown', 'keyUp'] as const)
    await session.send('Input.dispatchKeyEvent', { type, key, code: key, windowsVirtualKeyCode: 229 });
  await session.detach();
}

/** Pastes or drops a picture on what has the focus. True when the page takes care of it. */
function bring(page: Page, how: 'paste' | 'drop'): Promise<boolean> {
  return page.evaluate((type) => {
    const carried = new DataTransfer();
    carried.items.add(new File(['x'], 'picture.png', { type: 'image/png' }));
    const given = { bubbles: true, cancelable: true };
    const event =
      type === 'paste'
        ? new ClipboardEvent(type, { ...given, clipboardData: carried })
        : new DragEvent(type, { ...given, dataTransfer: carried });
    return !document.activeElement?.dispatchEvent(event);
  }, how);
}

describe('an input', () => {
  test('when it opens, then its field has the focus, and digits are text', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['input', 'How many replicas?']);
    await focused(page, 'input[data-option]');
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, '12\n');
  });

  test('when it takes the place of another prompt, then alike', async (t) => {
    const { home, open } = await takeStage(t);
    const first = await askKind(home, ['ask', 'Pick one', 'a', 'b']);
    const page = await open(first.link);
    await option(page, 'a').check();
    await press(page, 'Submit');
    await settled(page, 'delivered');
    const second = await askKind(home, ['input', '--multiline', 'Why?']);
    await page.locator('textarea[data-option]').waitFor();
    await focused(page, 'textarea[data-option]');
    await page.keyboard.type('1 j');
    await page.keyboard.press('Control+Enter');
    assert.equal((await second.exit).stdout, '1 j\n');
  });

  test('when keys are pressed beside the field, then they are its text', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['input', 'How many?']);
    await focused(page, 'input[data-option]');
    for (const selector of ['h1', '[data-submit]']) {
      await page.locator(selector).focus();
      await page.keyboard.type('1j');
    }
    await page.locator('h1').focus();
    await page.keyboard.press('/');
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, '1j1j/\n');
  });

  for (const [who, pattern] of [
    ['the page', '\\d+'],
    ['the portal', '\\d+(\\.\\d+)*'],
  ] as const) {
    test(`when ${who} finds a text wrong, then that is said at the field and one types on`, async (t) => {
      const flags = ['--pattern', pattern, '--pattern-message', 'digits, please'];
      const { asker, page } = await openKind(await takeStage(t), ['input', ...flags, 'How many?']);
      const field = page.locator('input[data-option]');
      await page.keyboard.type('x'.repeat(40));
      await page.keyboard.press('Enter');
      await page.getByTestId('text-problem').filter({ hasText: 'digits, please' }).waitFor();
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      assert.ok(await field.evaluate((element) => element === document.activeElement));
      const described = (await field.getAttribute('aria-describedby')) ?? '';
      assert.ok(described.split(' ').includes('text-problem'));
      await page.keyboard.press('Control+a');
      await page.keyboard.type('12');
      assert.equal(await field.getAttribute('aria-invalid'), 'false');
      await page.keyboard.press('Enter');
      assert.equal((await asker.exit).stdout, '12\n');
    });
  }

  test('when the button was clicked on a wrong text, then the focus goes to the field', async (t) => {
    const { page } = await openKind(await takeStage(t), ['input', '--pattern', '\\d+(\\.\\d+)*', 'How many?']);
    await page.keyboard.type('x'.repeat(40));
    await press(page, 'Submit');
    await page.getByTestId('text-problem').filter({ hasText: 'required format' }).waitFor();
    await focused(page, 'input[data-option]');
  });

  test('when a text is too long or too short, then the limit is said at the field, in numbers', async (t) => {
    const { page } = await openKind(await takeStage(t), ['input', '--min-length', '3', 'Why?']);
    const told = page.getByTestId('text-length');
    await page.keyboard.type('x');
    await told.filter({ hasText: '3 characters at least; 2 more needed' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('text-problem').filter({ hasText: 'too short' }).waitFor();
    await page.locator('input[data-option]').fill('x'.repeat(3_001));
    await told.filter({ hasText: '3,000 characters at most; 1 too many' }).waitFor();
    assert.equal((await page.locator('input[data-option]').inputValue()).length, 3_001, 'nothing is cut off silently');
  });

  for (const how of ['paste', 'drop'] as const) {
    test(`when a picture comes by ${how}, then the page says that only text can be answered`, async (t) => {
      const { page } = await openKind(await takeStage(t), ['input', 'Why?']);
      await focused(page, 'input[data-option]');
      assert.ok(await bring(page, how));
      await page.getByTestId('text-problem').filter({ hasText: 'Only text can be sent' }).waitFor();
      await page.keyboard.type('ok');
      assert.equal(await page.getByTestId('text-problem').textContent(), '');
    });
  }

  test('when Hebrew is typed, then its line runs from the right', async (t) => {
    const { page } = await openKind(await takeStage(t), ['input', 'Why?']);
    await page.keyboard.type('שלום');
    const field = page.locator('input[data-option]');
    assert.equal(await field.evaluate((element) => getComputedStyle(element).direction), 'rtl');
  });
});

describe('a long list', () => {
  test('when login-5 and Enter are typed at once, then only login-5 is picked, and Enter submits it', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['ask', 'Which?', ...LOGINS]);
    await focused(page, '[data-filter]');
    await page.keyboard.type('login-5');
    await page.locator('mark').first().waitFor();
    assert.equal(await page.locator('.option').first().locator('.option-label').textContent(), 'login-5');
    await page.keyboard.press('Enter');
    assert.ok(await option(page, 'login-5').isChecked());
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, 'login-5\n');
  });

  test('when another was picked before, then the focus and Enter decide, not what the filter hides', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['ask', 'Which?', ...LOGINS]);
    await focused(page, '[data-filter]');
    await option(page, 'login-4').check();
    await page.keyboard.type('login-7');
    await page.getByTestId('picked-elsewhere').filter({ hasText: 'login-4' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.ok(await option(page, 'login-7').isChecked());
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, 'login-7\n');
  });

  test('when an input method ends a word with Enter or Escape, then nothing is picked or emptied', async (t) => {
    const { page } = await openKind(await takeStage(t), ['ask', 'Which?', ...LOGINS]);
    const filter = page.getByTestId('filter');
    await focused(page, '[data-filter]');
    await filter.fill('login-5');
    await pressInComposition(page, 'Enter');
    assert.equal(await page.locator('input:checked').count(), 0);
    await pressInComposition(page, 'Escape');
    assert.equal(await filter.inputValue(), 'login-5');
    assert.ok(await filter.evaluate((element) => element === document.activeElement));
  });

  test('when a filter hides picks, then their number is said, and one button clears all of them', async (t) => {
    const { page } = await openKind(await takeStage(t), ['ask', '--multi', 'Which?', ...LOGINS]);
    const filter = page.getByTestId('filter');
    for (const login of ['login-11', 'login-22', 'login-33']) {
      await filter.fill(login);
      await page.getByRole('checkbox').check();
    }
    await page.getByTestId('picked-count').filter({ hasText: '3 picked, 2 of them hidden by the filter' }).waitFor();
    await button(page, 'Select all 1 shown').waitFor();
    await press(page, 'Clear all 3 picked');
    await filter.fill('');
    await page
      .getByTestId('picked-count')
      .filter({ hasText: /^0 picked$/ })
      .waitFor();
    assert.equal(await page.locator('input:checked').count(), 0);
  });
});

describe('input methods elsewhere', () => {
  test('when one takes Ctrl+Enter in a text, or Enter on the button to hold, then nothing is sent', async (t) => {
    const { home, open } = await takeStage(t);
    const text = await askKind(home, ['input', '--multiline', 'Why?']);
    const page = await open(text.link);
    await focused(page, 'textarea[data-option]');
    await page.keyboard.type('because');
    await page.keyboard.down('Control');
    await pressInComposition(page, 'Enter');
    await page.keyboard.up('Control');
    const danger = await askKind(home, ['confirm', '--danger', 'Drop it?']);
    await page.goto(String(danger.link));
    await page.getByTestId('hold').focus();
    await pressInComposition(page, 'Enter');
    assert.equal(await page.locator('.holding').count(), 0);
    const open_ids = (await readDashboard(home)).map(({ id }) => id);
    for (const { id } of [text, danger]) assert.ok(open_ids.includes(id));
  });
});

describe('a confirmation', () => {
  const filled = (page: Page) => page.locator('.confirm .primary').allTextContents();
  const cases: [string, string[], string[]][] = [
    ['none is recommended', [], []],
    ['no is recommended', ['--recommended', 'no'], ['No']],
    ['yes is recommended', ['--recommended', 'yes'], ['Yes']],
    ['a dangerous yes is recommended', ['--danger', '--recommended', 'yes'], []],
  ];
  test('when one answer is recommended, then just that button is filled', async (t) => {
    const { home, open } = await takeStage(t);
    for (const [what, flags, wanted] of cases) {
      const asker = await askKind(home, ['confirm', ...flags, 'Force-push?']);
      const page = await open(asker.link);
      await page.getByTestId('confirm').waitFor();
      assert.deepEqual(await filled(page), wanted, what);
      await page.close();
    }
  });
});

describe('Cancel', () => {
  test('when it is pressed, then it says what the command gets, and Undo keeps everything', async (t) => {
    const { asker, page } = await openKind(await takeStage(t), ['input', 'Why?']);
    await page.keyboard.type('a long story');
    await press(page, 'Cancel');
    await page.getByTestId('notice').filter({ hasText: 'exit code 3' }).waitFor();
    await press(page, 'Undo');
    await button(page, 'Submit').waitFor();
    assert.equal(await page.locator('input[data-option]').inputValue(), 'a long story');
    await press(page, 'Submit');
    assert.equal((await asker.exit).stdout, 'a long story\n');
  });

  test('when it is not undone, then the cancel is sent; when the page is left before that, at once', async (t) => {
    const stage = await takeStage(t);
    const waited = await openKind(stage, ['ask', 'Pick one', 'a', 'b']);
    await press(waited.page, 'Cancel');
    const hasty = await openKind(stage, ['ask', 'Pick it now', 'a', 'b']);
    await press(hasty.page, 'Cancel');
    await press(hasty.page, 'Cancel now');
    const left = await openKind(stage, ['ask', 'Pick another', 'a', 'b']);
    await press(left.page, 'Cancel');
    await left.page.goto('about:blank');
    for (const { asker } of [hasty, left, waited])
      assert.deepEqual(await asker.exit.then(({ code, stdout }) => [code, stdout]), [3, 'cancelled\n']);
    await settled(waited.page, 'cancelled');
  });
});

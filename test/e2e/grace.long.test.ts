// Input that was never meant for a prompt: typing that goes on as its page comes up, clicks that hit the next prompt.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { openTab } from '../helpers/tab.ts';
import { useOneStage } from './support/browser.ts';
import { clickButton, clickHere, typeOn } from './support/hands.ts';
import { askKind, openKind } from './support/kinds.ts';
import { answer, button, live, option, settled, watchSent } from './support/page.ts';

const takeStage = useOneStage();

const pickedCount = (page: Page) => page.locator('.prompt-form input:checked').count();

describe('typing that goes on as a page comes up', () => {
  const TEXTS = [['2'], [...'1 j k'], ['y'], [' '], ['1', 'Control']];
  for (const keys of TEXTS) {
    test(`"${keys.join('')}" and Enter answer nothing`, async (t) => {
      const { home, context, open } = await takeStage(t);
      const sent = watchSent(context);
      const asker = await askKind(home, ['ask', 'Deploy where?', 'production', 'staging']);
      const page = await open(asker.link);
      await option(page, 'production').waitFor();
      await typeOn(page, ...keys, 'Enter');
      await live(page);
      assert.equal(await pickedCount(page), 0);
      assert.ok(!sent.includes('answer') && !sent.includes('draft'), sent.join());
      await answer(page, 'staging');
      assert.equal((await asker.exit).stdout, 'staging\n');
    });
  }

  test('a key that was held down since before does not begin to count', async (t) => {
    const { context, home, open } = await takeStage(t);
    const sent = watchSent(context);
    const asker = await askKind(home, ['confirm', 'Go on?']);
    const page = await open(asker.link);
    await page.locator('.prompt-form').waitFor();
    await Promise.all([typeOn(page, 'Tab'), page.keyboard.down('Enter')]);
    await live(page);
    await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await live(page);
    assert.ok(!sent.includes('answer'), sent.join());
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, 'yes\n');
  });
});

describe('typing that begins once the page is live', () => {
  test('ends the pick of a digit in it, and its Enter submits nothing', async (t) => {
    const stage = await takeStage(t);
    const sent = watchSent(stage.context);
    const { asker, page } = await openKind(stage, ['ask', '--select', 'b', 'Pick one', 'a', 'b']);
    await Promise.all([page.keyboard.press('1'), typeOn(page, ...'st of May', 'Enter')]);
    await live(page);
    assert.ok(await option(page, 'b').isChecked(), 'what was picked before is picked again');
    await page.keyboard.press('Enter');
    assert.ok(!sent.includes('answer'), sent.join());
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, 'a\n');
  });

  test('ends no pick that was made a while before', async (t) => {
    const { home, newVisitor } = await takeStage(t);
    const { context, open } = await newVisitor();
    await context.clock.install();
    const asker = await askKind(home, ['ask', 'Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await live(page);
    await page.keyboard.press('2');
    await page.clock.fastForward(2_100);
    await typeOn(page, 'q');
    await live(page);
    // The next text that nobody meant for this page does not take it back either.
    await typeOn(page, 'y');
    assert.ok(await option(page, 'b').isChecked());
    assert.ok(await option(page, 'b').evaluate((radio) => radio === document.activeElement));
    await live(page);
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, 'b\n');
  });

  test('reaches the field of a prompt that has been on view for a while, and submits nothing', async (t) => {
    const { home, context } = await takeStage(t);
    const sent = watchSent(context);
    const asker = await askKind(home, ['input', 'Say something']);
    const page = await context.newPage();
    let isOver = false;
    const typing = (async () => {
      while (!isOver) await page.keyboard.press('m', { delay: 100 });
    })();
    await page.goto(String(asker.link));
    const field = page.locator('.prompt-form [data-typing]');
    await field.waitFor();
    assert.equal(await field.inputValue(), '');
    await page.waitForFunction(
      () => (document.querySelector<HTMLInputElement>('[data-typing]')?.value.length ?? 0) > 5,
    );
    isOver = true;
    await Promise.all([typing, page.keyboard.press('Enter')]);
    const heard = await field.inputValue();
    assert.match(heard, /^m+$/);
    assert.ok(!sent.includes('answer'), sent.join());
    await live(page);
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, `${heard}\n`);
  });

  test('does not press the button that a digit in it led to', async (t) => {
    const stage = await takeStage(t);
    const sent = watchSent(stage.context);
    const { asker, page } = await openKind(stage, ['confirm', 'Drop it?']);
    for (const key of ['1', ' ']) await page.keyboard.press(key);
    await live(page);
    await page.keyboard.press('1');
    await typeOn(page);
    await live(page);
    await page.keyboard.press('Enter');
    assert.ok(!sent.includes('answer'), sent.join());
    await button(page, 'No').click();
    assert.equal((await asker.exit).stdout, 'no\n');
  });
});

describe('a key that is held down', () => {
  /** Presses `key` and keeps it down for a while, as the keyboard repeats it. */
  async function hold(page: Page, key: string): Promise<void> {
    for (let repeats = 0; repeats < 4; repeats += 1) await page.keyboard.down(key);
    await page.keyboard.up(key);
  }

  test('Enter in a list picks, and takes another press to answer', async (t) => {
    const stage = await takeStage(t);
    const sent = watchSent(stage.context);
    const { asker, page } = await openKind(stage, ['ask', 'Pick one', 'a', 'b']);
    await option(page, 'b').focus();
    await hold(page, 'Enter');
    assert.ok(await option(page, 'b').isChecked());
    assert.ok(!sent.includes('answer'), sent.join());
    await page.keyboard.press('Enter');
    assert.equal((await asker.exit).stdout, 'b\n');
  });

  test('Enter in a filter or on what is preselected answers nothing', async (t) => {
    const stage = await takeStage(t);
    const sent = watchSent(stage.context);
    const names = Array.from({ length: 30 }, (_, index) => `host-${index}`);
    const long = await openKind(stage, ['ask', 'Which host?', ...names]);
    await long.page.keyboard.type('host-7');
    await hold(long.page, 'Enter');
    assert.ok(!sent.includes('answer'), sent.join());
    const preselected = await openKind(stage, ['ask', '--select', 'b', 'Pick one', 'a', 'b']);
    await option(preselected.page, 'b').focus();
    await hold(preselected.page, 'Enter');
    assert.ok(!sent.includes('answer'), sent.join());
  });
});

describe('a button of a dangerous option', () => {
  // Screen readers and voice control click without a press.
  const clickAlone = (page: Page) => page.getByTestId('hold').evaluate((element: HTMLElement) => element.click());

  test('never sends what another surface picked instead', async (t) => {
    const stage = await takeStage(t);
    const sent = watchSent(stage.context);
    const linked = stage.context
      .waitForEvent('page')
      .then((opened) => opened.waitForEvent('websocket', (socket) => /\/ws\/\w/.test(socket.url())));
    const { asker, page } = await openKind(stage, ['confirm', '--danger', 'Drop it?']);
    const link = await linked;
    const other = await openTab(asker.link);
    await other.view();
    const pickNo = async () => {
      const heard = link.waitForEvent('framereceived', ({ payload }) => String(payload).includes('"values":["no"]'));
      other.send({ type: 'draft', draft: { values: ['no'] } });
      await heard;
    };
    await pickNo();
    await clickAlone(page);
    await page.getByTestId('notice').filter({ hasText: /\S/ }).waitFor();
    await button(page, 'Yes').hover();
    await page.mouse.down();
    await page.locator('.holding').waitFor();
    await pickNo();
    await page.locator('.holding').waitFor({ state: 'detached' });
    await page.mouse.up();
    await button(page, 'No').click();
    assert.equal((await asker.exit).stdout, 'no\n');
    assert.equal(sent.filter((type) => type === 'answer').length, 1, sent.join());
  });
});

describe('clicks that go on', () => {
  test('a double click on Undo does not press Submit, which takes its place', async (t) => {
    const stage = await takeStage(t);
    const sent = watchSent(stage.context);
    const { asker, page } = await openKind(stage, ['ask', '--select', 'b', 'Pick one', 'a', 'b']);
    await button(page, 'Cancel').click();
    const undo = (await page.locator('.undo').boundingBox()) ?? assert.fail('no Undo');
    // The line about the cancellation goes, and Submit moves up a little.
    await page.mouse.move(undo.x + undo.width / 2, undo.y + undo.height / 4);
    await clickHere(page);
    await button(page, 'Submit').waitFor();
    await clickHere(page);
    await live(page);
    assert.ok(!sent.includes('answer'), sent.join());
    // Elsewhere on the button, so that it does not count as a part of the double click.
    await clickButton(page, 'Submit');
    assert.equal((await asker.exit).stdout, 'b\n');
  });

  test('a press that began before the prompt was live does not count when it ends', async (t) => {
    const { home, context, open } = await takeStage(t);
    const sent = watchSent(context);
    const asker = await askKind(home, ['confirm', 'Go on?']);
    const page = await open(asker.link);
    await button(page, 'Yes').waitFor();
    await button(page, 'Yes').hover();
    await Promise.all([typeOn(page), page.mouse.down()]);
    await live(page);
    await page.mouse.up();
    await live(page);
    assert.ok(!sent.includes('answer'), sent.join());
    await clickHere(page);
    assert.equal((await asker.exit).stdout, 'yes\n');
    await settled(page, 'delivered');
  });

  test('a press just after another window has closed over the page does not count, one that focuses the page does', async (t) => {
    const stage = await takeStage(t);
    const sent = watchSent(stage.context);
    const { asker, page } = await openKind(stage, ['confirm', 'Go on?']);
    /** The window takes the focus `ms` before the next press. */
    const focusBeforePress = (ms: number) =>
      page.evaluate((before) => {
        const takeFocus = ({ timeStamp }: Event) => {
          const focus = new Event('focus');
          Object.defineProperty(focus, 'timeStamp', { value: timeStamp - before });
          dispatchEvent(focus);
        };
        addEventListener('pointerdown', takeFocus, { capture: true, once: true });
      }, ms);
    await focusBeforePress(120);
    await clickButton(page, 'Yes');
    await live(page);
    assert.ok(!sent.includes('answer'), sent.join());
    await focusBeforePress(-5);
    await clickHere(page);
    assert.equal((await asker.exit).stdout, 'yes\n');
  });

  test('a button of a dangerous option that is pressed too early does not fill', async (t) => {
    const { home, context, open } = await takeStage(t);
    const sent = watchSent(context);
    const asker = await askKind(home, ['confirm', '--danger', 'Drop it?']);
    const page = await open(asker.link);
    await button(page, 'Yes').waitFor();
    await button(page, 'Yes').hover();
    await Promise.all([typeOn(page), page.mouse.down()]);
    assert.equal(await page.locator('.holding').count(), 0);
    await live(page);
    assert.equal(await page.locator('.holding').count(), 0);
    await page.mouse.up();
    assert.ok(!sent.includes('answer'), sent.join());
  });
});

// The same text in every other field: body, hints, notes, key, typed answers, and the history of it all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { MAX_KEY_LENGTH } from '../../src/protocol/fields.ts';
import { ask, type Home } from '../helpers/choice.ts';
import { useChromium } from './support/browser.ts';
import { fits, TEXTS } from './support/hostile.ts';
import { answerable, askSpec } from './support/kinds.ts';
import { option, press, settled } from './support/page.ts';

const setStage = useChromium();

/** Text as the page shows it where one line is all there is room for. */
const onOneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** As much of it as a key may have. */
const keyOf = (text: string) => text.slice(0, MAX_KEY_LENGTH);

/** What the record on view says of `name`. */
async function readFact(page: Page, name: string): Promise<string | null> {
  return page
    .locator('.fact')
    .filter({ has: page.locator('dt', { hasText: name }) })
    .first()
    .locator('dd')
    .textContent();
}

/** A typed answer beside options, with notes and a body: gives what the asker printed. */
async function answerInNotes(page: Page, home: Home, text: string, shown: string) {
  const spec = {
    kind: 'select',
    question: text,
    body: `${text}\n\n~~~\n${text}\n~~~\n\n| a |\n|---|\n| ${onOneLine(text).replaceAll('|', '/')} |`,
    options: [{ value: 'plain' }, { value: text, label: `Label ${text}`, hint: text }],
    recommended: text,
  };
  const asker = await askSpec(home, spec, ['--json', '--key', keyOf(text)]);
  await page.goto(asker.link.origin + asker.link.pathname);
  await answerable(page);
  await page.getByTestId('body').waitFor();
  assert.equal(await page.locator('.body pre code').textContent(), shown);
  assert.equal(await page.locator('.option .hint').textContent(), shown);
  await page.getByRole('radio').nth(1).check();
  await page.locator('button.option-note').click();
  await page.locator('textarea.option-note').fill(text);
  await page.locator('button.answer-note').click();
  await page.locator('textarea.answer-note').fill(text);
  await fits(page);
  await press(page, 'Submit');
  await settled(page, 'delivered');
  await fits(page);
  const { values, note, notes } = JSON.parse((await asker.exit).stdout);
  assert.deepEqual([values, note, notes], [[text], text, { [text]: text }]);
}

/** The same of a text typed into an input whose every part is hostile. */
async function answerInText(page: Page, home: Home, text: string) {
  const spec = { kind: 'input', multiline: true, question: 'Type', placeholder: text, initial: text };
  const asker = await askSpec(home, spec);
  await page.goto(asker.link.origin + asker.link.pathname);
  await answerable(page);
  const field = page.locator('textarea[data-option]');
  assert.equal(await field.inputValue(), text);
  await field.fill(`${text}${text}`);
  await fits(page);
  await press(page, 'Submit');
  await settled(page, 'delivered');
  await fits(page);
  assert.deepEqual(Buffer.from((await asker.exit).stdout), Buffer.from(`${text}${text}\n`));
}

/** The history has it in a line, and in a record. */
async function readAgain(page: Page, shown: string) {
  await page.getByRole('link', { name: 'History' }).click();
  const row = page.locator('.history-row').nth(1);
  assert.equal(await row.locator('.history-question').textContent(), onOneLine(shown));
  await fits(page);
  await row.click();
  await page.getByTestId('record-detail').waitFor();
  assert.equal(await readFact(page, 'Key'), keyOf(shown));
  assert.equal(await readFact(page, 'Note'), shown);
  assert.equal(await readFact(page, 'Answer'), `Label ${shown}`);
  await fits(page);
}

test('when every field has hostile text, then it is shown literally, does nothing and comes back as it was', async (t) => {
  const { home, context } = await setStage(t, { visitor: { viewport: { width: 360, height: 740 } } });
  const requested: string[] = [];
  context.on('request', (request) => requested.push(request.url()));
  const page = await context.newPage();
  await page.goto(String((await ask(home, ['Let me in', 'a'])).link));
  await option(page, 'a').waitFor();
  for (const [name, text, shown = text] of TEXTS) {
    await t.test(name, async () => {
      await answerInNotes(page, home, text, shown);
      await answerInText(page, home, text);
      await readAgain(page, shown);
      assert.ok(!(await page.evaluate(() => 'hit' in window)), 'nothing of it ran');
    });
  }
  const ours = new URL(page.url()).origin;
  assert.deepEqual(
    requested.filter((url) => !url.startsWith(ours) && !url.startsWith('data:')),
    [],
  );
});

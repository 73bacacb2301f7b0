// Text that wants to be more than text, in every field: shown as it is, or as a mark where it hides, and given back byte
// for byte.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { cutText } from '../../src/core/text.ts';
import { test } from '../helpers/attempts.ts';
import { type Asker, ask } from '../helpers/choice.ts';
import { type Stage, useChromium } from './support/browser.ts';
import { askByHand } from './support/hand-asker.ts';
import { ALL, ALL_SHOWN, fits, SHOWN, TEXTS } from './support/hostile.ts';
import { answerable, askSpec } from './support/kinds.ts';
import { live, press, settled } from './support/page.ts';

const setStage = useChromium();

/** Text as the page shows it where one line is all there is room for. */
const onOneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** A key holds 256 characters: three of them have all the texts between them. */
const GROUPS = [
  [0, 3],
  [3, 9],
  [9, 12],
] as const;
const KEYS = GROUPS.map((group) => TEXTS.slice(...group).join('\n'));
const KEYS_SHOWN = GROUPS.map((group) => SHOWN.slice(...group).join('\n'));

/** Opens the prompt: its question is told in the page and in the title. */
async function show(page: Page, { link }: Asker): Promise<void> {
  await page.goto(link.href);
  await answerable(page);
  assert.equal(await page.locator('legend bdi').textContent(), ALL_SHOWN);
  const title = await page.title();
  assert.ok(title.endsWith(` · ${onOneLine(ALL_SHOWN)}`), title);
}

/** Presses the button with this name, which answers; gives what the asker printed. */
async function submit(page: Page, asker: Asker, button: Locator): Promise<string> {
  await fits(page);
  await button.click();
  const view = await settled(page, 'delivered');
  assert.equal(await view.locator('.asked > bdi').textContent(), ALL_SHOWN);
  await fits(page);
  assert.ok(!(await page.evaluate(() => 'hit' in window)), 'nothing of it ran');
  return (await asker.exit).stdout;
}

const submitButton = (page: Page) => page.locator('[data-submit]');

/** What the record on view says, by the names of the facts. */
async function readRecord(page: Page): Promise<Record<string, string[]>> {
  await page.getByTestId('record-detail').waitFor();
  await fits(page);
  return Object.fromEntries(
    await page.locator('.fact').evaluateAll((facts) =>
      facts.map((fact) => {
        const texts = fact.querySelectorAll('dd bdi');
        return [fact.querySelector('dt')?.textContent, [...texts].map(({ textContent }) => textContent)];
      }),
    ),
  );
}

/** Opens the record of the prompt that was just answered. */
async function readOwnRecord(page: Page): Promise<Record<string, string[]>> {
  await live(page);
  // By key: a click right where Submit was would have to wait.
  await page.getByTestId('record').locator('summary').press('Enter');
  return readRecord(page);
}

async function answerWithOptions(stage: Stage, page: Page): Promise<void> {
  const spec = { kind: 'multi', question: ALL, options: TEXTS.map((value) => ({ value })) };
  const asker = await askSpec(stage.home, spec, ['--key', KEYS[0] ?? '']);
  for (const text of TEXTS) await askByHand(stage, { question: `Beside: ${text}`, options: [{ value: 'a' }] });
  await show(page, asker);
  const labels = page.locator('.option-label');
  assert.deepEqual(await labels.locator('> bdi').allTextContents(), SHOWN);
  const within = await labels.evaluateAll((all) =>
    all.map((label) => [...new Set([...label.querySelectorAll('*')].map(({ className }) => className))]),
  );
  const marked = SHOWN.map((shown, index) => (shown === TEXTS[index] ? ['safe'] : ['safe', 'mark']));
  assert.deepEqual(within, marked);
  for (const mark of await labels.locator('.mark').all()) assert.ok(await mark.isVisible());
  const beside = await page.locator('.active-question > bdi').allTextContents();
  assert.deepEqual(beside.sort(), SHOWN.map((shown) => cutText(`Beside: ${shown}`, 200)).sort());
  for (const checkbox of await page.getByRole('checkbox').all()) await checkbox.check();
  const stdout = await submit(page, asker, submitButton(page));
  assert.deepEqual(Buffer.from(stdout), Buffer.from(`${ALL}\n`));
  assert.deepEqual(await page.locator('.given bdi').allTextContents(), SHOWN);
  const { Key, Options, Answer } = await readOwnRecord(page);
  assert.deepEqual({ Key, Options, Answer }, { Key: [KEYS_SHOWN[0]], Options: SHOWN, Answer: SHOWN });
}

async function answerWithNotes({ home }: Stage, page: Page): Promise<void> {
  const body = TEXTS.map((text) => {
    const cell = onOneLine(text).replaceAll('|', '/');
    return `${text}\n\n~~~\n${text}\n~~~\n\n| a |\n|---|\n| ${cell} |`;
  });
  const spec = {
    kind: 'multi',
    question: ALL,
    body: body.join('\n\n'),
    options: TEXTS.map((text) => ({ value: text, label: `Label ${text}`, hint: text })),
    recommended: TEXTS[0],
  };
  const asker = await askSpec(home, spec, ['--json', '--key', KEYS[1] ?? '']);
  await show(page, asker);
  await page.getByTestId('body').waitFor();
  assert.deepEqual(await page.locator('.body pre code').allTextContents(), SHOWN);
  assert.deepEqual(await page.locator('.option .hint > bdi').allTextContents(), SHOWN);
  for (const [index, text] of TEXTS.entries()) {
    const row = page.locator('.option').nth(index);
    await row.getByRole('checkbox').check();
    await row.locator('button.option-note').click();
    await row.locator('textarea.option-note').fill(text);
  }
  await page.locator('button.answer-note').click();
  await page.locator('textarea.answer-note').fill(ALL);
  const { values, note, notes } = JSON.parse(await submit(page, asker, submitButton(page)));
  const noted = Object.fromEntries(TEXTS.map((text) => [text, text]));
  assert.deepEqual([values, note, notes], [TEXTS, ALL, noted]);
}

async function confirm({ home }: Stage, page: Page): Promise<void> {
  const asker = await askSpec(home, { kind: 'confirm', question: ALL, yes: ALL, no: `No ${ALL}` });
  await show(page, asker);
  const buttons = page.getByTestId('confirm').getByRole('button');
  assert.deepEqual(await buttons.locator('> bdi').allTextContents(), [ALL_SHOWN, `No ${ALL_SHOWN}`]);
  assert.equal(await submit(page, asker, buttons.first()), 'yes\n');
  assert.equal(await page.locator('.given bdi').textContent(), ALL_SHOWN);
}

async function answerWithText({ home }: Stage, page: Page): Promise<void> {
  const pattern = '(?!no$)[^]*';
  const hostile = { placeholder: ALL, initial: ALL, pattern_message: ALL, fallback: ALL };
  const spec = { kind: 'input', multiline: true, question: ALL, pattern, ...hostile };
  const asker = await askSpec(home, spec, ['--key', KEYS[2] ?? '']);
  await show(page, asker);
  const field = page.locator('textarea[data-option]');
  assert.equal(await field.getAttribute('placeholder'), ALL);
  assert.equal(await field.inputValue(), ALL);
  assert.equal(await page.locator('.text-answer .hint > bdi').textContent(), ALL_SHOWN);
  await field.fill('no');
  await press(page, 'Submit');
  assert.equal(await page.getByRole('alert').locator('> bdi').textContent(), ALL_SHOWN);
  await field.fill(`${ALL}${ALL}`);
  const stdout = await submit(page, asker, submitButton(page));
  assert.deepEqual(Buffer.from(stdout), Buffer.from(`${ALL}${ALL}\n`));
  const { Key, Answer } = await readOwnRecord(page);
  assert.deepEqual({ Key, Answer }, { Key: [KEYS_SHOWN[2]], Answer: [`${ALL_SHOWN}${ALL_SHOWN}`] });
}

/** The history has the prompt with the notes in a line, and in a record. */
async function readAgain(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'History' }).click();
  const row = page.locator('.history-row').nth(2);
  assert.equal(await row.locator('.history-question > bdi').textContent(), onOneLine(ALL_SHOWN));
  assert.equal(await row.locator('.history-outcome > bdi').textContent(), onOneLine(SHOWN.join(', ')));
  await fits(page);
  await row.click();
  const { Key, Answer, Note, ...others } = await readRecord(page);
  const labels = SHOWN.map((shown) => `Label ${shown}`);
  assert.deepEqual({ Key, Answer, Note }, { Key: [KEYS_SHOWN[1]], Answer: labels, Note: [ALL_SHOWN] });
  for (const shown of SHOWN) assert.deepEqual(others[`Note on ${onOneLine(`Label ${shown}`)}`], [shown]);
}

test('rows 12 and 13: when a prompt has hostile text, then it is shown literally, does nothing and comes back as it was', async (t) => {
  const stage = await setStage(t, { visitor: { viewport: { width: 360, height: 740 } } });
  const requested: string[] = [];
  stage.context.on('request', (request) => requested.push(request.url()));
  const page = await stage.context.newPage();

  await t.test('in options, and beside', () => answerWithOptions(stage, page));
  await t.test('in a body, hints and notes', () => answerWithNotes(stage, page));
  await t.test('on the buttons of a confirmation', () => confirm(stage, page));
  await t.test('in an input and around it', () => answerWithText(stage, page));
  await t.test('in the history', () => readAgain(page));

  assert.ok(!(await page.evaluate(() => 'hit' in window)), 'nothing of it ran');
  const ours = new URL(page.url()).origin;
  assert.deepEqual(
    requested.filter((url) => !url.startsWith(ours) && !url.startsWith('data:')),
    [],
  );
});

test('row 12: when a body has links of every kind, then those to the web alone lead anywhere, and tell nobody where from', async (t) => {
  const { home, open } = await setStage(t);
  const dead = [
    '[script](javascript:alert(1))',
    '[data](data:text/html,x)',
    '[relative](/api/prompts)',
    '[mail](mailto:a@mail.example)',
  ];
  const live = ['[secure](https://secure.example/a?b=c#d)', '[plain](http://plain.example/)'];
  const asker = await ask(home, ['--body', [...live, ...dead].join('\n\n'), 'Pick one', 'a', 'b']);
  const page = await open(asker.link);
  const paragraphs = page.getByTestId('body').locator('p');
  await paragraphs.first().waitFor();
  assert.deepEqual(await paragraphs.allTextContents(), ['secure', 'plain', ...dead]);
  const links = await page
    .getByTestId('body')
    .locator('a')
    .evaluateAll((all) => all.map((link) => ['href', 'rel', 'target'].map((name) => link.getAttribute(name))));
  assert.deepEqual(links, [
    ['https://secure.example/a?b=c#d', 'noopener noreferrer', '_blank'],
    ['http://plain.example/', 'noopener noreferrer', '_blank'],
  ]);
});

test('row 12: when a script of the page itself writes HTML, then the policy stops it, and the page complains', async (t) => {
  const { home, context, open, expectComplaint } = await setStage(t);
  const { link } = await ask(home, ['Pick one', 'a', 'b']);
  const page = await open(link);
  const ofPolicy = /^content security policy: require-trusted-types-for/;
  const complaint = context.waitForEvent('console', (message) => ofPolicy.test(message.text()));
  expectComplaint(/^console: .*(content security policy|TrustedHTML)/i);
  const write = page.evaluate(() => {
    document.body.innerHTML = '<b id="written">x</b>';
  });
  await assert.rejects(write, /TrustedHTML/);
  assert.equal((await complaint).type(), 'error');
  assert.equal(await page.locator('#written').count(), 0);
});

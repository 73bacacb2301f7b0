// What was picked and typed so far belongs to the prompt: it outlives the tab, and every tab shows it.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { eventually } from '../helpers/choice.ts';
import { useOneStage } from './support/browser.ts';
import { answerable, askKind } from './support/kinds.ts';
import { option, press } from './support/page.ts';

const setStage = useOneStage();

/** What the form holds: which options are picked, and every text in its order. */
function readForm(page: Page): Promise<{ picked: number[]; texts: string[] }> {
  return page.evaluate(() => {
    const form = document.querySelector('.prompt-form');
    const options = [
      ...(form?.querySelectorAll<HTMLInputElement>('input[data-option]:is([type=radio], [type=checkbox])') ?? []),
    ];
    const fields = form?.querySelectorAll<HTMLInputElement>('textarea, input[type=text]:not([data-check])') ?? [];
    return {
      picked: options.flatMap(({ checked }, index) => (checked ? [index] : [])),
      texts: [...fields].map(({ value }) => value),
    };
  });
}

async function holds(page: Page, wanted: Awaited<ReturnType<typeof readForm>>, where: string): Promise<void> {
  let shown: unknown;
  await eventually(async () => {
    shown = await readForm(page);
    return JSON.stringify(shown) === JSON.stringify(wanted);
  }, where).catch((error) => assert.fail(`${error.message}: ${JSON.stringify(shown)}`));
}

interface Case {
  readonly name: string;
  readonly command: readonly string[];
  readonly fill: (page: Page) => Promise<void>;
  readonly shown: Awaited<ReturnType<typeof readForm>>;
  readonly stdout: string;
}

const CASES: readonly Case[] = [
  {
    name: 'a select',
    command: ['ask', 'Pick one', 'a', 'b', 'c'],
    fill: (page) => option(page, 'b').check(),
    shown: { picked: [1], texts: [] },
    stdout: 'b\n',
  },
  {
    name: 'a multi',
    command: ['ask', '--multi', '--order', 'picked', 'Pick some', 'a', 'b', 'c'],
    async fill(page) {
      for (const name of ['c', 'a']) await page.getByRole('checkbox', { name, exact: true }).check();
    },
    shown: { picked: [0, 2], texts: [] },
    stdout: 'c\na\n',
  },
  {
    name: 'an input',
    command: ['input', 'Which name?'],
    fill: (page) => page.locator('input[data-option]').fill('  Ünïcode 🦉 '),
    shown: { picked: [], texts: ['  Ünïcode 🦉 '] },
    stdout: '  Ünïcode 🦉 \n',
  },
  {
    name: 'an input of several lines',
    command: ['input', '--multiline', 'Why?'],
    fill: (page) => page.locator('textarea[data-option]').fill('one\n\ntwo'),
    shown: { picked: [], texts: ['one\n\ntwo'] },
    stdout: 'one\n\ntwo\n',
  },
  {
    name: 'a typed answer beside options',
    command: ['ask', '--other', 'Pick one', 'a', 'b'],
    async fill(page) {
      await page.getByTestId('other').getByRole('radio').check();
      await page.locator('.other-text').fill('neither');
    },
    shown: { picked: [2], texts: ['neither'] },
    stdout: 'neither\n',
  },
  {
    name: 'notes',
    command: ['ask', '--json', 'Pick one', 'a', 'b'],
    async fill(page) {
      await option(page, 'a').check();
      await page.locator('button.option-note').click();
      await page.locator('textarea.option-note').fill('only today');
      await page.locator('button.answer-note').click();
      await page.locator('textarea.answer-note').fill('see the ticket');
    },
    shown: { picked: [0], texts: ['only today', 'see the ticket'] },
    stdout: '"note":"see the ticket","notes":{"a":"only today"}',
  },
];

describe('a draft', () => {
  for (const { name, command, fill, shown, stdout } of CASES) {
    test(`when it is of ${name}, then other tabs show it, and it outlives a reload and its tab`, async (t) => {
      const { home, open } = await setStage(t);
      const asker = await askKind(home, command);
      const page = await open(asker.link);
      const other = await open(asker.link.origin + asker.link.pathname);
      for (const tab of [other, page]) await answerable(tab);
      await page.bringToFront();
      await fill(page);
      await holds(other, shown, 'in the other tab');
      await page.reload();
      await holds(page, shown, 'after a reload');
      await page.close();
      await other.close();
      const again = await open(asker.link.origin + asker.link.pathname);
      await holds(again, shown, 'in a tab that is opened later');
      await press(again, 'Submit');
      const printed = (await asker.exit).stdout;
      assert.ok(printed.includes(stdout), printed);
    });
  }
});

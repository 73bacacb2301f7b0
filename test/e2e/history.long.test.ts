// The history: found by status and by words, and every prompt of it read again with all that is known.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { PATHS } from '../../src/protocol/paths.ts';
import { test } from '../helpers/attempts.ts';
import { ask, eventually, run } from '../helpers/choice.ts';
import { writeJournal } from '../helpers/journals.ts';
import { openSession, openTab, Tab } from '../helpers/tab.ts';
import { useChromium } from './support/browser.ts';
import { askKind, openKind } from './support/kinds.ts';
import { option, press, settled } from './support/page.ts';

const setStage = useChromium();

const MINUTE = 60_000;

/** Waits until the list shows exactly these questions, newest first. */
async function shows(page: Page, wanted: readonly string[]): Promise<void> {
  let shown: string[] = [];
  await eventually(async () => {
    shown = await page.locator('.history-question').allTextContents();
    return JSON.stringify(shown) === JSON.stringify(wanted);
  }, 'the list').catch((error) => assert.fail(`${error.message}: ${JSON.stringify(shown)}`));
}

/** The facts of the record on view, by name. */
async function readFacts(page: Page): Promise<Record<string, string>> {
  await page.getByTestId('record-detail').waitFor();
  const facts = await page
    .locator('.fact')
    .evaluateAll((all) =>
      all.map((fact) => [fact.querySelector('dt')?.textContent, fact.querySelector('dd')?.textContent]),
    );
  return Object.fromEntries(facts);
}

describe('history', { concurrency: 2 }, () => {
  test('when prompts ended in every way, then filters and the search find them', async (t) => {
    const { home, open } = await setStage(t);
    const active = await ask(home, ['Still open?', 'a', 'b']);
    const answered = await ask(home, ['Deploy the owl?', 'production', 'staging']);
    await run(home, ['answer', answered.id, 'staging']);
    const late = await ask(home, ['--timeout', '1', '--fallback', 'a', 'Too late?', 'a']);
    await late.exit;
    const cancelled = await ask(home, ['Never mind?', 'a']);
    await run(home, ['cancel', cancelled.id]);
    const page = await open(active.link);
    await page.getByRole('link', { name: 'History' }).click();
    await shows(page, ['Never mind?', 'Too late?', 'Deploy the owl?', 'Still open?']);
    await page.getByText('Cancelled from the command line').waitFor();
    await page.locator('.history-outcome', { hasText: /^Timed out a was used$/ }).waitFor();
    for (const [filter, wanted] of [
      ['Active', 'Still open?'],
      ['Answered', 'Deploy the owl?'],
      ['Timed out', 'Too late?'],
      ['Cancelled', 'Never mind?'],
    ] as const) {
      await press(page, filter);
      await shows(page, [wanted]);
    }
    await press(page, 'All');
    const search = page.getByRole('searchbox');
    // What is searched: question, options, answer.
    for (const words of ['OWL', 'production', 'staging']) {
      await search.fill(words);
      await shows(page, ['Deploy the owl?']);
    }
    await search.fill('nothing like it');
    await page.getByText('No prompt matches.').waitFor();
    await search.fill('');
    await run(home, ['answer', active.id, 'b']);
    await press(page, 'Answered');
    await shows(page, ['Deploy the owl?', 'Still open?']);
  });

  test('when more is shown while prompts change, then it stays shown, and is read again only for changes to the history', async (t) => {
    const { home, open } = await setStage(t);
    writeJournal(
      home,
      Array.from({ length: 60 }, (_, index) => ({ id: `old${index + 10_000}`, question: `Old ${index}`, hours: 1 })),
    );
    const active = await ask(home, ['Still open?', 'a', 'b']);
    const tab = await openTab(active.link);
    const page = await open(active.link);
    await page.getByRole('link', { name: 'History' }).click();
    const rows = page.locator('.history-row');
    await press(page, 'Show more');
    await rows.nth(60).waitFor();
    const read: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === PATHS.history) read.push(request.url());
    });
    const list = await Tab.open(active.link, await openSession(active.link), null);
    for (const minutes of [7, 9, 11]) {
      tab.send({ type: 'draft', draft: { values: [minutes === 9 ? 'b' : 'a'] } });
      await tab.request({ type: 'update_timeout', remaining_ms: minutes * MINUTE });
      await list.heard('changed', ({ prompt }) => (prompt.remaining_ms ?? 0) > (minutes - 1) * MINUTE);
    }
    tab.answer('a');
    await rows.first().locator('.status.answered').waitFor();
    assert.equal(await rows.count(), 61);
    assert.equal(read.length, 1, read.join('\n'));
  });

  test('when a settled prompt is opened from it, then all is there to be read again', async (t) => {
    const stage = await setStage(t);
    const { asker, page } = await openKind(stage, [
      'ask',
      '--key',
      'release-7',
      '--body',
      '# Release 7\n\n- one\n- **two**',
      'Ship it?',
      'yes',
      'no',
    ]);
    await press(page, '+5 min');
    await option(page, 'yes').check();
    await page.locator('button.option-note').click();
    await page.locator('textarea.option-note').fill('carefully');
    await page.locator('button.answer-note').click();
    await page.locator('textarea.answer-note').fill('see the ticket');
    await press(page, 'Submit');
    await settled(page, 'delivered');
    await asker.exit;

    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('link', { name: /Ship it\?/ }).click();
    assert.equal(new URL(page.url()).pathname, asker.link.pathname);
    const view = await settled(page, 'delivered');
    await view.getByRole('heading', { name: 'Release 7' }).waitFor();
    assert.deepEqual(await view.locator('.body li').allTextContents(), ['one', 'two']);
    const facts = await readFacts(page);
    assert.equal(facts.Options, 'yesno');
    assert.equal(facts.Answer, 'yes');
    assert.equal(facts.Note, 'see the ticket');
    assert.equal(facts['Note on yes'], 'carefully');
    assert.match(facts.By ?? '', /^somebody in the browser.+ on \S+$/, 'and who');
    assert.match(facts.Settled ?? '', /20\d\d.* · after [\d.]+ s/);
    assert.match(facts['First seen'] ?? '', /20\d\d/);
    assert.match(facts['Deadline changes'] ?? '', /somebody in the browser · (9 min 5\d s|10 min) left/);
    assert.equal(facts.Delivery, 'the command has the answer');
    assert.equal(facts.Key, 'release-7');
  });

  test('when others decided, then the record says from where', async (t) => {
    const { home, open } = await setStage(t);
    const first = await askKind(home, ['confirm', 'By the command line?']);
    await run(home, ['answer', first.id, 'yes']);
    const second = await askKind(home, ['input', '--timeout', '1', '--fallback', 'main', 'By the deadline?']);
    await second.exit;
    // The links of prompts that are over let nobody in any more.
    const active = await ask(home, ['Still open?', 'a']);
    const page = await open(active.link);
    await option(page, 'a').waitFor();
    await page.goto(first.link.origin + first.link.pathname);
    await settled(page, 'delivered');
    assert.match((await readFacts(page)).By ?? '', /^somebody on the command line/);
    await page.goto(second.link.origin + second.link.pathname);
    await settled(page, 'fallback_used');
    const facts = await readFacts(page);
    assert.equal(facts.By, 'the deadline');
    assert.equal(facts.Answer, 'main');
    assert.equal(facts['First seen'], 'never');
  });
});

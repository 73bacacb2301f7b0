// The page in Firefox and in WebKitGTK: that its main jobs are done there, too. All else is tried in Chromium.
import assert from 'node:assert/strict';
import { after, before, describe, type TestContext } from 'node:test';
import { missingFor, type OtherBrowser } from '../../scripts/find-other-browsers.ts';
import { test } from '../helpers/attempts.ts';
import { type Asker, type Home, makeHome, type Scope } from '../helpers/choice.ts';
import { atEnd } from '../helpers/cleanup.ts';
import { portalDeadline } from './support/deadline.ts';
import type { DrivenBrowser } from './support/driven.ts';
import { DrivenPage } from './support/driven-page.ts';
import { startFirefox } from './support/firefox.ts';
import { askKind } from './support/kinds.ts';
import { startWebKit } from './support/webkit.ts';

const MINUTE = 60_000;
/** How far apart two readings of one deadline may be: ms. */
const APART = 500;

interface Stage {
  readonly home: Home;
  open(url: URL | string): Promise<DrivenPage>;
}

/** A fresh visitor and a home for one test. Whatever a page complains of fails it. */
async function setStage(t: TestContext, browser: DrivenBrowser): Promise<Stage> {
  // Ends after the pages, which would complain of its end.
  const home = makeHome({ after: (end) => atEnd(t, end) });
  const visitor = await browser.newVisitor();
  atEnd(t, () => visitor.close());
  const open = async (url: URL | string) => {
    const page = new DrivenPage(await visitor.newTab());
    await page.open(url);
    atEnd(t, async () => assert.deepEqual(await page.readComplaints(), [], 'complaints of the page'));
    return page;
  };
  return { home, open };
}

/** Asks, and opens the prompt's page once that takes input. */
async function askAndOpen({ home, open }: Stage, command: readonly string[]) {
  const asker = await askKind(home, command);
  const page = await open(asker.link);
  await page.live();
  return { asker, page };
}

/** Waits until the page tells that the command has its answer. */
async function delivered(page: DrivenPage): Promise<void> {
  await page.has('[data-testid=settled][data-kind=delivered]');
}

async function answered({ exit }: Asker): Promise<[code: number | null, stdout: string]> {
  const { code, stdout } = await exit;
  return [code, stdout];
}

/** Expressions: which options are picked, every text, and the wall-clock moment that the page counts to. */
const PICKED = "[...document.querySelectorAll('input:checked')].map(({ value }) => value)";
const TEXTS = "[...document.querySelectorAll('.prompt-form textarea')].map(({ value }) => value)";
const DEADLINE = "Date.now() - performance.now() + Number(document.querySelector('[data-deadline]').dataset.deadline)";

/** Fails unless `page` comes to count to `deadline`. */
function countsTo(page: DrivenPage, deadline: number): Promise<void> {
  return page.shows(`Math.abs(${DEADLINE} - ${deadline}) < ${APART}`, true);
}

const BROWSERS: Readonly<Record<OtherBrowser, (scope: Scope) => Promise<DrivenBrowser>>> = {
  firefox: startFirefox,
  webkit: startWebKit,
};

const BODY = '## Candidate 7\n\nAll checks passed.';

function smoke(takeStage: (t: TestContext) => Promise<Stage>): void {
  test('ask: when b is clicked and submitted, then stdout is b and the page says delivered', async (t) => {
    const { asker, page } = await askAndOpen(await takeStage(t), ['ask', '--body', BODY, 'Pick one', 'a', 'b', 'c']);
    assert.equal(await page.read('location.href'), asker.link.origin + asker.link.pathname);
    await page.has('[data-testid=body] h2', 'Candidate 7');
    assert.deepEqual(await page.read(PICKED), [], 'nothing is preselected');
    await page.click('.option-label', 'b');
    await page.shows(PICKED, ['1']);
    await page.click('[data-submit]');
    assert.deepEqual(await answered(asker), [0, 'b\n']);
    await delivered(page);
  });

  test('ask: when only the keyboard is used, then Tab, Space, an arrow and Enter do it all', async (t) => {
    const { asker, page } = await askAndOpen(await takeStage(t), ['ask', 'Pick one', 'a', 'b', 'c']);
    await page.shows('document.activeElement.tagName', 'H1');
    await page.press('Tab');
    await page.type(' ');
    await page.shows(PICKED, ['0']);
    await page.press('ArrowDown');
    await page.shows(PICKED, ['1']);
    await page.press('Enter');
    assert.deepEqual(await answered(asker), [0, 'b\n']);
    await delivered(page);
  });

  test('confirm: when No is clicked, then the exit code is 1', async (t) => {
    const { asker, page } = await askAndOpen(await takeStage(t), ['confirm', 'Run the migration now?']);
    await page.click('[data-option]', 'No');
    assert.deepEqual(await answered(asker), [1, 'no\n']);
    await delivered(page);
  });

  test('multi: when two are clicked and submitted, then stdout has both', async (t) => {
    const { asker, page } = await askAndOpen(await takeStage(t), ['ask', '--multi', 'Pick some', 'a', 'b', 'c']);
    for (const label of ['c', 'a']) await page.click('.option-label', label);
    await page.shows(PICKED, ['0', '2']);
    await page.click('[data-submit]');
    assert.deepEqual(await answered(asker), [0, 'a\nc\n']);
    await delivered(page);
  });

  test('input: when a text is typed and Enter pressed, then stdout is the text', async (t) => {
    const { asker, page } = await askAndOpen(await takeStage(t), ['input', 'Which version is this?']);
    await page.shows("document.activeElement.matches('[data-option]')", true);
    await page.type('v4.2 für Zoë');
    await page.shows("document.querySelector('[data-option]').value", 'v4.2 für Zoë');
    await page.press('Enter');
    assert.deepEqual(await answered(asker), [0, 'v4.2 für Zoë\n']);
    await delivered(page);
  });

  test('note: when notes are opened and typed, then both are in the answer', async (t) => {
    const { asker, page } = await askAndOpen(await takeStage(t), ['ask', '--json', 'Pick one', 'a', 'b']);
    await page.click('.option-label', 'a');
    await page.click('button.option-note');
    await page.type('only today');
    await page.click('button.answer-note');
    await page.type('see the ticket');
    await page.shows(TEXTS, ['only today', 'see the ticket']);
    await page.press('Enter', 'Control');
    const { values, note, notes } = JSON.parse((await asker.exit).stdout);
    assert.deepEqual([values, note, notes], [['a'], 'see the ticket', { a: 'only today' }]);
    await delivered(page);
  });

  test('reload: when the page is reloaded, then it keeps its access, the draft and the deadline', async (t) => {
    const { asker, page } = await askAndOpen(await takeStage(t), ['ask', 'Pick one', 'a', 'b', 'c']);
    await page.click('.option-label', 'c');
    await page.click('button.answer-note');
    await page.type('see the ticket');
    await page.shows(TEXTS, ['see the ticket']);
    const deadline = await portalDeadline(asker.link);
    await page.reload();
    await page.live();
    await page.shows(PICKED, ['2']);
    await page.shows(TEXTS, ['see the ticket']);
    await countsTo(page, deadline);
    await page.click('[data-submit]');
    assert.deepEqual(await answered(asker), [0, 'c\n']);
    await delivered(page);
  });

  test('extend: when a minute is added, then the page counts to a minute later and the asker says so', async (t) => {
    const { asker, page } = await askAndOpen(await takeStage(t), ['ask', '--timeout', '90', 'Pick one', 'a', 'b']);
    const deadline = await portalDeadline(asker.link);
    await page.click('.extend button', '+1 min');
    await asker.said(/moved: [12] min \d+ s left/);
    await countsTo(page, deadline + MINUTE);
    await page.click('.option-label', 'a');
    await page.click('[data-submit]');
    assert.deepEqual(await answered(asker), [0, 'a\n']);
  });

  test('two tabs: when one picks, extends and submits, then the other follows it to the end', async (t) => {
    const stage = await takeStage(t);
    const { asker, page } = await askAndOpen(stage, ['ask', '--timeout', '90', 'Pick one', 'a', 'b']);
    const other = await stage.open(asker.link.origin + asker.link.pathname);
    await other.live();
    const deadline = await portalDeadline(asker.link);
    await page.turnTo();
    await page.click('.option-label', 'b');
    await other.shows(PICKED, ['1']);
    await page.click('.extend button', '+1 min');
    for (const tab of [page, other]) await countsTo(tab, deadline + MINUTE);
    await page.click('[data-submit]');
    assert.deepEqual(await answered(asker), [0, 'b\n']);
    await delivered(page);
    await other.has('[data-testid=settled] h1', 'Answered in another tab: b');
  });
}

for (const [name, start] of Object.entries(BROWSERS)) {
  const missing = missingFor(name as OtherBrowser);
  const skip = missing.length > 0 && `not installed here: ${missing.join(', ')}`;
  describe(name, { skip }, () => {
    const endings: (() => void | Promise<void>)[] = [];
    let browser: DrivenBrowser | null = null;
    before(async () => {
      browser = await start({ after: (end) => endings.push(end) });
    });
    after(async () => {
      for (const end of endings) await end();
    });
    smoke((t) => setStage(t, browser ?? assert.fail(`${name} did not start`)));
  });
}

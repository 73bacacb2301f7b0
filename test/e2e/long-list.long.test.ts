// A thousand options: found, scrolled and picked without the page standing still; and what is only needed for some
// prompts is loaded only for them.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { CDPSession, Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { ask, type Home } from '../helpers/choice.ts';
import { type Stage, useChromium } from './support/browser.ts';
import { askSpec } from './support/kinds.ts';
import { option, press, settled } from './support/page.ts';

const setStage = useChromium();

/** How much more work a thousand options may be than FEW are, when one does the same with both. */
const MORE = 3;
const FEW = 60;

const MANY = Array.from({ length: 1_000 }, (_, index) => ({
  value: `v${index}`,
  label: `feature/branch-${index} of the release ${index % 7}`,
  ...(index % 3 === 0 ? { hint: `last touched ${index} days ago by somebody` } : {}),
}));

function askMany(home: Home, more: object = {}) {
  return askSpec(home, { kind: 'select', question: 'Which branch?', options: MANY, ...more }, ['--timeout', '10m']);
}

/** Milliseconds that the page's main thread was at work so far: other programs' share of the machine does not count. */
async function busyMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const read = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0;
  return read('TaskDuration') * 1_000;
}

/** How often everything is done: what other programs add to one round, they do not add to each. */
const ROUNDS = 3;

/**
 * How much work `acts` are for the page, in ms of its own thread's time: of each, the least that it was in any round.
 * The acts must lead back to where they began.
 */
async function measureWork(page: Page, acts: readonly (() => Promise<unknown>)[]): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const least: number[] = acts.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, act] of acts.entries()) {
      const before = await busyMs(session);
      await act();
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
      least[index] = Math.min(least[index] ?? 0, (await busyMs(session)) - before);
    }
  }
  await session.detach();
  return least.reduce((sum, ms) => sum + ms, 0);
}

/** The work of scrolling and of filtering a list of the first `count` options. */
async function measureList({ home, open }: Stage, count: number) {
  const asker = await askMany(home, { options: MANY.slice(0, count) });
  const page = await open(asker.link);
  await page.getByTestId('filter').waitFor();
  await option(page, MANY[0]?.label ?? '').waitFor();
  const scroll = (by: number) => () => page.evaluate((px) => scrollBy(0, px), by);
  const filter = (text: string) => () => page.getByTestId('filter').fill(text);
  const scrolled = await measureWork(page, [...Array(4).fill(scroll(700)), ...Array(4).fill(scroll(-700))]);
  const texts = ['b', 'branch-5', 'branch-55', '', 'branch-3', '', 'release 2', ''];
  const filtered = await measureWork(page, texts.map(filter));
  await page.close();
  return { scrolled, filtered };
}

describe('a thousand options', () => {
  test('when one scrolls and filters, then it is not much more work than with a few', async (t) => {
    const stage = await setStage(t);
    const few = await measureList(stage, FEW);
    const many = await measureList(stage, MANY.length);
    for (const act of ['scrolled', 'filtered'] as const) {
      assert.ok(many[act] < MORE * few[act], `${act}: ${many[act]} ms against ${few[act]} ms`);
    }
  });

  test('when the last one is scrolled to, picked and submitted, then it is the answer', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await askMany(home);
    const page = await open(asker.link);
    await page.getByTestId('filter').waitFor();
    const last = option(page, MANY.at(-1)?.label ?? '');
    for (let turns = 0; turns < 40 && (await last.count()) === 0; turns += 1) {
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    }
    await last.check();
    await press(page, 'Submit');
    assert.equal((await asker.exit).stdout, 'v999\n');
  });

  test('when several are picked under different filters, then what is out of sight is named, and all are sent', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await askMany(home, { kind: 'multi', min: 1, max: 1_000 });
    const page = await open(asker.link);
    const filter = page.getByTestId('filter');
    await filter.fill('branch-500');
    await page.getByRole('checkbox').check();
    await filter.fill('branch-700');
    await page.getByTestId('picked-elsewhere').filter({ hasText: 'branch-500' }).waitFor();
    await page.getByRole('checkbox').check();
    await filter.fill('');
    await page.getByTestId('picked-count').filter({ hasText: '2' }).waitFor();
    await press(page, 'Submit');
    assert.equal((await asker.exit).stdout, 'v500\nv700\n');
  });
});

/** The errors that scripts of `page` throw from now on, caught or not. */
async function watchThrown(page: Page): Promise<readonly string[]> {
  const thrown: string[] = [];
  const session = await page.context().newCDPSession(page);
  session.on('Debugger.paused', ({ data }) => {
    thrown.push(String(data?.description));
    void session.send('Debugger.resume');
  });
  await session.send('Debugger.enable');
  await session.send('Debugger.setPauseOnExceptions', { state: 'all' });
  return thrown;
}

describe('what the page loads', { concurrency: 2 }, () => {
  const MARKDOWN = /^\/assets\/read-body-/;
  const cases: readonly (readonly [name: string, flags: readonly string[], hasBody: boolean])[] = [
    ['one script for a prompt without a body', [], false],
    ['the Markdown reader too for a prompt with a body', ['--body', '# Hello'], true],
  ];
  for (const [name, flags, hasBody] of cases) {
    test(name, async (t) => {
      const { home, context } = await setStage(t);
      const loaded: string[] = [];
      context.on('response', (response) => loaded.push(new URL(response.url()).pathname));
      const asker = await ask(home, [...flags, 'Pick one', 'a', 'b']);
      const page = await context.newPage();
      const thrown = await watchThrown(page);
      await page.goto(String(asker.link));
      await page.locator('.option').first().waitFor();
      if (hasBody) await page.getByRole('heading', { name: 'Hello' }).waitFor();
      await page.waitForLoadState('networkidle');
      const scripts = loaded.filter((path) => /^\/assets\/.*\.js$/.test(path));
      assert.equal(scripts.filter((path) => !MARKDOWN.test(path)).length, 1, loaded.join());
      assert.equal(scripts.filter((path) => MARKDOWN.test(path)).length, hasBody ? 1 : 0, loaded.join());
      assert.deepEqual(
        thrown,
        [],
        'for the first error V8 reads the whole script once more, before the prompt is there',
      );
    });
  }

  test('a body that cannot be loaded leaves the rest of the page working', async (t) => {
    const { home, context, open, expectComplaint } = await setStage(t);
    expectComplaint(/read-body-|ERR_FAILED|Failed to fetch/);
    await context.route(/\/assets\/read-body-/, (route) => route.abort());
    const asker = await ask(home, ['--body', '# Hello', 'Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await page.getByTestId('load-failure').waitFor();
    await option(page, 'b').check();
    await press(page, 'Submit');
    assert.equal((await asker.exit).stdout, 'b\n');
    await settled(page, 'delivered');
  });
});

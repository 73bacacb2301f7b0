// The page: the size of the first load, the time until it is clickable compared with an empty page of the same server, and
// how far two tabs' countdowns are apart.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { launchChromium } from '../../test/e2e/support/browser.ts';
import { deadlineOf } from '../../test/e2e/support/deadline.ts';
import { type Asker, ask, type Home, makeHome, root, start } from '../../test/helpers/choice.ts';
import { openSession } from '../../test/helpers/tab.ts';
import { atMost, type Bench, beside, type Report } from './report.ts';
import { cleanUp } from './scope.ts';
import { median, percentile } from './statistics.ts';

const FIRST_LOAD_BUDGET = 64;

/** Gzipped kB of the HTML, the style sheet and the script. */
function weighFirstLoad(): number {
  const web = join(root, 'dist', 'web');
  const html = readFileSync(join(web, 'index.html'), 'utf8');
  const named = readdirSync(join(web, 'assets')).filter((name) => html.includes(`="/assets/${name}"`));
  const files = ['index.html', ...named.map((name) => join('assets', name))];
  return files.reduce((sum, file) => sum + statSync(join(web, `${file}.gz`)).size, 0) / 1_000;
}

/**
 * Ms from the navigation to `url` until an enabled element matches `selector`, checked by the page itself in each frame. The
 * page reports it on its console: any other query would run a script of its own there during the measurement.
 */
async function timeUntil(context: BrowserContext, url: string, selector: string): Promise<number> {
  const page = await context.newPage();
  // The helper that this file's transpiler calls to name functions.
  await page.addInitScript({ content: 'globalThis.__name = (named) => named;' });
  await page.addInitScript((wanted) => {
    const look = () => {
      const found = document.querySelector(wanted);
      if (found && !found.matches(':disabled')) console.debug('clickable', performance.now());
      else requestAnimationFrame(look);
    };
    look();
  }, selector);
  const said = page.waitForEvent('console', (message) => message.text().startsWith('clickable'));
  await page.goto(url, { waitUntil: 'commit' });
  const took = Number((await said).text().split(' ')[1]);
  await page.close();
  return took;
}

/** Creates a context of a browser that has visited this portal before and has a token, but no cached files. */
async function visit(browser: Browser, asker: Asker, token: string): Promise<BrowserContext> {
  const { origin } = asker.link;
  const localStorage = [{ name: 'choice.token', value: token }];
  return browser.newContext({ storageState: { cookies: [], origins: [{ origin, localStorage }] } });
}

/**
 * Ms until the prompt's page is clickable, and until an empty page of the same portal is loaded. They take turns, with a
 * fresh profile each time. The first round of both does not count.
 */
export async function timeLoads(browser: Browser, asker: Asker, rounds: number) {
  const token = await openSession(asker.link);
  const { origin, pathname } = asker.link;
  const [choice, empty]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    for (const [samples, path, selector] of [
      [empty, '/healthz', 'body'],
      [choice, pathname, 'input[type=radio], button[type=submit]'],
    ] as const) {
      const context = await visit(browser, asker, token);
      const took = await timeUntil(context, origin + path, selector);
      if (round > 0) samples.push(took);
      await context.close();
    }
  }
  return { choice, empty };
}

/** How long a human reads the question before answering, in ms. */
const READING_MS = 1_200;

/**
 * Ms from a human's click on Yes until the page shows the outcome, measured in the page itself. The human reads the question
 * first. One prompt per round; the first one does not count.
 */
export async function timeAnswers(browser: Browser, home: Home, rounds: number): Promise<number[]> {
  const context = await browser.newContext();
  await context.addInitScript({ content: 'globalThis.__name = (named) => named;' });
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    // A new page per round: the previous one would move on to the next prompt by itself.
    const page = await context.newPage();
    const asking = start(home, ['confirm', '--no-open', 'Go on?']);
    await page.goto(String(await asking.url()));
    const yes = page.getByRole('button', { name: 'Yes', exact: true });
    await yes.waitFor();
    const answered = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let clicked = 0;
          addEventListener(
            'pointerdown',
            () => {
              clicked = performance.now();
            },
            true,
          );
          new MutationObserver(() => {
            if (document.querySelector('[data-testid=settled]')) resolve(performance.now() - clicked);
          }).observe(document, { subtree: true, childList: true });
        }),
    );
    await page.waitForTimeout(READING_MS);
    const box = await yes.boundingBox();
    if (box) await page.mouse.click(box.x + 9, box.y + 9);
    const took = await answered;
    if (round > 0) times.push(took);
    await asking.exit;
    await page.close();
  }
  await context.close();
  return times;
}

/** Ms between the deadlines that two tabs count down to, read from both at the same time. */
async function measureSkew(browser: Browser, asker: Asker, looks: number): Promise<number[]> {
  const token = await openSession(asker.link);
  const pages = await Promise.all(
    [0, 1].map(async () => {
      const page = await (await visit(browser, asker, token)).newPage();
      await page.goto(asker.link.origin + asker.link.pathname);
      return page;
    }),
  );
  const apart: number[] = [];
  for (let look = 0; look < looks; look += 1) {
    const [one = 0, other = 0] = await Promise.all(pages.map((page) => deadlineOf(page)));
    apart.push(Math.abs(one - other));
  }
  return apart;
}

export const measurePage: Bench = ({ quick }) =>
  cleanUp(async (scope): Promise<Report> => {
    const home = makeHome(scope);
    const asker = await ask(home, ['--no-open', '--timeout', '30m', 'Deploy where?', 'staging', 'production']);
    const browser = await launchChromium();
    scope.after(() => browser.close());
    const weight = weighFirstLoad();
    const { choice, empty } = await timeLoads(browser, asker, quick ? 5 : 30);
    const answers = await timeAnswers(browser, home, quick ? 3 : 20);
    const skew = await measureSkew(browser, asker, quick ? 5 : 50);
    const more = median(choice.map((time, round) => time - (empty[round] ?? Number.NaN)));
    return {
      title: 'Page',
      method: `Headless Chromium, a fresh profile with a token each time, nothing cached. ${choice.length} rounds, the empty page (\`/healthz\` of the same portal) and the prompt in turn; clickable is when an option can be picked, seen from within the page.`,
      rows: [
        atMost('first load, gzip', weight, FIRST_LOAD_BUDGET, ' kB'),
        atMost('navigation to clickable, more than an empty page', more, 60, ' ms', 0),
        beside('navigation to clickable', `${median(choice).toFixed(0)} ms`),
        beside('an empty page of the same server', `${median(empty).toFixed(0)} ms`),
        beside('click to answer, by a human who reads first', `${median(answers).toFixed(0)} ms`),
        atMost("two tabs' countdowns apart, p99", percentile(skew, 0.99), 50, ' ms'),
      ],
      figures: { first_load_kb: weight, ms: { choice, empty, answers, skew } },
    };
  });

// Row 10 on the page: whoever takes the port of a portal that is gone learns nothing that lets them in.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { BrowserContext, Page } from 'playwright-core';
import { readCode } from '../../src/protocol/paths.ts';
import { test } from '../helpers/attempts.ts';
import { ask, eventually } from '../helpers/choice.ts';
import { type Squatter, squat } from '../helpers/squatter.ts';
import { useChromium } from './support/browser.ts';
import { linkState } from './support/page.ts';
import { killPortal, LOST } from './support/portal.ts';

const setStage = useChromium();

test('row 10: when another user takes the port, then an open page asks for a proof, sends it no token, and is let in again by the next portal', async (t) => {
  const { home, open, expectComplaint } = await setStage(t);
  expectComplaint(LOST);
  const asker = await ask(home, ['Pick one', 'a', 'b']);
  const page = await open(asker.link);
  await linkState(page, 'open');
  // All that the page loads of its own accord is there: what it asks for from now on goes to whoever listens.
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  const token = await page.evaluate(() => localStorage.getItem('choice.token') ?? '');
  const [, , , signature = ''] = token.split('.');
  assert.match(signature, /^[\w-]{43}$/);
  asker.child.kill('SIGKILL');
  await asker.exit;
  await killPortal(home);
  const squatter = await squat(t, Number(asker.link.port));
  await page.getByText('choice dashboard --open').waitFor();
  await eventually(() => fromPages(squatter).length > 0, 'a request');
  for (const request of fromPages(squatter))
    assert.match(request, /^GET\n\/healthz\?nonce=[\w-]{36}&tab=[0-9a-z]+\.[\w-]{16}\n/);
  assert.ok(!squatter.heard.join().includes(signature));
  await squatter.close();
  const next = await ask(home, ['Pick another', 'c', 'd']);
  assert.equal(next.link.port, asker.link.port);
  await page.reload();
  await linkState(page, 'open');
  assert.equal(await page.evaluate(() => localStorage.getItem('choice.token')), token);
});

/** What a stranger answers a page that sends it a code: a token of the stranger's own. */
function sellToken(path: string, response: ServerResponse): boolean {
  if (path !== '/api/session') return false;
  response.setHeader('content-type', 'application/json').end('{"token":"t.abc.0123456789abcdef.evilsignature"}');
  return true;
}

/** What pages asked for: the browser looks for a newer service worker when it likes, and says nothing of the user there. */
const fromPages = ({ heard }: Squatter) => heard.filter((request) => !request.startsWith('GET\n/sw.js\n'));

const storedToken = (page: Page) => page.evaluate(() => localStorage.getItem('choice.token'));

test('row 10: when a page had no use for the code in its link, and another user takes the port, then that is not sent the code', async (t) => {
  const { home, open, expectComplaint } = await setStage(t);
  expectComplaint(LOST);
  const asker = await ask(home, ['Pick one', 'a', 'b']);
  const first = await open(asker.link);
  await linkState(first, 'open');
  const token = await storedToken(first);
  const page = await open(asker.link);
  await linkState(page, 'open');
  await page.waitForLoadState('networkidle');
  asker.child.kill('SIGKILL');
  await asker.exit;
  await killPortal(home);
  const squatter = await squat(t, Number(asker.link.port), sellToken);
  for (const tab of [first, page]) await tab.getByText('choice dashboard --open').waitFor();
  for (const request of fromPages(squatter)) assert.match(request, /^GET\n\/healthz\?nonce=[\w-]{36}&tab=/);
  assert.equal(await storedToken(page), token);
});

test('row 10: when the answer to a code is lost, then the code is sent again to its own portal, and to no other', async (t) => {
  const { home, newVisitor, expectComplaint } = await setStage(t);
  expectComplaint(LOST);
  // Of the stranger's, where the service worker was.
  expectComplaint(/unsupported MIME type/);
  const asker = await ask(home, ['Pick one', 'a', 'b']);
  const { port } = asker.link;
  /** A page whose first request with its code fails. */
  const enter = async (context: BrowserContext) => {
    await context.route('**/api/session', (route) => route.abort(), { times: 1 });
    const page = await context.newPage();
    const lost = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/session'));
    await page.goto(String(asker.link));
    await lost;
    return page;
  };
  await linkState(await enter((await newVisitor()).context), 'open');
  const { context } = await newVisitor();
  await context.route('**/healthz*', (route) => route.abort());
  const page = await enter(context);
  asker.child.kill('SIGKILL');
  await asker.exit;
  await killPortal(home);
  const squatter = await squat(t, Number(port), sellToken);
  await context.unroute('**/healthz*');
  await page.getByTestId('locked').waitFor();
  assert.ok(
    squatter.heard.some((request) => /^GET\n\/healthz\?nonce=[\w-]{36}&code=[0-9a-f]{32}&prompt=/.test(request)),
  );
  assert.ok(
    !squatter.heard.some((request) => request.startsWith('POST') || request.includes(readCode(asker.link.hash) ?? '')),
  );
  assert.equal(await storedToken(page), null);
});

test('row 10: when the page is opened under another name of this machine, where others may listen, then it goes to the address of the portal', async (t) => {
  const { home, open } = await setStage(t);
  const asker = await ask(home, ['Pick one', 'a', 'b']);
  const url = new URL(asker.link);
  url.hostname = 'localhost';
  const page = await open(url);
  await page.waitForURL(new RegExp(`^http://127\\.0\\.0\\.1:${url.port}/choice/`));
  await linkState(page, 'open');
  await page.goto(`http://localhost:${url.port}/healthz`);
  assert.equal(await page.evaluate(() => localStorage.length), 0, 'nothing was kept under that name');
});

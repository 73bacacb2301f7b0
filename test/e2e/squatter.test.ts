// Row 10 on the page: whoever takes the port of a portal that is gone learns nothing that lets them in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, eventually } from '../helpers/choice.ts';
import { squat } from '../helpers/squatter.ts';
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
  await eventually(() => squatter.heard.length > 0, 'a request');
  for (const request of squatter.heard)
    assert.match(request, /^GET\n\/healthz\?nonce=[\w-]{36}&tab=[0-9a-z]+\.[\w-]{16}\n/);
  assert.ok(!squatter.heard.join().includes(signature));
  await squatter.close();
  const next = await ask(home, ['Pick another', 'c', 'd']);
  assert.equal(next.link.port, asker.link.port);
  await page.reload();
  await linkState(page, 'open');
  assert.equal(await page.evaluate(() => localStorage.getItem('choice.token')), token);
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

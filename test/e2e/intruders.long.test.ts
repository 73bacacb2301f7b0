// What somebody else leaves behind, or does, while the human's page is not looking: the page comes back by itself.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe } from 'node:test';
import { resolvePaths } from '../../src/system/paths.ts';
import { candidatePorts } from '../../src/system/portal-files.ts';
import { test } from '../helpers/attempts.ts';
import { ask, eventually, type Home, root, run } from '../helpers/choice.ts';
import { squat } from '../helpers/squatter.ts';
import { callApi, openSession } from '../helpers/tab.ts';
import { useChromium } from './support/browser.ts';
import { answer, digits, linkState } from './support/page.ts';
import { killPortal, LOST } from './support/portal.ts';

const setStage = useChromium();

const OWNED = '<!doctype html><title>owned</title><p>Everything is owned</p>';
/** A worker that answers in place of the portal, and its page. */
const EVIL_WORKER = `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate')
    event.respondWith(new Response(${JSON.stringify(OWNED)}, { headers: { 'content-type': 'text/html' } }));
});`;

function send(response: ServerResponse, type: string, text: string, caching = 'no-store'): true {
  response.writeHead(200, { 'content-type': type, 'cache-control': caching, 'service-worker-allowed': '/' }).end(text);
  return true;
}

/** The port on which the home's portal will listen. */
function portOf(home: Home): number {
  return candidatePorts(resolvePaths(home.env))[0] ?? assert.fail('no port');
}

const OTHER_ASKS = /WebSocket|net::ERR_|status of (?:401|429|503)|fetching the script/;

describe('what a stranger left on the port of the portal', () => {
  for (const script of ['/evil.js', '/deep/down/evil.js', '/sw.js']) {
    test(`when it is the worker ${script}, then the portal's next page removes it and loads again`, async (t) => {
      const { home, open, context, expectComplaint } = await setStage(t);
      expectComplaint(OTHER_ASKS);
      const port = portOf(home);
      const plant = `<!doctype html><script>navigator.serviceWorker.register(${JSON.stringify(script)}, { scope: '/' })</script>`;
      const squatter = await squat(t, port, (path, response) =>
        path === script
          ? send(response, 'text/javascript', EVIL_WORKER)
          : path === '/' && send(response, 'text/html', plant),
      );
      const lured = await open(`http://127.0.0.1:${port}/`);
      await lured.evaluate(async () => {
        await navigator.serviceWorker.ready;
      });
      await lured.close();
      await squatter.close();

      const asker = await ask(home, ['Pick one', 'a', 'b']);
      assert.equal(Number(asker.link.port), port);
      const page = await open(asker.link);
      await digits(page).waitFor();
      await linkState(page, 'open');
      const again = await open(asker.link);
      await digits(again).waitFor();
      await eventually(async () => {
        const scripts = await again.evaluate(async () =>
          (await navigator.serviceWorker.getRegistrations()).map(({ active }) => active?.scriptURL),
        );
        return scripts.every((url) => url === `http://127.0.0.1:${port}/sw.js`);
      }, 'only the worker of the page');
      const text = await again.evaluate(() => fetch('/choice/x').then((response) => response.text()));
      assert.ok(!text.includes('owned'));
      assert.equal(context.pages().length, 2);
    });
  }

  test('when it is a part of the page that the browser keeps for good, then it does not run', async (t) => {
    const { home, open, expectComplaint } = await setStage(t);
    expectComplaint(/integrity|Failed to fetch dynamically imported module|blocked/);
    const port = portOf(home);
    const parts = readdirSync(join(root, 'dist/web/assets')).filter((name) => name.endsWith('.js'));
    const html = readFileSync(join(root, 'dist/web/index.html'), 'utf8');
    const isLater = (name: string) => !html.includes(`src="/assets/${name}"`);
    const evil = 'globalThis.owned = true; export {};';
    const poisoned = { first: parts.filter((name) => !isLater(name)), later: parts.filter(isLater) };
    assert.deepEqual([poisoned.first.length, poisoned.later.length], [1, 1]);
    for (const [when, names] of Object.entries(poisoned)) {
      const squatter = await squat(t, port, (path, response) => {
        if (path !== '/lure') return send(response, 'text/javascript', evil, 'public, max-age=31536000, immutable');
        const scripts = names.map((name) => `<script type="module" src="/assets/${name}"></script>`).join('');
        return send(response, 'text/html', `<!doctype html><title>lure</title>${scripts}`);
      });
      const lured = await open(`http://127.0.0.1:${port}/lure`);
      assert.ok(await lured.evaluate('globalThis.owned'), 'the lure works');
      await lured.close();
      await squatter.close();
      const asker = await ask(home, ['--body', '**A body**', '--multi', 'Pick one', 'a', 'b']);
      assert.equal(Number(asker.link.port), port);
      const page = await open(asker.link);
      await page.waitForLoadState('networkidle');
      assert.equal(await page.evaluate('globalThis.owned'), undefined, when);
      await page.close();
      asker.child.kill('SIGKILL');
      await asker.exit;
      await killPortal(home);
    }
  });

  test('when the key is removed, then the next portal is on another port, where nothing was left', async (t) => {
    const { home, open, expectComplaint } = await setStage(t);
    expectComplaint(LOST);
    const first = await ask(home, ['First', 'a']);
    await linkState(await open(first.link), 'open');
    await run(home, ['stop', '--force']);
    await first.exit;
    rmSync(join(home.directory, 'state', 'key'));
    const second = await ask(home, ['Second', 'a']);
    assert.notEqual(second.link.port, first.link.port);
    const page = await open(second.link);
    await answer(page, 'a');
    assert.equal((await second.exit).stdout, 'a\n');
    await run(home, ['stop']);
    const third = await ask(home, ['Third', 'a']);
    assert.equal(third.link.port, second.link.port, 'and stays there');
  });
});

describe('a page', () => {
  test('when it is loaded while no portal runs, then it says so, and is there again with the next question', async (t) => {
    const { home, open, expectComplaint } = await setStage(t);
    expectComplaint(OTHER_ASKS);
    expectComplaint(LOST);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await linkState(page, 'open');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          if (navigator.serviceWorker.controller) resolve();
          else navigator.serviceWorker.addEventListener('controllerchange', () => resolve());
        }),
    );
    asker.child.kill('SIGKILL');
    await asker.exit;
    await killPortal(home);
    await page.goto(asker.link.origin);
    await page.getByText('The portal is not running').waitFor();
    const next = await ask(home, ['Pick another', 'c', 'd']);
    assert.equal(next.link.origin, asker.link.origin);
    await page.getByText('Pick another').first().waitFor();
  });

  test('when others send many wrong codes, then one with a good token goes on at once, one without says for how long', async (t) => {
    const { home, open, newVisitor, expectComplaint } = await setStage(t);
    expectComplaint(OTHER_ASKS);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const first = await open(asker.link);
    await linkState(first, 'open');
    await first.close();
    const stale = new URL(asker.link);
    stale.hash = '#code=AAAAAAAAAAAAAAAAAAAAAA';
    const flood = async () => {
      for (let tried = 0; tried < 12; tried += 1)
        await callApi(asker.link, `wrong-${tried}-token-that-somebody-tried`, '/api/prompts');
    };
    await flood();
    const good = await open(stale);
    await digits(good).waitFor();
    assert.equal(new URL(good.url()).hash, '');
    const visitor = await newVisitor();
    const page = await visitor.context.newPage();
    await page.clock.install();
    await page.goto(String(stale));
    const said = page.getByText(/Too many wrong codes\. This page tries again in \d+ s\./);
    await said.waitFor();
    // What the page waits for is over for the portal too, as it is answered: the code is just wrong.
    await page.route('**/api/session', (route) =>
      route.fulfill({ status: 401, json: { error: 'bad_code', message: '' } }),
    );
    await page.clock.runFor(61_000);
    await page.getByTestId('locked').waitFor();
    // And a good code is taken in the meantime.
    const other = await (await newVisitor()).open(asker.link);
    await digits(other).waitFor();
  });

  test('when a one-time code comes twice, then both pages are locked and say why, and the terminal does', async (t) => {
    const { home, open, newVisitor, expectComplaint } = await setStage(t);
    expectComplaint(OTHER_ASKS);
    const notes = join(home.directory, 'opened');
    writeFileSync(join(home.directory, 'browser'), `#!/bin/sh\nprintf '%s\\n' "$1" >>'${notes}'\n`, { mode: 0o755 });
    const asker = await ask(home, ['Pick one', 'a', 'b'], { CHOICE_BROWSER: join(home.directory, 'browser') });
    await eventually(() => existsSync(notes) && readFileSync(notes, 'utf8').endsWith('\n'), 'the browser');
    const door = new URL(readFileSync(notes, 'utf8').trim());
    const led = await fetch(door, { redirect: 'manual' });
    const link = new URL(led.headers.get('location') ?? assert.fail('no way in'));
    const first = await open(link);
    await linkState(first, 'open');
    const second = await (await newVisitor()).open(link);
    for (const page of [second, first])
      await page.getByText(/Someone else also used the link that opened this page/).waitFor();
    await asker.said(/someone else also used your link/);
    await first.reload();
    await first.getByTestId('locked').waitFor();
    await openSession(asker.link);
    await assert.rejects(openSession(link), /401/);
  });

  test('when the browser blocks storage, workers and locks, then a prompt is answered and nothing is uncaught', async (t) => {
    const { home, context, open } = await setStage(t);
    await context.addInitScript(() => {
      const refuse = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
      Object.defineProperty(globalThis, 'localStorage', { get: refuse });
      const worker = { ready: Promise.reject(new DOMException('blocked', 'SecurityError')), register: refuse };
      worker.ready.catch(() => {});
      Object.defineProperty(Navigator.prototype, 'serviceWorker', {
        get: () => ({
          ...worker,
          get ready() {
            return Promise.reject(new DOMException('blocked', 'SecurityError'));
          },
          addEventListener() {},
        }),
      });
      const request = () => Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'));
      Object.defineProperty(Navigator.prototype, 'locks', { get: () => ({ request }) });
    });
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await page.bringToFront();
    await answer(page, 'b');
    assert.equal((await asker.exit).stdout, 'b\n');
    await page.waitForLoadState('networkidle');
  });
});

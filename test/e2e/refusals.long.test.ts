// Where the page cannot be shown: cookies of other programs, proxies, addresses cut by hand. A human is told what helps.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, type Scope } from '../helpers/choice.ts';
import { ENGINES } from '../helpers/engines.ts';
import { Tab } from '../helpers/tab.ts';
import { useChromium } from './support/browser.ts';
import { digits, option } from './support/page.ts';

const setStage = useChromium();

/** As many cookies for 127.0.0.1 as other programs there may have set. */
function cookies(bytes: number) {
  const SIZE = 1_750;
  return Array.from({ length: bytes / SIZE }, (_, index) => ({
    name: `other${index}`,
    value: 'x'.repeat(SIZE),
    domain: '127.0.0.1',
    path: '/',
  }));
}

/** A proxy to `port` that serves what is under `prefix`, and passes on the Host that it was called by unless `isHidden`. */
async function startProxy(t: Scope, port: string, prefix: string, isHidden: boolean): Promise<number> {
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '';
    if (!path.startsWith(prefix)) return void outgoing.writeHead(404).end();
    const { host, ...headers } = incoming.headers;
    const passed = { ...headers, host: isHidden ? `127.0.0.1:${port}` : host };
    const options = { port, host: '127.0.0.1', path: path.slice(prefix.length), headers: passed };
    incoming.pipe(
      request(options, (reply) => {
        outgoing.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(outgoing);
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe('pages that cannot be shown', { concurrency: 2 }, () => {
  for (const engine of ENGINES) {
    test(`other programs' cookies: 14 kB do no harm, of 35 kB the page tells the way out (${engine})`, async (t) => {
      const { home, context, open, expectComplaint } = await setStage(t, { env: { CHOICE_TRANSPORT: engine } });
      expectComplaint(/431/);
      const { link } = await ask(home, ['Pick one', 'a', 'b']);
      await context.addCookies(cookies(14_000));
      const page = await open(link);
      await digits(page).waitFor();
      await page.reload();
      await digits(page).waitFor();
      await context.addCookies(cookies(35_000));
      await page.reload();
      await page.getByRole('heading', { name: 'Your browser sent too many cookies' }).waitFor();
      const text = (await page.locator('main').textContent()) ?? '';
      assert.match(text, /other programs on 127\.0\.0\.1: .*private window.*delete the cookies for 127\.0\.0\.1/s);
      await context.clearCookies();
      await page.reload();
      await digits(page).waitFor();
    });
  }

  test('a proxy that keeps its own name, and one that hides it: the page says which port to forward', async (t) => {
    const { home, context, expectComplaint } = await setStage(t);
    expectComplaint(/40\d|421|MIME/);
    const { link } = await ask(home, ['Pick one', 'a', 'b']);
    const page = await context.newPage();

    const open = await startProxy(t, link.port, '', false);
    await page.goto(`http://proxied.localhost:${open}${link.pathname}`);
    await page.getByRole('heading', { name: 'Open this page at 127.0.0.1' }).waitFor();
    await page.getByText(`ssh -N -L ${link.port}:127.0.0.1:${link.port} HOST`).waitFor();

    const hidden = await startProxy(t, link.port, '', true);
    const elsewhere = `http://proxied.localhost:${hidden}${link.pathname}`;
    await page.goto(elsewhere);
    await page.getByText('your browser reached it through a proxy').waitFor();
    assert.equal(page.url(), elsewhere, 'it goes nowhere by itself');

    const byPath = await startProxy(t, link.port, '/proxy/1', true);
    await page.goto(`http://127.0.0.1:${byPath}/proxy/1${link.pathname}`);
    await page.getByText('your browser reached it through a proxy').waitFor();
  });

  test('the page itself shows nothing of that', async (t) => {
    const { home, open } = await setStage(t);
    const page = await open((await ask(home, ['Pick one', 'a', 'b'])).link);
    await digits(page).waitFor();
    assert.equal(await page.locator('.standing').isVisible(), false);
  });

  test('while its script is on its way, the page asks for the proof, and shows nothing of that either', async (t) => {
    const { home, context, open } = await setStage(t);
    const { link } = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(link);
    await digits(page).waitFor();
    const proof = page.waitForRequest(/\/healthz/);
    await context.route(/\/assets\/app-.*\.js$/, async (route) => {
      await proof;
      assert.equal(await page.locator('.standing').isVisible(), false);
      await route.continue();
    });
    await page.goto(link.origin + link.pathname);
    await digits(page).waitFor();
  });

  test('an address cut by hand leads to the dashboard', async (t) => {
    const { home, open, expectComplaint } = await setStage(t);
    expectComplaint(/404|401/);
    const { link } = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(link);
    await digits(page).waitFor();
    for (const path of ['/choice', '/choice/', '/choice/a/b', '/nothing', '/api/prompts']) {
      await page.goto(link.origin + path);
      await page.getByRole('link', { name: 'Go to all active prompts' }).waitFor();
    }
    await page.getByRole('link', { name: 'Go to all active prompts' }).click();
    await page.getByTestId('dashboard').waitFor();
  });
});

test('when as many pages are open as the portal allows, then one more says so, and continues once there is room', async (t) => {
  const { home, open, context, expectComplaint } = await setStage(t);
  expectComplaint(/WebSocket connection .* failed/);
  const asker = await ask(home, ['Pick one', 'a', 'b']);
  const first = await open(asker.link);
  await option(first, 'a').waitFor();
  const token = await first.evaluate(() => localStorage.getItem('choice.token') ?? '');
  const others = await Promise.all(Array.from({ length: 31 }, () => Tab.open(asker.link, token, asker.id)));
  t.after(() => others.forEach((tab) => void tab.close()));
  const page = await context.newPage();
  await page.goto(asker.link.origin + asker.link.pathname);
  await page.getByText('Too many pages of choice are open.').waitFor();
  others[0]?.close();
  await option(page, 'a').waitFor();
});

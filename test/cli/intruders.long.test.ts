// Row 8, by a real second Unix user: what stands in a process list is of no use to anybody else.
import assert from 'node:assert/strict';
import { chmodSync, chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, type TestContext } from 'node:test';
import { readCode } from '../../src/protocol/paths.ts';
import { test } from '../helpers/attempts.ts';
import {
  ask,
  binary,
  eventually,
  type Home,
  idOf,
  isAlive,
  makeHome,
  portalPid,
  run,
  start,
  startIn,
} from '../helpers/choice.ts';
import { actAs, noOtherUser, OTHER_UID } from '../helpers/other-user.ts';
import { openSession, throughDoor } from '../helpers/tab.ts';

/** A browser that takes its time to come up: it stays, and its arguments can be read. */
function slowBrowser(t: TestContext, { directory }: Home) {
  const command = join(directory, 'browser');
  const notes = join(directory, 'opened');
  const stay = `exec '${process.execPath}' -e 'setTimeout(() => {}, 60000)' "$@"`;
  writeFileSync(command, `#!/bin/sh\necho $$ "$@" >'${notes}'\n${stay}\n`);
  chmodSync(command, 0o755);
  const opened = async () => {
    await eventually(() => existsSync(notes) && readFileSync(notes, 'utf8').includes('http'), 'the browser');
    const [pid = '', address = ''] = readFileSync(notes, 'utf8').trim().split(' ');
    t.after(() => isAlive(Number(pid)) && process.kill(Number(pid)));
    return { pid: Number(pid), address: new URL(address) };
  };
  return { command, opened };
}

/** What the other user makes of the addresses in all argument lists that belong to `port` or lead to `id`. */
const TRY_ALL = `
  const fs = require('node:fs');
  const seen = new Set();
  for (const pid of fs.readdirSync('/proc').filter(Number)) {
    let line = '';
    try { line = fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8'); } catch {}
    for (const word of line.split(/[\\s\\0]/)) if (word.startsWith("http:") && word.includes('/choice/' + args[0])) seen.add(word);
  }
  const found = [];
  for (const address of seen) {
    const response = await fetch(address, { redirect: 'manual' });
    found.push({ address, status: response.status, location: response.headers.get('location'), text: await response.text() });
  }
  return found;
`;

interface Found {
  readonly address: string;
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
}

/** Status of a request for `address` with these headers, by this user. */
function knock(address: URL, method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { method, headers: { connection: 'close', ...headers }, agent: false };
    request(address, options, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    })
      .once('error', reject)
      .end();
  });
}

test('when SIGUSR1 comes, then no process of ours opens the debugger of Node', async (t) => {
  const home = makeHome(t);
  const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a', 'b']);
  const watching = start(home, ['dashboard', '--watch']);
  await watching.printed(/Pick one/);
  const portal = portalPid(home) ?? assert.fail('no portal');
  for (const pid of [portal, asker.child.pid, watching.child.pid]) process.kill(pid ?? 0, 'SIGUSR1');
  // It would be open before the reply comes to what is asked later.
  await run(home, ['answer', asker.id, 'a']);
  const { code, stderr } = await asker.exit;
  assert.equal(code, 0);
  watching.child.kill('SIGINT');
  const log = readFileSync(join(home.directory, 'log', 'portal.log'), 'utf8');
  for (const said of [stderr, (await watching.exit).stderr, log]) assert.doesNotMatch(said, /Debugger listening/);
});

describe('row 8: another user who reads process lists', { concurrency: true, skip: noOtherUser }, () => {
  test('finds no way in, stderr says so, and the browser of the user gets in', async (t) => {
    const home = makeHome(t);
    const { command, opened } = slowBrowser(t, home);
    const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a', 'b'], { CHOICE_BROWSER: command });
    const { address } = await opened();
    const found = await actAs<Found[]>(OTHER_UID, TRY_ALL, asker.id);
    assert.deepEqual(
      found.map((each) => [each.address, each.status, each.location]),
      [[address.href, 403, null]],
    );
    const [{ text } = assert.fail()] = found;
    assert.match(text, /for the user of this machine who opened it/);
    assert.ok(!text.includes('code'));
    await asker.said(/another user of this machine tried to open the address/);

    for (const [method, headers, status] of [
      ['HEAD', {}, 200],
      ['POST', {}, 405],
      ['GET', { 'Sec-Purpose': 'prefetch;prerender' }, 503],
      ['GET', { 'Sec-Fetch-Site': 'cross-site' }, 403],
      ['GET', { Host: `localhost:${address.port}` }, 421],
    ] as const)
      assert.equal(await knock(address, method, headers), status, method);
    assert.equal(await knock(new URL('/favicon.ico', address), 'GET', {}), 404);
    assert.equal(await knock(new URL(`/?door=${address.searchParams.get('door')}`, address), 'GET', {}), 404);

    const led = await throughDoor(address);
    assert.equal(led.origin + led.pathname, asker.link.origin + asker.link.pathname);
    assert.match(readCode(led.hash) ?? '', /^[\w-]{22}$/);
    assert.notEqual(led.hash, asker.link.hash);
    await assert.rejects(throughDoor(address), /410/);
    await openSession(led);
    await run(home, ['answer', asker.id, 'a']);
    const { code, stdout, stderr } = await asker.exit;
    assert.deepEqual([code, stdout], [0, 'a\n']);
    assert.equal(stderr.match(/another user/g)?.length, 1);
  });

  test('is refused where the victim is no root either, and root is let in', async (t) => {
    const VICTIM = 54_321;
    const home = makeHome(t);
    const { command, opened } = slowBrowser(t, home);
    chownSync(home.directory, VICTIM, VICTIM);
    const args = [`--reuid=${VICTIM}`, `--regid=${VICTIM}`, '--clear-groups', process.execPath, binary, 'ask'];
    const asker = startIn(home, 'setpriv', [...args, 'Pick one', 'a', 'b'], { CHOICE_BROWSER: command });
    const link = await asker.url();
    const { address } = await opened();
    const [found = assert.fail('nothing was found')] = await actAs<Found[]>(OTHER_UID, TRY_ALL, idOf(link));
    assert.deepEqual([found.status, found.location], [403, null]);
    await asker.said(/another user/);
    const [own = assert.fail('nothing was found')] = await actAs<Found[]>(VICTIM, TRY_ALL, idOf(link));
    assert.deepEqual([own.address, own.status], [address.href, 303]);
    await openSession(new URL(own.location ?? ''));
  });

  test('when the dashboard is opened, then its arguments tell nothing, and the printed link has a code of its own', async (t) => {
    const home = makeHome(t);
    const { command, opened } = slowBrowser(t, home);
    const asker = await ask(home, ['--no-open', 'Pick one', 'a', 'b']);
    const { code, stderr } = await run(home, ['dashboard', '--open'], { CHOICE_BROWSER: command });
    assert.equal(code, 0);
    const { address } = await opened();
    const refused = await actAs<number>(
      OTHER_UID,
      'return (await fetch(args[0], { redirect: "manual" })).status',
      address.href,
    );
    assert.equal(refused, 403);
    await asker.said(/another user/);
    const printed = new URL(/^http\S+$/m.exec(stderr)?.[0] ?? '');
    const led = await throughDoor(address);
    assert.deepEqual([printed.pathname, led.pathname], ['/', '/']);
    assert.notEqual(printed.hash, led.hash);
    for (const url of [printed, led]) await openSession(url);
  });
});

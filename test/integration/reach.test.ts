// Who reaches a portal: row 11, this machine alone; and by the socket only this user, who needs neither token nor Host there.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Handshake } from '../../src/protocol/http.ts';
import { PROTOCOL } from '../../src/protocol/version.ts';
import { forEachEngine } from '../contract/engines.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';

/** Addresses of this machine other than the one that a portal binds. */
function otherAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  // Of link-local addresses the scope would have to be named too; 127.0.0.2 is on the same loopback on Linux.
  const own = all.map(({ address }) => address).filter((address) => address !== '127.0.0.1' && !/^fe80/i.test(address));
  return process.platform === 'linux' ? [...own, '127.0.0.2'] : own;
}

function tryToConnect(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'failed'));
  });
}

forEachEngine((under) => {
  test('row 11, LAN: when another address of this machine is called, then the connection is refused', async (t) => {
    const { portal } = await TestPortal.start(t, under);
    assert.equal(await tryToConnect('127.0.0.1', portal.port), 'connected');
    for (const address of otherAddresses())
      assert.equal(await tryToConnect(address, portal.port), 'ECONNREFUSED', address);
  });

  test('when a portal is asked who it is, then it says so without a secret', async (t) => {
    const portal = await TestPortal.start(t, under);
    await portal.ask();
    const { text } = await portal.call('GET', '/healthz');
    const { pid, ...rest }: Handshake = JSON.parse(text);
    assert.equal(pid, process.pid);
    assert.deepEqual(rest, {
      name: 'choice',
      instance: portal.portal.instance,
      protocol: PROTOCOL,
      version: '0.0.0-test',
      engine: under.engine,
      open: 1,
      draining: false,
      port: portal.portal.port,
      tab_proof: null,
      code_proof: null,
    });
  });

  test('row 6: when a process connects to the socket, then it is served without token, Origin and Host', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const odd = { isLocal: true, host: 'anything', headers: ['Origin: https://evil.example'] };
    for (const path of ['/api/prompts', `/api/prompts/${id}`, '/api/journal', '/healthz'])
      assert.equal((await portal.call('GET', path, odd)).status, 200, path);
    assert.equal((await portal.upgradeLocally('/ask')).status, 101);
    assert.equal((await (await portal.openTerminal(id)).look()).status, 'open');
  });

  test("row 6: when a browser calls what is for this user's processes, then nothing is there", async (t) => {
    const portal = await TestPortal.start(t, under);
    const headers = [portal.bearer, portal.origin, 'Content-Type: application/json'];
    for (const path of ['/api/retire', '/api/invite'])
      assert.equal((await portal.call('POST', path, { headers, body: '{"force":true}' })).status, 404, path);
    assert.equal((await portal.call('GET', '/api/journal', { headers })).status, 404);
    const Authorization = `Bearer ${portal.tabToken}`;
    assert.equal((await portal.upgrade('/ask', { Authorization, Origin: portal.url.origin })).status, 404);
  });

  test('when the path of the socket is taken over or removed, then the portal knows', async (t) => {
    const { portal, options } = await TestPortal.start(t, under);
    assert.ok(portal.isReachable());
    const { portal: next } = await TestPortal.start(t, under, { socketPath: options.socketPath });
    assert.deepEqual([portal.isReachable(), next.isReachable()], [false, true]);
    await portal.close();
    assert.ok(next.isReachable(), 'the first one leaves the path alone as it goes');
    rmSync(options.socketPath);
    assert.ok(!next.isReachable());
  });
});

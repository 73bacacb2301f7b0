// Row 11: only this machine reaches a portal. And the proof by which a portal shows whose it is, before it is told anything.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { AskerSocket } from '../../src/client/asker-socket.ts';
import type { Handshake } from '../../src/protocol/http.ts';
import { meet, shakeHands } from '../../src/security/handshake.ts';
import { newKey } from '../../src/security/key.ts';
import { askerToken, isProof } from '../../src/security/token.ts';
import { forEachEngine } from '../contract/engines.ts';
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

  test('when a portal is asked who it is, then it tells no secret, and proves that it knows the key by the nonce', async (t) => {
    const portal = await TestPortal.start(t, under);
    await portal.ask();
    const { text } = await portal.call('GET', '/healthz');
    const { pid, ...rest }: Handshake = JSON.parse(text);
    assert.equal(pid, process.pid);
    assert.deepEqual(rest, {
      name: 'choice',
      instance: portal.portal.instance,
      protocol: 1,
      version: '0.0.0-test',
      engine: under.engine,
      open: 1,
      draining: false,
      proof: null,
      tab_proof: null,
    });
    const nonce = 'a-nonce-of-the-caller';
    const proven: Handshake = JSON.parse((await portal.call('GET', `/healthz?nonce=${nonce}`)).text);
    const { key } = portal.options;
    const { port } = portal.portal;
    assert.ok(proven.proof !== null && isProof(key, nonce, port, proven.proof));
    assert.ok(!isProof(key, 'another-nonce-of-it', port, proven.proof));
    assert.ok(!isProof(newKey(), nonce, port, proven.proof));
    assert.ok(!isProof(key, nonce, port + 1, proven.proof), 'a proof is not passed on from another port');
  });

  test('when a nonce is malformed, then there is no proof', async (t) => {
    const portal = await TestPortal.start(t, under);
    for (const query of [
      'nonce=',
      'nonce=short',
      `nonce=${'x'.repeat(65)}`,
      'nonce=a%20b_and_more_of_it',
      'other=1&nonce=x',
    ])
      assert.equal(JSON.parse((await portal.call('GET', `/healthz?${query}`)).text).proof, null, query);
  });

  test('when the command line shakes hands, then only with a portal of its own key', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { port, instance } = portal.portal;
    assert.equal((await shakeHands(port, portal.options.key))?.instance, instance);
    assert.equal(await shakeHands(port, newKey()), null);
  });

  for (const isGone of [false, true])
    test(`when an asker has met a portal and the connection of the handshake ${isGone ? 'is gone, then its token goes nowhere' : 'stands, then its link goes on by it'}`, async (t) => {
      const portal = await TestPortal.start(t, under);
      const { port, instance } = portal.portal;
      const met = await meet(port, portal.options.key);
      assert.ok(met && met !== 'silent');
      if (isGone) await once(met.socket.destroy(), 'close');
      const token = askerToken(portal.options.key, instance);
      const options = { port, token, path: '/ask', patience: 10_000, socket: met.socket };
      const end = await new Promise<string>((resolve) => {
        // Closed without an error: the asker meets whoever listens there anew.
        const close = (error: Error | null) => resolve(error ? error.message : 'closed');
        const link = new AskerSocket(options, { open: () => resolve('open'), message() {}, close });
        t.after(() => link.terminate());
      });
      assert.equal(end, isGone ? 'closed' : 'open');
      const handshakeAlone = 150;
      assert.equal(met.socket.bytesWritten > handshakeAlone, !isGone, 'the token went by it, or not');
    });
});

// The terminal's link to the portal: what it does with the connection by which that was found.
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { WebSocketServer } from 'ws';
import { PROTOCOL, SUBPROTOCOL } from '../../../src/protocol/version.ts';
import { PromptLink } from '../../../src/terminal/link.ts';

test('when the portal was found by a connection that is still open, then the link is made and that is closed', async (t) => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => SUBPROTOCOL });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const claim = { name: 'choice', instance: 'i', protocol: PROTOCOL, version: '1', pid: 1, engine: 'node' } as const;
  const handshake = { ...claim, open: 0, draining: false, proof: null, tab_proof: null };
  const events = new EventEmitter();
  const link = new PromptLink({
    id: 'p0000001',
    connect: async () => ({ port, token: 'secret', handshake, socket }),
    onOpen: () => events.emit('open'),
    onMessage() {},
    onLost() {},
  });
  t.after(() => {
    link.close();
    socket.destroy();
    for (const client of server.clients) client.terminate();
    server.close();
  });
  await once(events, 'open');
  assert.equal(socket.destroyed, true);
});

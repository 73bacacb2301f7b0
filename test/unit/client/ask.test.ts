// The asker's side of a registration, against portals that do not take it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { Asking } from '../../../src/client/ask.ts';
import { NoPortalError } from '../../../src/client/start.ts';
import type { PromptSpecInput } from '../../../src/core/spec.ts';
import { validateSpec } from '../../../src/core/validate.ts';
import { PROTOCOL, SUBPROTOCOL } from '../../../src/protocol/version.ts';
import { systemClock } from '../../../src/system/clock.ts';

/** Asks at a portal that does `meet` with each link. Gives the asking, and how many links there were. */
async function askAt(t: TestContext, meet: (socket: WebSocket) => void) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => SUBPROTOCOL });
  let links = 0;
  server.on('connection', (socket) => {
    links += 1;
    meet(socket);
  });
  await once(server, 'listening');
  t.after(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const handshake = {
    name: 'choice',
    instance: 'i',
    protocol: PROTOCOL,
    version: '1',
    pid: 1,
    engine: 'node',
  } as const;
  const input = { kind: 'select', question: 'Deploy where?', options: [{ value: 'staging' }] } as PromptSpecInput;
  const validated = validateSpec(input);
  assert.ok(validated.ok);
  const asking = new Asking({
    id: 'p0000001',
    input,
    spec: validated.spec,
    key: null,
    connect: async () => ({
      port,
      token: 'secret',
      handshake: { ...handshake, open: 0, draining: false, proof: null, tab_proof: null },
    }),
    clock: systemClock(),
    mayOpen: false,
    onOpened: () => assert.fail('nothing was registered'),
    onMoved() {},
    onReattached() {},
  });
  return { asking, links: () => links };
}

test('when every portal hangs up before it registers the prompt, then the asker gives up instead of trying for ever', async (t) => {
  const { asking, links } = await askAt(t, (socket) =>
    socket.on('message', () => socket.close(1011, 'internal error')),
  );
  await assert.rejects(asking.settled, (error) => {
    assert.ok(error instanceof NoPortalError);
    assert.match(error.message, /hangs up; run: choice doctor$/);
    return true;
  });
  assert.ok(links() > 1, 'one that was just leaving is no reason to give up');
});

// The asker's side of a registration, against portals that do not take it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { Asking } from '../../../src/client/ask.ts';
import { timeoutAlone } from '../../../src/client/resume-state.ts';
import { NoPortalError } from '../../../src/client/start.ts';
import { PortalLink } from '../../../src/client/wire/link.ts';
import type { PromptSpec, PromptSpecInput } from '../../../src/core/spec.ts';
import { validateSpec } from '../../../src/core/validate.ts';
import type { PortalToAsker } from '../../../src/protocol/asker.ts';
import { REFUSAL_TEXT } from '../../../src/protocol/refusal.ts';
import { SUBPROTOCOL } from '../../../src/protocol/version.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { makeDirectory } from '../../helpers/directory.ts';

const input = { kind: 'select', question: 'Deploy where?', options: [{ value: 'staging' }] } as PromptSpecInput;

function specOf(given: PromptSpecInput): PromptSpec {
  const validated = validateSpec(given);
  assert.ok(validated.ok);
  return validated.spec;
}

const opened = {
  type: 'opened',
  id: 'p0000001',
  url: 'http://127.0.0.1/choice/p0000001',
  opened_at: 0,
  sent_at: 0,
  remaining_ms: null,
  revision: 1,
  extended_ms: 0,
  holds: 0,
  seen_at: null,
  draft: null,
  requests: [],
  code_uses: 0,
  settled: false,
  asker_grace_ms: 0,
  created: true,
  open_url: null,
  unreached: false,
} satisfies PortalToAsker;
const outcome = { ...timeoutAlone(null, specOf(input), systemClock()), by: 'deadline' } as const;
const settled = { type: 'settled', id: opened.id, outcome, opened_at: 0, logged: true } satisfies PortalToAsker;
const tooMany = {
  type: 'refused',
  reason: 'too_many_prompts',
  detail: REFUSAL_TEXT.too_many_prompts,
} satisfies PortalToAsker;

/** Asks at a portal that does `meet` with each link. Gives the asking, and how many links there were. */
async function askAt(t: TestContext, meet: (socket: WebSocket) => void) {
  const listener = createServer();
  const socketPath = join(makeDirectory(t), 'portal');
  const server = new WebSocketServer({ server: listener, handleProtocols: () => SUBPROTOCOL });
  let links = 0;
  server.on('connection', (socket) => {
    links += 1;
    meet(socket);
  });
  await once(listener.listen(socketPath), 'listening');
  t.after(() => {
    for (const client of server.clients) client.terminate();
    listener.close();
  });
  const asking = new Asking({
    id: 'p0000001',
    registration: { input, key: null, source: 'script-1', askerGraceMs: 0, mayOpen: false },
    spec: specOf(input),
    link: (path) => PortalLink.open({ socketPath }, path, 20_000),
    clock: systemClock(),
    onOpened() {},
    onUnreached() {},
    onMoved() {},
    onReattached() {},
    onWarning() {},
    findOutcome: async () => null,
  });
  return { asking, links: () => links };
}

test('when every portal hangs up before it registers the prompt, then the asker gives up instead of trying for ever', async (t) => {
  const { asking, links } = await askAt(t, (socket) =>
    socket.on('message', () => socket.close(1011, 'internal error')),
  );
  await assert.rejects(asking.settled, (error) => {
    assert.ok(error instanceof NoPortalError);
    assert.match(error.message, /closed the connection; run: choice doctor$/);
    return true;
  });
  assert.ok(links() > 1, 'one that was just leaving is no reason to give up');
});

test('when a portal ends right after each registration, then the asker tries again, ever more slowly', async (t) => {
  const times: number[] = [];
  const { asking } = await askAt(t, (socket) =>
    socket.on('message', () => {
      times.push(performance.now());
      socket.send(JSON.stringify(times.length < 6 ? opened : settled));
      socket.close(1011, 'internal error');
    }),
  );
  assert.equal((await asking.settled).outcome.status, 'timeout');
  // At least half of 50, 100, 200, 400 and 800 ms: without them portals would be started without a pause.
  const took = (times.at(-1) ?? 0) - (times[0] ?? 0);
  assert.ok(times.length === 6 && took >= 775 - 5, `${times.length} registrations in ${took} ms`);
});

test('when a portal has no room for a prompt that another one lost, then the asker tries again until it has', async (t) => {
  const replies = [opened, tooMany, tooMany, settled];
  const { asking, links } = await askAt(t, (socket) =>
    socket.on('message', () => {
      const reply = replies[links() - 1];
      socket.send(JSON.stringify(reply));
      if (reply === opened) socket.terminate();
    }),
  );
  assert.equal((await asking.settled).outcome.status, 'timeout');
  assert.equal(links(), replies.length);
});

test('when a portal has no room for a new prompt, then the asker gives up at once', async (t) => {
  const { asking, links } = await askAt(t, (socket) => socket.send(JSON.stringify(tooMany)));
  await assert.rejects(asking.settled, NoPortalError);
  assert.equal(links(), 1);
});

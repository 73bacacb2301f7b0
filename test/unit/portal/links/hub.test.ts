// What tabs are told: the push of the time left, which leaves room for other work, and the state of what they watch.

import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { MemoryRegistry } from '../../../../src/core/memory-registry.ts';
import { Hub, type HubOptions } from '../../../../src/portal/links/hub.ts';
import { DEFAULT_SETTINGS } from '../../../../src/protocol/settings.ts';
import type { PortalToTab } from '../../../../src/protocol/tab.ts';
import { FakeClock } from '../../../helpers/clock.ts';
import { makeSpec } from '../../../helpers/prompts.ts';
import { noRecorder } from '../../../helpers/recorder.ts';

const PROMPTS = 40;
const TABS_PER_PROMPT = 25;

const unlimited = { all: Number.POSITIVE_INFINITY, perPrompt: Number.POSITIVE_INFINITY };

function makeHub(t: TestContext, findPast: HubOptions['findPast'] = async () => null) {
  const clock = new FakeClock();
  const recorder = { ...noRecorder, settled: async () => true };
  const registry = new MemoryRegistry({ clock, recorder, nextTurn: (flush) => setImmediate(flush) });
  const deliveryState = () => ({ delivery: 'waiting', logged: true }) as const;
  const hub = new Hub({
    registry,
    clock,
    deliveryState,
    onTabs: () => {},
    findPast,
    settings: () => DEFAULT_SETTINGS,
    limits: unlimited,
  });
  t.after(() => hub.stop());
  return { hub, registry };
}

/** A socket that keeps what it was sent. */
function makeSocket() {
  const heard: PortalToTab[] = [];
  const send = (message: string | Uint8Array) => {
    heard.push(JSON.parse(typeof message === 'string' ? message : Buffer.from(message).toString()));
    return true;
  };
  return { heard, socket: { send, close() {} } };
}

test('when a thousand tabs are sent the time left, then other work of the portal is done in between', async (t) => {
  const { hub, registry } = makeHub(t);
  let sent = 0;
  const socket = {
    send() {
      sent += 1;
      return true;
    },
    close() {},
  };
  for (let prompt = 0; prompt < PROMPTS; prompt += 1) {
    const id = `prompt${prompt}`;
    await registry.open({ id, spec: makeSpec() });
    for (let tab = 0; tab < TABS_PER_PROMPT; tab += 1) await hub.add({ socket, id, isPage: true });
  }

  sent = 0;
  let sentBefore = Number.NaN;
  setImmediate(() => {
    sentBefore = sent;
  });
  await hub.syncAll();
  assert.equal(sent, PROMPTS * TABS_PER_PROMPT);
  assert.ok(sentBefore <= 300, `${sentBefore} messages before other work`);
});

for (const end of ['open', 'settled'] as const) {
  test(`when an asker brings its prompt while the journals are searched for it (${end} then), then that is the last word`, async (t) => {
    const { heard, socket } = makeSocket();
    const search = new EventEmitter();
    const { hub, registry } = makeHub(t, () => {
      search.emit('begun');
      return once(search, 'ended').then(() => null);
    });
    const begun = once(search, 'begun');
    const added = hub.add({ socket, id: 'prompt', isPage: true });
    await begun;
    await registry.open({ id: 'prompt', spec: makeSpec() });
    if (end === 'settled') await registry.apply('prompt', { type: 'cancel', request_id: 'r', by: 'cli' });
    search.emit('ended');
    await added;
    assert.equal(heard[0]?.type, 'prompt');
    const states = heard.flatMap((message) => (message.type === 'state' ? [message.state.status] : []));
    assert.deepEqual(states, end === 'settled' ? ['open', 'settled'] : ['open']);
    assert.equal(heard.length, states.length + 1);
  });
}

test('when a prompt is unknown to portal and journals, then the tab is told so', async (t) => {
  const { hub } = makeHub(t);
  const { heard, socket } = makeSocket();
  await hub.add({ socket, id: 'prompt', isPage: true });
  assert.deepEqual(heard, [{ type: 'unknown' }]);
});

test('when a tab asks several times at once, then each time is answered', async (t) => {
  const { hub, registry } = makeHub(t);
  const { heard, socket } = makeSocket();
  await registry.open({ id: 'prompt', spec: makeSpec() });
  const link = { socket, id: 'prompt', isPage: true };
  await hub.add(link);
  await Promise.all(Array.from({ length: 3 }, () => hub.sendState(link)));
  assert.equal(heard.filter(({ type }) => type === 'state').length, 4);
  assert.equal(heard.filter(({ type }) => type === 'prompt').length, 1);
});

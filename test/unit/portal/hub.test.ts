// The periodic push to tabs: everybody gets it, and it leaves room for other work.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryRegistry } from '../../../src/core/registry.ts';
import { Hub } from '../../../src/portal/hub.ts';
import { DEFAULT_SETTINGS } from '../../../src/protocol/settings.ts';
import { FakeClock } from '../../helpers/clock.ts';
import { makeSpec } from '../../helpers/prompts.ts';

const PROMPTS = 40;
const TABS_PER_PROMPT = 25;

test('when a thousand tabs are sent the time left, then other work of the portal is done in between', async (t) => {
  const clock = new FakeClock();
  const recorder = { opened() {}, extended() {}, settled: async () => true };
  const registry = new MemoryRegistry({ clock, recorder, nextTurn: (flush) => setImmediate(flush) });
  const unlimited = { all: Number.POSITIVE_INFINITY, perPrompt: Number.POSITIVE_INFINITY };
  const handover = () => ({ delivery: 'waiting', logged: true }) as const;
  const findPast = async () => null;
  const hub = new Hub({ registry, clock, handover, findPast, settings: () => DEFAULT_SETTINGS, limits: unlimited });
  t.after(() => hub.stop());
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

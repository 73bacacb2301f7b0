// What a tab answers: options by position, for every kind, and what of it is refused.
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { MemoryRegistry } from '../../../../src/core/memory-registry.ts';
import type { PromptSpecInput } from '../../../../src/core/spec.ts';
import { Hub } from '../../../../src/portal/links/hub.ts';
import { listenToTab } from '../../../../src/portal/links/tab-link.ts';
import { Reach } from '../../../../src/portal/reach/reach.ts';
import { DEFAULT_SETTINGS } from '../../../../src/protocol/settings.ts';
import type { PortalToTab } from '../../../../src/protocol/tab.ts';
import { silentLog } from '../../../../src/system/log.ts';
import { FakeClock } from '../../../helpers/clock.ts';
import { makeSpec } from '../../../helpers/prompts.ts';
import { FakeRecorder } from '../../../helpers/recorder.ts';
import { drainMicrotasks } from '../../../helpers/turns.ts';

/** Nobody is to be brought to anything here. */
const reach = new Reach({ summon: () => 0, tellOthers: () => {}, makeUrl: () => '' });
const ID = 'p0000001';
const options = ['a', 'b', 'c'].map((value) => ({ value }));

/** A tab of one open prompt. */
async function setUp(t: TestContext, spec: Partial<PromptSpecInput>) {
  const clock = new FakeClock(0);
  const recorder = new FakeRecorder();
  const registry = new MemoryRegistry({ clock, recorder, nextTurn: (flush) => setImmediate(flush) });
  await registry.open({ id: ID, spec: makeSpec(spec) });
  const hub = new Hub({
    registry,
    clock,
    onTabs: () => {},
    deliveryState: () => ({ delivery: 'waiting', logged: true }),
    settings: () => DEFAULT_SETTINGS,
    findPast: async () => null,
  });
  t.after(() => hub.stop());
  const told: PortalToTab[] = [];
  const socket = {
    send(text: string) {
      told.push(JSON.parse(text));
      return true;
    },
    close() {},
  };
  const listener = listenToTab({ registry, clock, hub, reach, surface: 'browser', log: silentLog }, ID, true);
  listener.open(socket);
  const settle = async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      await drainMicrotasks();
      recorder.finish();
    }
  };
  return {
    clock,
    registry,
    /** Sends `message` and gives what stands then. */
    async send(message: object) {
      listener.message(JSON.stringify(message));
      await settle();
      return (await registry.get(ID)) ?? assert.fail('the prompt is lost');
    },
    /** The verdict on the last request: `accepted`, or the reason of the refusal. */
    verdict() {
      const last = told.findLast(({ type }) => type === 'accepted' || type === 'refused');
      return last?.type === 'refused' ? last.reason : last?.type;
    },
  };
}

describe('an answer by position', () => {
  const cases: [
    what: string,
    spec: Partial<PromptSpecInput>,
    answer: object,
    values: string[] | string,
    text: string | null,
  ][] = [
    ['the last option of a select', { options }, { picked: [2] }, ['c'], null],
    ['options in the order picked', { kind: 'multi', options }, { picked: [2, 0] }, ['c', 'a'], null],
    ['no option of a multi that may be empty', { kind: 'multi', options, min: 0 }, { picked: [] }, [], null],
    ['no of a confirm', { kind: 'confirm' }, { picked: [1] }, ['no'], null],
    ['the text of an input', { kind: 'input' }, { picked: [], text: 'x' }, [], 'x'],
    ['another answer', { options, other: true }, { picked: [], text: 'else' }, [], 'else'],
    ['values, as before', { options }, { values: ['b'] }, ['b'], null],
    ['a position beyond the last', { options }, { picked: [3] }, 'unknown_value', null],
    ['a position twice', { kind: 'multi', options }, { picked: [1, 1] }, 'unknown_value', null],
    ['a position of an input', { kind: 'input' }, { picked: [0], text: 'x' }, 'unknown_value', null],
    ['two positions of a select', { options }, { picked: [0, 1] }, 'wrong_count', null],
    ['half a position', { options }, { picked: [0.5] }, 'bad_message', null],
  ];
  for (const [what, spec, answer, values, text] of cases) {
    const isRefused = typeof values === 'string';
    test(`when it is ${what}, then it is ${isRefused ? `refused as ${values}` : 'the answer'}`, async (t) => {
      const tab = await setUp(t, spec);
      const { outcome } = await tab.send({ type: 'answer', request_id: 'r', answer });
      assert.equal(tab.verdict(), isRefused ? values : 'accepted');
      assert.deepEqual(
        outcome && [outcome.values, outcome.text, outcome.by],
        isRefused ? null : [values, text, 'browser'],
      );
    });
  }

  test('when notes come with positions, then they are by value', async (t) => {
    const tab = await setUp(t, { kind: 'multi', options });
    const answer = { picked: [1], note: 'all', notes: { b: 'why' } };
    const { outcome } = await tab.send({ type: 'answer', request_id: 'r', answer });
    assert.deepEqual([outcome?.note, outcome?.notes], ['all', { b: 'why' }]);
  });

  test('when all of a thousand options are picked, then all are the answer', async (t) => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({ value: `option-${index}` }));
    const tab = await setUp(t, { kind: 'multi', options: many });
    const picked = many.map((_, index) => index);
    const { outcome } = await tab.send({ type: 'answer', request_id: 'r', answer: { picked } });
    assert.deepEqual(
      outcome?.values,
      many.map(({ value }) => value),
    );
  });
});

describe('a draft by position', () => {
  test('when it comes in the last 15 s, then it is kept by value and the deadline is held', async (t) => {
    const tab = await setUp(t, { options });
    tab.clock.set(55_000);
    const prompt = await tab.send({ type: 'draft', draft: { picked: [1] } });
    assert.deepEqual([prompt.draft, prompt.deadline, prompt.holds], [{ values: ['b'] }, 70_000, 1]);
  });

  test('when it names no option, then neither is it kept nor the deadline held', async (t) => {
    const tab = await setUp(t, { options });
    tab.clock.set(55_000);
    const prompt = await tab.send({ type: 'draft', draft: { picked: [3] } });
    assert.deepEqual([prompt.draft, prompt.deadline, prompt.holds], [null, 60_000, 0]);
  });
});

describe('a tab that says hello', () => {
  test('when it is visible, then the prompt was seen; when it is not, then not yet', async (t) => {
    const tab = await setUp(t, { options });
    const hello = { type: 'hello', can_notify: true };
    assert.equal((await tab.send({ ...hello, visible: false })).seen_at, null);
    const { seen_at } = await tab.send({ ...hello, visible: true });
    assert.equal(seen_at, tab.clock.wall());
    tab.clock.advance(5);
    assert.equal((await tab.send({ ...hello, visible: true })).seen_at, seen_at, 'the first time counts');
  });
});

test('when the journals cannot be read, then the tab that asks for a past prompt loses its link and nothing else happens', async (t) => {
  const clock = new FakeClock(0);
  const registry = new MemoryRegistry({
    clock,
    recorder: new FakeRecorder(),
    nextTurn: (flush) => setImmediate(flush),
  });
  const hub = new Hub({
    registry,
    clock,
    onTabs: () => {},
    deliveryState: () => ({ delivery: 'gone', logged: true }),
    settings: () => DEFAULT_SETTINGS,
    findPast: () => Promise.reject(new Error('EIO')),
  });
  t.after(() => hub.stop());
  const listener = listenToTab({ registry, clock, hub, reach, surface: 'browser', log: silentLog }, 'past0000', true);
  const code = await new Promise((resolve) => listener.open({ send: () => true, close: resolve }));
  assert.equal(code, 1011);
});

// Keys: one question under one name, asked any number of times, decided once.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MAX_OPEN_PROMPTS, MAX_SETTLED_KEPT } from '../../../src/core/limits.ts';
import { MemoryRegistry } from '../../../src/core/memory-registry.ts';
import type { Outcome, Surface } from '../../../src/core/prompt.ts';
import type { OpenReply } from '../../../src/core/registry.ts';
import { FakeClock } from '../../helpers/clock.ts';
import { countingIds } from '../../helpers/ids.ts';
import { makePrompt, makeSpec } from '../../helpers/prompts.ts';
import { FakeRecorder } from '../../helpers/recorder.ts';
import { drainMicrotasks, ManualTurns, watch } from '../../helpers/turns.ts';

const FIRST = 'p0000001';
const SECOND = 'p0000002';
const THIRD = 'p0000003';
const KEY = 'deploy-42';
const staging = { values: ['staging'] };

function setUp() {
  const clock = new FakeClock(0);
  const recorder = new FakeRecorder();
  const turns = new ManualTurns();
  const registry = new MemoryRegistry({ clock, recorder, nextTurn: turns.next });
  return {
    clock,
    recorder,
    turns,
    registry,
    open: (id: string, key: string | null = KEY, overrides: Parameters<typeof makeSpec>[0] = {}) =>
      registry.open({ id, key, spec: makeSpec(overrides) }),
    answer: (id: string) =>
      registry.apply(id, { type: 'answer', request_id: `a-${id}`, by: 'browser', answer: staging }),
    cancel: (id: string, by: Surface) => registry.apply(id, { type: 'cancel', request_id: `c-${id}`, by }),
    /** Ends the turn and the writes it began. */
    finish: async () => {
      turns.end();
      await drainMicrotasks();
      recorder.finish();
      await drainMicrotasks();
    },
  };
}

/** `ID created` or `ID known`, with the status of what stands; or the reason of a refusal. */
function told(reply: OpenReply): string {
  if (!reply.accepted) return reply.reason;
  const { id, outcome } = reply.prompt;
  return `${id} ${reply.created ? 'created' : 'known'} ${outcome?.status ?? 'open'}`;
}

function outcomeBy(by: Surface, status: Outcome['status'] = 'answered'): Outcome {
  return {
    status,
    values: status === 'answered' ? ['staging'] : [],
    text: null,
    note: null,
    notes: {},
    fallback: false,
    by,
    who: null,
    settled_at: 5,
    elapsed_ms: 4,
    extended_ms: 0,
    seen_at: null,
  };
}

describe('a key that is in use', () => {
  test('when the same question is asked under it, then the open prompt comes back under its own id', async () => {
    const t = setUp();
    assert.equal(told(await t.open(FIRST)), `${FIRST} created open`);
    assert.equal(told(await t.open(SECOND)), `${FIRST} known open`);
    assert.deepEqual(t.recorder.calls, [`opened ${FIRST}`]);
    assert.equal(await t.registry.get(SECOND), null);
    assert.equal(await t.registry.hasKey(KEY), true);
  });

  test('when two ask at once, then one creates and the other finds', async () => {
    const t = setUp();
    assert.deepEqual((await Promise.all([t.open(FIRST), t.open(SECOND)])).map(told), [
      `${FIRST} created open`,
      `${FIRST} known open`,
    ]);
  });

  test('when another question is asked under it, then it is refused as key_taken, open or settled', async () => {
    const t = setUp();
    await t.open(FIRST);
    for (const other of [{ question: 'Else?' }, { fallback: 'staging' }, { body: 'b' }, { kind: 'multi' as const }]) {
      assert.equal(told(await t.open(SECOND, KEY, other)), 'key_taken');
    }
    void t.answer(FIRST);
    await t.finish();
    assert.equal(told(await t.open(SECOND, KEY, { question: 'Else?' })), 'key_taken');
  });

  test('when the id is taken too, then that is said: the id names the prompt', async () => {
    const t = setUp();
    await t.open(FIRST);
    assert.equal(told(await t.open(FIRST, 'another key', { question: 'Else?' })), 'id_taken');
  });

  test('when 1,000 prompts are open, then the same question still finds its own', async () => {
    const t = setUp();
    await t.open(FIRST);
    const nextId = countingIds('m');
    for (let count = 1; count < MAX_OPEN_PROMPTS; count += 1) await t.open(nextId(), null);
    assert.equal(told(await t.open(SECOND, 'new')), 'too_many_prompts');
    assert.equal(told(await t.open(SECOND)), `${FIRST} known open`);
  });

  test('when prompts have no key, then they never find each other', async () => {
    const t = setUp();
    assert.equal(told(await t.open(FIRST, null)), `${FIRST} created open`);
    assert.equal(told(await t.open(SECOND, null)), `${SECOND} created open`);
    assert.equal(await t.registry.hasKey(KEY), false);
  });

  test('when a key is named like an inherited property, then it is a key like any other', async () => {
    const t = setUp();
    for (const key of ['constructor', '__proto__', ' ']) {
      assert.equal(await t.registry.hasKey(key), false);
      const id = `${key.replaceAll(/\W|_/g, 'x')}00000001`;
      assert.equal(told(await t.open(id, key)), `${id} created open`);
    }
  });
});

describe('a key whose prompt settled', () => {
  for (const by of ['browser', 'terminal', 'cli'] as const) {
    test(`when a human answered it from the ${by}, then asking again gives the outcome`, async () => {
      const t = setUp();
      await t.open(FIRST);
      void t.registry.apply(FIRST, { type: 'answer', request_id: 'a', by, answer: staging });
      await t.finish();
      assert.equal(told(await t.open(SECOND)), `${FIRST} known answered`);
    });

    test(`when a human cancelled it from the ${by}, then asking again gives the outcome`, async () => {
      const t = setUp();
      await t.open(FIRST);
      void t.cancel(FIRST, by);
      await t.finish();
      assert.equal(told(await t.open(SECOND)), `${FIRST} known cancelled`);
    });
  }

  test('when the deadline passed, then asking again gives the timeout', async () => {
    const t = setUp();
    await t.open(FIRST);
    t.clock.set(60_000);
    void t.registry.expireDue(60_000);
    await t.finish();
    assert.equal(told(await t.open(SECOND)), `${FIRST} known timeout`);
  });

  test('when its outcome is on its way to the disk, then asking again waits for it', async () => {
    const t = setUp();
    await t.open(FIRST);
    void t.answer(FIRST);
    t.turns.end();
    const again = watch(t.open(SECOND));
    await drainMicrotasks();
    assert.equal(again.state, 'pending');
    t.recorder.finish();
    await drainMicrotasks();
    assert.equal(again.value && told(again.value), `${FIRST} known answered`);
  });

  for (const by of ['asker', 'portal'] as const) {
    test(`when its ${by} ended and nobody decided, then the key is free again, for another question too`, async () => {
      const t = setUp();
      await t.open(FIRST);
      void t.cancel(FIRST, by);
      t.turns.end();
      assert.equal(await t.registry.hasKey(KEY), false, 'at once, not only once it is recorded');
      await t.finish();
      assert.equal(told(await t.open(SECOND, KEY, { question: 'Else?' })), `${SECOND} created open`);
      assert.equal((await t.registry.get(FIRST))?.outcome?.status, 'cancelled', 'what was cancelled stays known');
      void t.answer(SECOND);
      await t.finish();
      assert.equal(told(await t.open(THIRD, KEY, { question: 'Else?' })), `${SECOND} known answered`);
    });
  }

  test('when the key was taken again while the old outcome was being recorded, then the new prompt keeps it', async () => {
    const t = setUp();
    await t.open(FIRST);
    void t.cancel(FIRST, 'asker');
    t.turns.end();
    await drainMicrotasks();
    assert.equal(told(await t.open(SECOND)), `${SECOND} created open`);
    t.recorder.finish();
    await drainMicrotasks();
    assert.equal(told(await t.open(THIRD)), `${SECOND} known open`);
  });
});

describe('a key from an earlier portal', () => {
  const adopted = (id: string, by: Surface) =>
    makePrompt({}, { id, key: KEY, outcome: outcomeBy(by, by === 'asker' ? 'cancelled' : 'answered'), revision: 9 });

  test('when its prompt is adopted, then asking gives the outcome, and another question is refused', async () => {
    const t = setUp();
    t.registry.adopt(adopted(FIRST, 'browser'));
    assert.equal(await t.registry.hasKey(KEY), true);
    assert.equal(told(await t.open(SECOND)), `${FIRST} known answered`);
    assert.equal(told(await t.open(SECOND, KEY, { question: 'Else?' })), 'key_taken');
    assert.deepEqual(t.recorder.calls, []);
  });

  test('when nobody decided the adopted one, then the key is free', async () => {
    const t = setUp();
    t.registry.adopt(adopted(FIRST, 'asker'));
    assert.equal(await t.registry.hasKey(KEY), false);
    assert.equal(told(await t.open(SECOND)), `${SECOND} created open`);
  });

  test('when one that nobody decided is known here, then the decided one that is adopted has the key', async () => {
    const t = setUp();
    await t.open(FIRST);
    void t.cancel(FIRST, 'asker');
    await t.finish();
    t.registry.adopt(adopted(SECOND, 'browser'));
    assert.equal(told(await t.open(THIRD)), `${SECOND} known answered`);
  });

  test('when an open prompt has the key here, then an adopted one does not take it', async () => {
    const t = setUp();
    await t.open(FIRST);
    t.registry.adopt(adopted(SECOND, 'browser'));
    assert.equal(told(await t.open(THIRD)), `${FIRST} known open`);
  });

  test('when its asker brings an open prompt over, then the key comes with it', async () => {
    const t = setUp();
    const resume = { opened_at: 1, elapsed_ms: 9, remaining_ms: 5_000, extended_ms: 0, revision: 3 };
    await t.registry.open({ id: FIRST, key: KEY, spec: makeSpec(), resume });
    assert.equal(told(await t.open(SECOND)), `${FIRST} known open`);
  });
});

describe('a registry that forgets', () => {
  /** Settles as many prompts without a key as are kept, so that everything before is forgotten. */
  async function settleMany(t: ReturnType<typeof setUp>): Promise<void> {
    const nextId = countingIds('s');
    const ids = Array.from({ length: MAX_SETTLED_KEPT }, nextId);
    for (const half of [ids.slice(0, MAX_SETTLED_KEPT / 2), ids.slice(MAX_SETTLED_KEPT / 2)]) {
      for (const id of half) {
        await t.open(id, null);
        void t.cancel(id, 'cli');
      }
      await t.finish();
    }
  }

  test('when the oldest settled prompt is forgotten, then its key is free', async () => {
    const t = setUp();
    await t.open(FIRST);
    void t.answer(FIRST);
    await t.finish();
    await settleMany(t);
    assert.equal(await t.registry.hasKey(KEY), false);
    assert.equal(told(await t.open(SECOND)), `${SECOND} created open`);
  });

  test('when the forgotten one had the key no more, then the prompt that has it keeps it', async () => {
    const t = setUp();
    await t.open(FIRST);
    void t.cancel(FIRST, 'asker');
    await t.finish();
    await t.open(SECOND);
    await settleMany(t);
    assert.equal(await t.registry.get(FIRST), null);
    assert.equal(told(await t.open(THIRD)), `${SECOND} known open`);
  });
});

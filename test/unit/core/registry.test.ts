// The registry in memory: one winner per prompt, nothing said before it is recorded.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MAX_OPEN_PROMPTS, MAX_SETTLED_KEPT, MAX_SPECS_LENGTH } from '../../../src/core/limits.ts';
import { MemoryRegistry } from '../../../src/core/memory-registry.ts';
import type { Outcome, Prompt } from '../../../src/core/prompt.ts';
import type { OpenReply, RegistryEvent, Reply } from '../../../src/core/registry.ts';
import { FakeClock } from '../../helpers/clock.ts';
import { countingIds } from '../../helpers/ids.ts';
import { makeOutcome, makePrompt, makeSpec } from '../../helpers/prompts.ts';
import { FakeRecorder, noRecorder } from '../../helpers/recorder.ts';
import { drainMicrotasks, ManualTurns, watch } from '../../helpers/turns.ts';

const ID = 'p0000001';
const staging = { values: ['staging'] };

function setUp({ judgingMs = 0 } = {}) {
  const clock = new FakeClock(0);
  const recorder = new FakeRecorder();
  const turns = new ManualTurns();
  const testPattern = () => {
    clock.advance(judgingMs);
    return 'differs' as const;
  };
  const registry = new MemoryRegistry({ clock, recorder, nextTurn: turns.next, testPattern });
  const events: RegistryEvent[] = [];
  registry.subscribe((event) => events.push(event));
  return {
    clock,
    recorder,
    turns,
    registry,
    events,
    /** What subscribers heard: type and revision. */
    heard: () => events.map(({ type, prompt }) => `${type} ${prompt.revision}`),
    open: (id = ID, overrides: Parameters<typeof makeSpec>[0] = {}) => registry.open({ id, spec: makeSpec(overrides) }),
    answer: (request_id = 'a', id = ID) =>
      registry.apply(id, { type: 'answer', request_id, by: 'browser', answer: staging }),
    cancel: (request_id = 'c', id = ID) => registry.apply(id, { type: 'cancel', request_id, by: 'cli' }),
    extend: (by_ms: number, request_id = 'e') =>
      registry.apply(ID, { type: 'extend', request_id, by: 'browser', by_ms }),
    expire: () => registry.expireDue(clock.now()),
    /** Ends the turn and the writes it began. */
    finish: async (logged = true) => {
      turns.end();
      await drainMicrotasks();
      recorder.finish(logged);
      await drainMicrotasks();
    },
  };
}

const opened = (reply: OpenReply): Prompt => (reply.accepted ? reply.prompt : assert.fail(reply.reason));
const outcomeOf = (reply: Reply): Outcome => reply.prompt?.outcome ?? assert.fail('no outcome');
const verdictOf = (reply: Reply) => (reply.accepted ? 'accepted' : reply.reason);

describe('open', () => {
  test('when a prompt is registered, then it is recorded, listed, announced and has a deadline', async () => {
    const t = setUp();
    const reply = await t.open();
    assert.ok(reply.accepted && reply.created);
    assert.deepEqual(t.recorder.calls, [`opened ${ID}`]);
    assert.deepEqual(t.heard(), ['opened 1']);
    assert.deepEqual(await t.registry.list(), [reply.prompt]);
    assert.equal(await t.registry.nextDeadline(), 60_000);
  });

  test('when it is registered again with the same spec, then the same prompt comes back as it stands', async () => {
    const t = setUp();
    const first = opened(await t.open());
    t.clock.advance(5_000);
    assert.deepEqual(await t.open(), { accepted: true, prompt: first, created: false, isSafe: true });
    assert.deepEqual(t.heard(), ['opened 1']);
    assert.deepEqual(t.recorder.calls, [`opened ${ID}`]);
  });

  test('when it is registered twice at once, then it is created once', async () => {
    const t = setUp();
    const replies = await Promise.all([t.open(), t.open()]);
    assert.deepEqual(
      replies.map((reply) => reply.accepted && reply.created),
      [true, false],
    );
  });

  test('when it is registered again after it settled, then the outcome comes back', async () => {
    const t = setUp();
    await t.open();
    void t.answer();
    await t.finish();
    const again = await t.open();
    assert.ok(again.accepted && !again.created);
    assert.equal(again.prompt.outcome?.status, 'answered');
  });

  test('when it is registered again while its outcome is being recorded, then the reply waits for the record', async () => {
    const t = setUp();
    await t.open();
    void t.answer();
    t.turns.end();
    const again = watch(t.open());
    await drainMicrotasks();
    assert.equal(again.state, 'pending');
    t.recorder.finish();
    await drainMicrotasks();
    assert.equal(again.value?.accepted && again.value.prompt.outcome?.status, 'answered');
  });

  test('when another spec uses the id, then it is refused as id_taken, open or settled', async () => {
    const t = setUp();
    await t.open();
    const other = () => t.open(ID, { question: 'Something else?' });
    assert.deepEqual(await other(), { accepted: false, reason: 'id_taken' });
    void t.cancel();
    await t.finish();
    assert.deepEqual(await other(), { accepted: false, reason: 'id_taken' });
  });

  test('when 1,000 prompts are open, then one more is refused, a known one is not, and a settled one makes room', async () => {
    const t = setUp();
    const nextId = countingIds('m');
    const ids = Array.from({ length: MAX_OPEN_PROMPTS }, nextId);
    for (const id of ids) opened(await t.open(id));
    assert.deepEqual(await t.open(), { accepted: false, reason: 'too_many_prompts' });
    opened(await t.open(ids[0]));
    void t.cancel('c', ids[500]);
    await t.finish();
    opened(await t.open());
  });

  test('when open specs take 32 MiB, then one more waits until another settles, and the oldest settled ones go', async () => {
    const t = setUp();
    const spec = { ...makeSpec(), body: 'x'.repeat(MAX_SPECS_LENGTH / 4) };
    const ids = Array.from({ length: 4 }, countingIds('b'));
    const open = (at: number) => t.registry.open({ id: ids[at] ?? '', spec });
    for (const at of [0, 1, 2]) opened(await open(at));
    assert.deepEqual(await open(3), { accepted: false, reason: 'too_many_prompts' });
    opened(await t.open());
    for (const [at, id] of ids.entries()) {
      if (at === 3) opened(await open(3));
      void t.cancel('c', id);
      await t.finish();
    }
    const kept = await Promise.all(ids.map((id) => t.registry.get(id)));
    assert.deepEqual(
      kept.map((prompt) => prompt !== null),
      [false, true, true, true],
    );
  });

  test('when it is resumed, then deadline, revision and figures go on from where they were', async () => {
    const t = setUp();
    t.clock.set(500);
    const resume = {
      opened_at: 42,
      elapsed_ms: 30_000,
      remaining_ms: 40_000,
      extended_ms: 10_000,
      holds: 1,
      seen_at: 43,
      revision: 7,
    };
    const prompt = opened(await t.registry.open({ id: ID, spec: makeSpec(), resume }));
    assert.deepEqual([prompt.deadline, prompt.revision, prompt.opened_at], [40_500, 8, 42]);
    assert.deepEqual([prompt.holds, prompt.seen_at], [1, 43]);
    assert.equal(await t.registry.nextDeadline(), 40_500);
    t.clock.set(1_500);
    const reply = t.answer();
    await t.finish();
    const outcome = outcomeOf(await reply);
    assert.deepEqual([outcome.elapsed_ms, outcome.extended_ms], [31_000, 10_000]);
  });

  test('when it is resumed with nothing left, then it times out at once and not before the portal says so', async () => {
    const t = setUp();
    const resume = { opened_at: 1, elapsed_ms: 60_000, remaining_ms: 0, extended_ms: 0, revision: 1 };
    assert.equal(opened(await t.registry.open({ id: ID, spec: makeSpec(), resume })).outcome, null);
    void t.expire();
    await t.finish();
    assert.equal((await t.registry.get(ID))?.outcome?.status, 'timeout');
  });
});

describe('the order of one turn', () => {
  /** Submits in the order given, each `[action, arrival in ms]`, then ends the turn; the deadline is at 60,000. */
  async function race(...arrivals: [action: 'answer' | 'cancel' | 'extend' | 'expire', now: number][]) {
    const t = setUp();
    await t.open();
    const replies = new Map<string, Promise<Reply>>();
    for (const [action, now] of arrivals) {
      t.clock.set(now);
      if (action === 'expire') void t.expire();
      else replies.set(action, action === 'extend' ? t.extend(60_000) : t[action]());
    }
    await t.finish();
    const prompt = (await t.registry.get(ID)) ?? assert.fail('prompt lost');
    const verdicts: Record<string, string> = {};
    for (const [action, reply] of replies) {
      verdicts[action] = verdictOf(await reply);
      const { accepted, prompt: told } = await reply;
      assert.ok(accepted || told === prompt, 'a loser is told the outcome that stands');
    }
    return { status: prompt.outcome?.status ?? 'open', ...verdicts };
  }

  const cases: [then: string, arrivals: Parameters<typeof race>, expected: object][] = [
    [
      'an answer beats a cancel that came first',
      [
        ['cancel', 1_000],
        ['answer', 1_000],
      ],
      { status: 'answered', answer: 'accepted', cancel: 'settled' },
    ],
    [
      'an answer in time beats a timeout that was noticed first',
      [
        ['answer', 59_999.9],
        ['expire', 60_000],
      ],
      { status: 'answered', answer: 'accepted' },
    ],
    [
      'a cancel in time beats a timeout',
      [
        ['cancel', 59_999],
        ['expire', 60_001],
      ],
      { status: 'cancelled', cancel: 'accepted' },
    ],
    [
      'an answer beats an extension',
      [
        ['extend', 1_000],
        ['answer', 1_001],
      ],
      { status: 'answered', answer: 'accepted', extend: 'settled' },
    ],
    [
      'a late answer does not beat a cancel in time',
      [
        ['cancel', 59_999],
        ['answer', 60_000],
      ],
      { status: 'cancelled', cancel: 'accepted', answer: 'settled' },
    ],
    [
      'a late answer does not beat the timeout',
      [
        ['expire', 60_000],
        ['answer', 60_000],
      ],
      { status: 'timeout', answer: 'settled' },
    ],
    [
      'a late cancel does not beat the timeout, even without a timer',
      [['cancel', 60_000]],
      { status: 'timeout', cancel: 'settled' },
    ],
    [
      'a late extension does not save the prompt',
      [
        ['extend', 60_000],
        ['expire', 60_000],
      ],
      { status: 'timeout', extend: 'settled' },
    ],
    [
      'an extension in time saves the prompt and the answer after it',
      [
        ['extend', 59_999],
        ['expire', 60_000],
        ['answer', 60_001],
      ],
      { status: 'answered', extend: 'accepted', answer: 'accepted' },
    ],
    [
      'a cancel in time by the extension beats an answer that is late for it',
      [
        ['extend', 59_999],
        ['cancel', 60_001],
        ['answer', 120_000],
      ],
      { status: 'cancelled', extend: 'accepted', cancel: 'accepted', answer: 'settled' },
    ],
    [
      'an extension in time keeps the prompt open',
      [
        ['extend', 59_999],
        ['expire', 60_000],
      ],
      { status: 'open', extend: 'accepted' },
    ],
  ];
  for (const [then, arrivals, expected] of cases) {
    const what = arrivals.map(([action, now]) => `${action} at ${now}`).join(' and ');
    test(`when ${what} share a turn, then ${then}`, async () => assert.deepEqual(await race(...arrivals), expected));
  }

  test('when two tabs answer in one turn, then the first wins and the other gets its outcome', async () => {
    const t = setUp();
    await t.open();
    const first = t.registry.apply(ID, {
      type: 'answer',
      request_id: '1',
      by: 'browser',
      answer: { values: ['production'] },
    });
    const second = t.answer('2');
    await t.finish();
    assert.equal(verdictOf(await first), 'accepted');
    assert.equal(verdictOf(await second), 'settled');
    assert.deepEqual(outcomeOf(await second), outcomeOf(await first));
    assert.deepEqual(outcomeOf(await second).values, ['production']);
  });

  test('when an answer does not fit, then it beats nobody', async () => {
    const t = setUp();
    await t.open();
    const wrong = t.registry.apply(ID, {
      type: 'answer',
      request_id: '1',
      by: 'browser',
      answer: { values: ['nowhere'] },
    });
    const cancel = t.cancel();
    await t.finish();
    assert.deepEqual([verdictOf(await wrong), verdictOf(await cancel)], ['unknown_value', 'accepted']);
  });

  test('when answers take long to judge, then a deadline that passes meanwhile is kept before the rest is judged', async () => {
    const t = setUp({ judgingMs: 4 });
    const input = { id: 'p0000002', spec: makeSpec({ kind: 'input', pattern: 'x', timeout_ms: null }) };
    await t.registry.open(input);
    await t.open();
    t.clock.set(59_990);
    const judged: Promise<Reply>[] = [];
    for (let i = 0; i < 100; i += 1) {
      const request = { request_id: `r${i}`, by: 'browser', answer: { values: [], text: 'y' } } as const;
      judged.push(t.registry.apply(input.id, { type: 'answer', ...request }));
    }
    t.turns.end();
    assert.equal(t.turns.waiting, 1, 'the rest waits for the next turn, once');
    assert.ok(t.clock.now() < 60_010, `after ${t.clock.now() - 59_990} ms`);
    // As the timer does between the turns.
    void t.expire();
    assert.equal(t.turns.waiting, 1);
    t.turns.end();
    await t.finish();
    const { status, elapsed_ms } = (await t.registry.get(ID))?.outcome ?? assert.fail('still open');
    assert.equal(status, 'timeout');
    assert.ok(elapsed_ms < 60_020, `after ${elapsed_ms} ms`);
    while (t.turns.waiting > 0) t.turns.end();
    const verdicts = (await Promise.all(judged)).map(verdictOf);
    assert.deepEqual(verdicts, Array(100).fill('pattern_mismatch'));
  });

  test('when an answer that came in time waits for its turn while others are judged, then it beats the timeout', async () => {
    const t = setUp({ judgingMs: 20 });
    const spec = makeSpec({ kind: 'input', pattern: 'x', timeout_ms: null });
    for (const id of ['p0000002', 'p0000003']) await t.registry.open({ id, spec });
    await t.open();
    t.clock.set(59_990);
    const request = { request_id: 'r', by: 'browser', answer: { values: [], text: 'y' } } as const;
    void t.registry.apply('p0000002', { type: 'answer', ...request });
    void t.registry.apply('p0000003', { type: 'answer', ...request });
    const reply = t.answer();
    t.turns.end();
    assert.ok(t.clock.now() >= 60_000);
    void t.expire();
    while (t.turns.waiting > 0) t.turns.end();
    await t.finish();
    assert.equal(verdictOf(await reply), 'accepted');
  });

  test('when many requests share a turn, then the turn ends once', async () => {
    const t = setUp();
    await t.open();
    void t.answer();
    void t.cancel();
    assert.equal(t.turns.waiting, 1);
    await t.finish();
  });

  test('when a listener throws for one prompt, then that request fails and the others of its turn do not', async () => {
    const t = setUp();
    await t.open();
    await t.open('p0000002');
    const unsubscribe = t.registry.subscribe(({ type, prompt }) => {
      if (type === 'changed' && prompt.id === ID) throw new Error('broken listener');
    });
    const broken = watch(t.extend(60_000));
    const fine = t.registry.apply('p0000002', { type: 'seen' });
    await t.finish();
    unsubscribe();
    assert.equal(broken.state, 'rejected');
    assert.equal(verdictOf(await fine), 'accepted');
  });

  test('when a listener throws, then those after it hear of the change all the same', async () => {
    const t = setUp();
    const heard: string[] = [];
    t.registry.subscribe(() => {
      throw new Error('broken listener');
    });
    t.registry.subscribe(({ type }) => void heard.push(type));
    await t.open().catch(() => {});
    assert.deepEqual(heard, ['opened']);
  });
});

describe('recording', () => {
  test('when an outcome is not recorded yet, then nobody hears of it: replies, get and subscribers wait', async () => {
    const t = setUp();
    await t.open();
    const seen = [watch(t.answer()), watch(t.cancel())];
    t.turns.end();
    seen.push(watch(t.answer('late')), watch(t.answer()));
    t.turns.end();
    const looked = watch(t.registry.get(ID));
    const expired = watch(t.expire());
    await drainMicrotasks();
    assert.deepEqual(
      seen.map(({ state }) => state),
      ['pending', 'pending', 'pending', 'pending'],
    );
    assert.equal(looked.state, 'pending');
    assert.equal(expired.state, 'fulfilled', 'nothing is due any more');
    assert.deepEqual(t.heard(), ['opened 1']);
    assert.equal(t.recorder.writing, 1);

    t.recorder.finish();
    await drainMicrotasks();
    assert.deepEqual(
      seen.map(({ value }) => value && verdictOf(value)),
      ['accepted', 'settled', 'settled', 'accepted'],
    );
    assert.equal(looked.value?.outcome?.status, 'answered');
    assert.deepEqual(t.heard(), ['opened 1', 'settled 2']);
    assert.deepEqual(t.recorder.calls, [`opened ${ID}`, `settled ${ID} answered`]);
  });

  test('when an outcome is being recorded, then the prompt is listed no more and its deadline is gone', async () => {
    const t = setUp();
    await t.open();
    void t.answer();
    t.turns.end();
    assert.deepEqual(await t.registry.list(), []);
    assert.equal(await t.registry.nextDeadline(), null);
    await t.finish();
  });

  for (const logged of [true, false]) {
    test(`when recording ends with ${logged}, then settled is said once with logged=${logged} and the outcome stands`, async () => {
      const t = setUp();
      await t.open();
      const reply = t.answer();
      await t.finish(logged);
      void t.cancel();
      void t.expire();
      await t.finish();
      assert.equal(verdictOf(await reply), 'accepted');
      const settled = t.events.filter(({ type }) => type === 'settled');
      assert.deepEqual(
        settled.map((event) => [event.logged, event.prompt.outcome?.status]),
        [[logged, 'answered']],
      );
    });
  }

  test('when the recorder rejects in spite of its promise, then the outcome is delivered as not logged', async () => {
    const clock = new FakeClock();
    const turns = new ManualTurns();
    const recorder = { ...noRecorder, settled: () => Promise.reject(new Error('disk on fire')) };
    const registry = new MemoryRegistry({ clock, recorder, nextTurn: turns.next });
    const settled: boolean[] = [];
    registry.subscribe(({ type, logged }) => type === 'settled' && settled.push(logged));
    await registry.open({ id: ID, spec: makeSpec() });
    const reply = registry.apply(ID, { type: 'answer', request_id: 'a', by: 'browser', answer: staging });
    turns.end();
    assert.equal(outcomeOf(await reply).status, 'answered');
    assert.deepEqual(settled, [false]);
  });

  test('when the deadline moves, then it is recorded with who moved it; a draft is not', async () => {
    const t = setUp();
    await t.open();
    void t.extend(60_000);
    void t.registry.apply(ID, { type: 'update_timeout', request_id: 'u', by: 'cli', remaining_ms: 30_000 });
    void t.registry.apply(ID, { type: 'draft', draft: staging });
    void t.registry.apply(ID, { type: 'seen' });
    await t.finish();
    assert.deepEqual(t.recorder.calls, [`opened ${ID}`, `extended ${ID} by browser`, `extended ${ID} by cli`]);
    assert.deepEqual(t.heard(), ['opened 1', 'changed 2', 'changed 3', 'changed 4', 'changed 5']);
  });

  test('when a human is answering as the time runs out, then each hold is recorded as the portal’s own, at most three', async () => {
    const t = setUp();
    await t.open();
    for (const now of [50_000, 50_001, 60_000, 70_000, 80_000]) {
      t.clock.set(now);
      void t.registry.apply(ID, { type: 'draft', draft: staging });
      await t.finish();
    }
    const holds = [`extended ${ID} by hold`, `extended ${ID} by hold`, `extended ${ID} by hold`];
    assert.deepEqual(t.recorder.calls, [`opened ${ID}`, ...holds]);
    assert.deepEqual(t.heard().length, 6, 'every draft is a change');
    assert.equal(await t.registry.nextDeadline(), 90_000);
    t.clock.set(90_000);
    void t.expire();
    await t.finish();
    assert.equal((await t.registry.get(ID))?.outcome?.extended_ms, 30_000);
  });

  test('when a draft and the expiry share a turn, then the draft in time holds the deadline', async () => {
    const t = setUp();
    await t.open();
    t.clock.set(59_999);
    void t.registry.apply(ID, { type: 'draft', draft: staging });
    t.clock.set(60_000);
    void t.expire();
    await t.finish();
    const prompt = await t.registry.get(ID);
    assert.deepEqual([prompt?.outcome, prompt?.deadline, prompt?.holds], [null, 70_000, 1]);
    assert.equal(await t.registry.nextDeadline(), 70_000);
  });

  test('when a request changes nothing, then nobody hears of it', async () => {
    const t = setUp();
    await t.open(ID, { extendable: false });
    void t.registry.apply(ID, { type: 'seen' });
    void t.registry.apply(ID, { type: 'seen' });
    void t.extend(60_000);
    await t.finish();
    assert.deepEqual(t.heard(), ['opened 1', 'changed 2']);
  });

  test('when a listener unsubscribes, then it hears nothing more', async () => {
    const t = setUp();
    const heard: string[] = [];
    const unsubscribe = t.registry.subscribe(({ type }) => heard.push(type));
    await t.open();
    unsubscribe();
    void t.answer();
    await t.finish();
    assert.deepEqual(heard, ['opened']);
  });
});

describe('expireDue', () => {
  test('when deadlines pass, then exactly the due prompts time out, and the next one is known', async () => {
    const t = setUp();
    await t.open('p0000001', { timeout_ms: 10_000 });
    await t.open('p0000002', { timeout_ms: 20_000 });
    await t.open('p0000003', { timeout_ms: null });
    t.clock.set(9_999.9);
    void t.expire();
    await t.finish();
    assert.equal((await t.registry.list()).length, 3);
    t.clock.set(10_000);
    void t.expire();
    await t.finish();
    assert.deepEqual(
      (await t.registry.list()).map(({ id }) => id),
      ['p0000002', 'p0000003'],
    );
    assert.equal(await t.registry.nextDeadline(), 20_000);
  });

  test('when it is called with a time the clock has not reached, then nothing settles and the deadline stays known', async () => {
    const t = setUp();
    await t.open();
    void t.registry.expireDue(1e9);
    await t.finish();
    assert.equal((await t.registry.get(ID))?.outcome, null);
    assert.equal(await t.registry.nextDeadline(), 60_000);
  });

  test('when it resolves, then the timeouts are recorded', async () => {
    const t = setUp();
    await t.open();
    t.clock.set(60_000);
    const expiring = watch(t.expire());
    t.turns.end();
    await drainMicrotasks();
    assert.equal(expiring.state, 'pending');
    await t.finish();
    assert.equal(expiring.state, 'fulfilled');
  });
});

describe('settled prompts', () => {
  test('when an id was never seen, then everything is refused as unknown_prompt', async () => {
    const t = setUp();
    const replies = [
      t.answer(),
      t.cancel(),
      t.extend(1_000),
      t.registry.apply(ID, { type: 'draft', draft: null }),
      t.registry.apply(ID, { type: 'seen' }),
    ];
    t.turns.end();
    for (const reply of await Promise.all(replies)) {
      assert.deepEqual(reply, { accepted: false, reason: 'unknown_prompt', prompt: null });
    }
    assert.equal(await t.registry.get(ID), null);
  });

  test('when one is adopted, then its asker and late tabs learn the outcome, and nothing is announced again', async () => {
    const t = setUp();
    const outcome = makeOutcome({ settled_at: 5, elapsed_ms: 4 });
    const adopted = makePrompt({}, { outcome, revision: 9 });
    t.registry.adopt(adopted);
    assert.deepEqual(await t.open(), { accepted: true, prompt: adopted, created: false, isSafe: true });
    const late = t.cancel();
    await t.finish();
    assert.deepEqual(await late, { accepted: false, reason: 'settled', prompt: adopted });
    assert.equal(await t.registry.get(ID), adopted);
    assert.deepEqual([t.events, await t.registry.list(), t.recorder.calls], [[], [], []]);
  });

  test('when more settle than are kept, then the oldest is forgotten and the newest are known', async () => {
    const t = setUp();
    const nextId = countingIds('s');
    const ids = Array.from({ length: MAX_SETTLED_KEPT + 1 }, nextId);
    for (const id of ids) {
      await t.open(id);
      void t.cancel('c', id);
      t.turns.end();
      t.recorder.finish();
      await drainMicrotasks();
    }
    assert.equal(await t.registry.get(ids[0] ?? ''), null);
    assert.equal((await t.registry.get(ids[1] ?? ''))?.outcome?.status, 'cancelled');
    assert.equal((await t.registry.get(ids.at(-1) ?? ''))?.outcome?.status, 'cancelled');
  });
});

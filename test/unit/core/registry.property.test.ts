// What must hold for every interleaving of tabs, timers, stalls and slow disks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkAnswer } from '../../../src/core/answer.ts';
import { HOLD_LENGTH, HOLD_THRESHOLD, MAX_HOLDS } from '../../../src/core/limits.ts';
import { MemoryRegistry } from '../../../src/core/memory-registry.ts';
import { type Answer, latestDeadline, type Outcome, type Prompt } from '../../../src/core/prompt.ts';
import type { RegistryEvent, Reply } from '../../../src/core/registry.ts';
import { FakeClock } from '../../helpers/clock.ts';
import { makeSpec } from '../../helpers/prompts.ts';
import { FakeRecorder } from '../../helpers/recorder.ts';
import { drainMicrotasks, ManualTurns } from '../../helpers/turns.ts';

const ID = 'p0000001';
/** What adding fractions of milliseconds may cost. */
const ROUNDING = 1e-6;
const OPTIONS = ['staging', 'production'] as const;

// A few tabs that number their requests from a small range, so that some are repeated.
const request_id = fc.tuple(fc.constantFrom('tab1', 'tab2', 'tab3'), fc.nat(12)).map(([tab, n]) => `${tab}-${n}`);
const value = fc.constantFrom(...OPTIONS, 'no such option');
// What one kind takes, another refuses.
const answer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 4, arbitrary: fc.uniqueArray(value, { minLength: 1, maxLength: 2 }).map((values) => ({ values })) },
  { weight: 1, arbitrary: fc.constantFrom('yes', 'no').map((word) => ({ values: [word] })) },
  { weight: 2, arbitrary: fc.constantFrom('', '1.2', 'x', 'a\nb').map((text) => ({ values: [], text })) },
);
const action = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('answer' as const), request_id, answer }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), request_id }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('extend' as const),
      request_id,
      by_ms: fc.integer({ min: 1_000, max: 20_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('update_timeout' as const),
      request_id,
      remaining_ms: fc.option(fc.integer({ min: 0, max: 20_000 }), { freq: 8 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('draft' as const), draft: fc.option(answer, { freq: 8 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('seen' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('expire' as const), early_ms: fc.constantFrom(0, 0, 0, 500) }),
  },
);
// Steps land on whole deadlines often enough to meet "exactly at".
const wait = fc.oneof(
  fc.constantFrom(0.25, 1, 500, 999.75, 1_000, 5_000, 10_000),
  fc.integer({ min: 0, max: 16_000 }).map((quarters) => quarters / 4),
);
const step = fc.oneof(
  { weight: 5, arbitrary: action },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: wait }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end turn' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('finish writes' as const), logged: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('step wall' as const), ms: fc.integer({ min: -1e7, max: 1e7 }) }),
  },
);
// A human who types as the time runs out, with nobody to interrupt.
const typing = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('draft' as const), draft: answer }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(500, 1_000, 4_999.75, 5_000) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end turn' as const) }) },
);
const story = fc.oneof(
  { weight: 4, arbitrary: fc.array(step, { maxLength: 40, size: 'max' }) },
  { weight: 1, arbitrary: fc.array(typing, { maxLength: 40, size: 'max' }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const spec = fc.constantFrom(
  makeSpec({ timeout_ms: 10_000 }),
  makeSpec({ timeout_ms: 10_000, max_timeout_ms: 25_000, fallback: 'staging' }),
  makeSpec({ timeout_ms: 10_000, max_timeout_ms: null }),
  makeSpec({ timeout_ms: 10_000, extendable: false }),
  makeSpec({ timeout_ms: null }),
  makeSpec({ timeout_ms: 10_000, hold: false }),
  makeSpec({ timeout_ms: 10_000, max_timeout_ms: 14_000, other: true }),
  makeSpec({ kind: 'multi', timeout_ms: 10_000, min: 2 }),
  makeSpec({ kind: 'multi', timeout_ms: 20_000, fallback: 'production' }),
  makeSpec({ kind: 'confirm', timeout_ms: 10_000, fallback: 'no' }),
  makeSpec({ kind: 'input', timeout_ms: 20_000, pattern: '[\\d.]+', fallback: '0.1' }),
);

/** A request, when it arrived, in which turn, and what it was told. */
interface Call {
  readonly step: Step;
  readonly arrived: number;
  readonly turn: number;
  reply: Reply | null;
}

/** Whether `made`, in time, settles `prompt`. */
function settles(made: Step, { spec }: Prompt): boolean {
  return made.do === 'cancel' || (made.do === 'answer' && checkAnswer(spec, made.answer) === null);
}

/** Whether an earlier request that was applied to `prompt` had the same id. */
function isRepeated(made: Step, prompt: Prompt): boolean {
  if (made.do === 'answer' || made.do === 'cancel') {
    const status = made.do === 'answer' ? 'answered' : 'cancelled';
    return prompt.outcome?.status === status && prompt.outcome.request_id === made.request_id;
  }
  return 'request_id' in made && prompt.requests.some(({ id }) => id === made.request_id);
}

/** Every hold that `events` tell of: the deadline that it moved, and by how much. */
function holdsIn(events: readonly RegistryEvent[]): { at_ms: number; by_ms: number }[] {
  return events.flatMap(({ prompt }, index) => {
    const before = events[index - 1]?.prompt;
    if (!before || prompt.holds === before.holds) return [];
    assert.equal(prompt.holds, before.holds + 1);
    return [{ at_ms: before.deadline ?? Number.NaN, by_ms: (prompt.deadline ?? Number.NaN) - (before.deadline ?? 0) }];
  });
}

async function run(promptSpec: ReturnType<typeof makeSpec>, steps: readonly Step[]) {
  const clock = new FakeClock(0);
  const recorder = new FakeRecorder();
  const turns = new ManualTurns();
  const registry = new MemoryRegistry({ clock, recorder, nextTurn: turns.next });
  const events: RegistryEvent[] = [];
  const calls: Call[] = [];
  let turn = 0;
  let settledIn: number | null = null;
  registry.subscribe((event) => events.push(event));
  await registry.open({ id: ID, spec: promptSpec });

  const call = (made: Step, reply: Promise<Reply | null>) => {
    const entry: Call = { step: made, arrived: clock.now(), turn, reply: null };
    calls.push(entry);
    void reply.then((told) => {
      entry.reply = told;
    });
  };
  const endTurn = () => {
    const before = recorder.writing;
    turns.end();
    if (recorder.writing > before) settledIn = turn;
    turn += 1;
  };
  const take = async (made: Step): Promise<void> => {
    const by = 'browser';
    switch (made.do) {
      case 'answer': {
        return call(made, registry.apply(ID, { type: 'answer', request_id: made.request_id, by, answer: made.answer }));
      }
      case 'cancel':
        return call(made, registry.apply(ID, { type: 'cancel', request_id: made.request_id, by }));
      case 'extend':
        return call(made, registry.apply(ID, { type: 'extend', request_id: made.request_id, by, by_ms: made.by_ms }));
      case 'update_timeout': {
        const { request_id, remaining_ms } = made;
        return call(made, registry.apply(ID, { type: 'update_timeout', request_id, by, remaining_ms }));
      }
      case 'draft':
        return call(made, registry.apply(ID, { type: 'draft', draft: made.draft }));
      case 'seen':
        return call(made, registry.apply(ID, { type: 'seen' }));
      case 'expire':
        // A timer that reads another clock may believe that it is later than it is.
        return call(
          made,
          registry.expireDue(clock.now() + made.early_ms).then(() => null),
        );
      case 'wait':
        return clock.advance(made.ms);
      case 'step wall':
        return clock.stepWall(made.ms);
      case 'end turn':
        return endTurn();
      case 'finish writes':
        recorder.finish(made.logged);
        return drainMicrotasks();
    }
  };
  for (const made of steps) await take(made);

  // Whatever was left open ends: at its deadline, or by its asker where it has none.
  endTurn();
  clock.advance(1e6);
  const leftovers: Step[] = [
    { do: 'expire', early_ms: 0 },
    { do: 'end turn' },
    { do: 'cancel', request_id: 'asker' },
    { do: 'end turn' },
    { do: 'finish writes', logged: true },
    { do: 'answer', request_id: 'too late', answer: { values: ['staging'] } },
    { do: 'end turn' },
    { do: 'finish writes', logged: true },
  ];
  for (const made of leftovers) await take(made);
  const stands = (await registry.get(ID)) ?? assert.fail('the prompt is lost');
  return { events, calls, settledIn, recorder, stands };
}

test('when answers, extensions, cancels and expiry interleave at random, then one outcome stands and the deadline is kept', async () => {
  const statuses = new Map<string, number>();
  const holds = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(spec, story, async (promptSpec, steps) => {
      const { events, calls, settledIn, recorder, stands } = await run(promptSpec, steps);
      const outcome: Outcome = stands.outcome ?? assert.fail('no outcome');
      const deadline = stands.deadline ?? Number.POSITIVE_INFINITY;
      statuses.set(outcome.status, (statuses.get(outcome.status) ?? 0) + 1);

      // Exactly one outcome, recorded once and announced once, last.
      assert.deepEqual(
        events.filter(({ type }) => type === 'settled').map(({ prompt }) => prompt.outcome),
        [outcome],
      );
      assert.equal(events.at(-1)?.type, 'settled');
      assert.equal(recorder.calls.filter((line) => line.startsWith('settled')).length, 1);

      // Revisions strictly increase.
      const revisions = events.map(({ prompt }) => prompt.revision);
      assert.ok(revisions.every((revision, index) => index === 0 || revision > (revisions[index - 1] ?? 0)));

      // The deadline never passes the bound; holds are few, short, recorded, and only where the asker allows them.
      const held = holdsIn(events);
      const heldMs = held.reduce((sum, { by_ms }) => sum + by_ms, 0);
      assert.equal(stands.holds, held.length);
      assert.equal(recorder.calls.filter((line) => line.endsWith('by hold')).length, held.length);
      assert.ok(held.length === 0 || (promptSpec.hold && promptSpec.extendable), 'a hold that was forbidden');
      assert.ok(
        held.every(({ by_ms }) => by_ms > 0 && by_ms <= HOLD_LENGTH + ROUNDING),
        'a hold of another length',
      );
      assert.ok(heldMs <= MAX_HOLDS * HOLD_LENGTH + ROUNDING, `held by ${heldMs} ms in all`);
      const isMovedByHand = calls.some(({ step: { do: what } }) => what === 'extend' || what === 'update_timeout');
      if (promptSpec.timeout_ms !== null && !isMovedByHand) {
        const moved = deadline - promptSpec.timeout_ms;
        assert.ok(Math.abs(moved - heldMs) < ROUNDING, `the deadline moved by ${moved} ms, the holds by ${heldMs} ms`);
      }
      const latest = latestDeadline(stands) ?? Number.POSITIVE_INFINITY;
      assert.ok(
        events.every(({ prompt }) => (prompt.deadline ?? 0) <= latest),
        'the deadline passed its bound',
      );
      for (const { at_ms } of held) {
        const isWanted = calls.some(
          ({ step: made, arrived, reply }) =>
            made.do === 'draft' && reply?.accepted && arrived < at_ms && at_ms - arrived < HOLD_THRESHOLD + ROUNDING,
        );
        assert.ok(isWanted, 'a hold without a draft in the last 15 s');
      }
      holds.set(held.length, (holds.get(held.length) ?? 0) + 1);

      // The one who settled it, by the outcome; everything judged against the deadline that stood at that moment.
      const settlingTurn = calls.filter(({ turn }) => turn === settledIn);
      if (outcome.status === 'timeout') {
        assert.ok(
          settlingTurn.some(({ arrived }) => arrived >= deadline),
          'timed out before the deadline',
        );
        assert.ok(outcome.elapsed_ms >= Math.round(deadline), 'timed out before the deadline');
        const lost = calls.find(
          ({ step: made, turn, arrived }) =>
            turn <= (settledIn ?? 0) && arrived < deadline && settles(made, stands) && !isRepeated(made, stands),
        );
        assert.equal(lost, undefined, 'an answer or a cancel in time lost to the timeout');
      } else {
        const kind = outcome.status === 'answered' ? 'answer' : 'cancel';
        const winner = settlingTurn.find(
          ({ step: made, reply, arrived }) =>
            made.do === kind && reply?.accepted && Math.round(arrived) === outcome.elapsed_ms && arrived < deadline,
        );
        assert.ok(winner, `${kind} accepted at or after the deadline`);
      }

      // Every reply after the settle carries that outcome, and only the winner (and its repetitions) were accepted.
      for (const { step: made, turn, reply } of calls) {
        if (made.do === 'expire') continue;
        assert.ok(reply, `${made.do} was never told anything`);
        if (reply.prompt?.outcome) assert.deepEqual(reply.prompt.outcome, outcome);
        if (settledIn === null || turn <= settledIn) continue;
        assert.deepEqual(reply.prompt?.outcome, outcome);
        assert.equal(reply.accepted, isRepeated(made, stands), `${made.do} after the settle`);
      }
    }),
    { numRuns: 1_000 },
  );
  // The runs mean little unless they reach every outcome, and every number of holds.
  for (let count = 0; count <= MAX_HOLDS; count += 1) {
    assert.ok((holds.get(count) ?? 0) > 0, `no run had ${count} holds`);
  }
  for (const status of ['answered', 'cancelled', 'timeout']) {
    assert.ok((statuses.get(status) ?? 0) > 20, `only ${statuses.get(status) ?? 0} runs ended as ${status}`);
  }
});

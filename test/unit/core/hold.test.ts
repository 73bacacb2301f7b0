// Holds: a human who is answering as the time runs out is given more of it, visibly and within bounds.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HOLD_LENGTH, HOLD_THRESHOLD, MAX_HOLDS } from '../../../src/core/limits.ts';
import { type Draft, openPrompt, type Prompt } from '../../../src/core/prompt.ts';
import { transition } from '../../../src/core/transition.ts';
import { deepFreeze, makePrompt } from '../../helpers/prompts.ts';

// The prompts of these tests open at monotonic 0 with a timeout of 60 s.
const DEADLINE = 60_000;
const staging: Draft = { values: ['staging'] };

function draft(prompt: Prompt, now: number, what: Draft | null = staging): Prompt {
  const verdict = transition(deepFreeze(prompt), { type: 'draft', draft: what }, { now, wall: 1_000_000 + now });
  assert.ok(verdict.accepted, verdict.accepted ? '' : verdict.reason);
  return verdict.prompt;
}

const standing = ({ deadline, holds, extended_ms }: Prompt) => [deadline, holds, extended_ms];
const NOT_HELD = [DEADLINE, 0, 0];
const HELD = [DEADLINE + HOLD_LENGTH, 1, HOLD_LENGTH];

describe('a hold', () => {
  test('when the numbers are read, then they are those that people were promised', () => {
    assert.deepEqual([HOLD_THRESHOLD, HOLD_LENGTH, MAX_HOLDS], [15_000, 10_000, 3]);
  });

  test('when 15 s or more are left, then a draft moves nothing', () => {
    for (const now of [0, DEADLINE - HOLD_THRESHOLD - 1, DEADLINE - HOLD_THRESHOLD]) {
      assert.deepEqual(standing(draft(makePrompt(), now)), NOT_HELD);
    }
  });

  test('when less than 15 s are left, then a draft moves the deadline by 10 s', () => {
    for (const now of [DEADLINE - HOLD_THRESHOLD + 0.001, DEADLINE - 10_000, DEADLINE - 0.001]) {
      const held = draft(makePrompt(), now);
      assert.deepEqual(standing(held), HELD);
      assert.deepEqual(held.draft, staging);
      assert.equal(held.revision, 2);
    }
  });

  test('when nobody sends a draft, then the time runs out whoever looks', () => {
    const seen = transition(makePrompt(), { type: 'seen' }, { now: DEADLINE - 1, wall: 0 }).prompt;
    assert.deepEqual(standing(seen), NOT_HELD);
  });

  test('when the draft comes at the deadline, then it is too late', () => {
    const verdict = transition(makePrompt(), { type: 'draft', draft: staging }, { now: DEADLINE, wall: 0 });
    assert.ok(!verdict.accepted && verdict.reason === 'settled');
    assert.equal(verdict.prompt.outcome?.status, 'timeout');
    assert.equal(verdict.prompt.holds, 0);
  });

  test('when the draft is refused, then nothing is held', () => {
    const prompt = makePrompt();
    const wrong = { type: 'draft', draft: { values: ['nowhere'] } } as const;
    const verdict = transition(prompt, wrong, { now: DEADLINE - 1, wall: 0 });
    assert.deepEqual([verdict.accepted, verdict.prompt === prompt], [false, true]);
  });

  test('when drafts come one after the other, then the next hold waits until 15 s are left again', () => {
    const once = draft(makePrompt(), 50_000);
    assert.deepEqual(standing(draft(once, 50_001)), HELD);
    assert.deepEqual(standing(draft(once, 55_000)), HELD);
    assert.deepEqual(standing(draft(once, 55_001)), [80_000, 2, 20_000]);
  });

  test('when three were given, then the next draft is kept and moves nothing', () => {
    let prompt = makePrompt();
    for (const now of [59_999, 69_999, 79_999]) prompt = draft(prompt, now);
    assert.deepEqual(standing(prompt), [90_000, 3, 30_000]);
    const fourth = draft(prompt, 89_999, { values: ['production'] });
    assert.deepEqual(standing(fourth), [90_000, 3, 30_000]);
    assert.deepEqual(fourth.draft, { values: ['production'] });
    const { prompt: over } = transition(fourth, { type: 'expire' }, { now: 90_000, wall: 0 });
    assert.equal(over.outcome?.extended_ms, 30_000, 'and the outcome tells of all three');
  });

  test('when a human extends the prompt, then the holds that were given still count', () => {
    let prompt = draft(makePrompt(), 59_999);
    const extend = { type: 'extend', request_id: 'e', by: 'browser', by_ms: 60_000 } as const;
    prompt = transition(prompt, extend, { now: 60_000, wall: 0 }).prompt;
    assert.deepEqual(standing(prompt), [130_000, 1, 70_000]);
    assert.deepEqual(standing(draft(prompt, 129_999)), [140_000, 2, 80_000]);
  });

  test('when max-timeout is near, then the hold ends there, and at the bound there is none', () => {
    const held = draft(makePrompt({ max_timeout_ms: 64_000 }), 59_999);
    assert.deepEqual(standing(held), [64_000, 1, 4_000]);
    assert.deepEqual(standing(draft(held, 63_999)), [64_000, 1, 4_000]);
    assert.deepEqual(standing(draft(makePrompt({ max_timeout_ms: 60_000 }), 59_999)), NOT_HELD);
  });

  const without: [when: string, prompt: Prompt, expected: unknown[]][] = [
    ['the asker forbade holds', makePrompt({ hold: false }), NOT_HELD],
    ['the asker forbade every extension', makePrompt({ extendable: false }), NOT_HELD],
    ['there is no deadline', makePrompt({ timeout_ms: null }), [null, 0, 0]],
  ];
  for (const [when, prompt, expected] of without) {
    test(`when ${when}, then a draft moves nothing`, () => {
      const after = draft(prompt, DEADLINE - 1);
      assert.deepEqual(standing(after), expected);
      assert.deepEqual(after.draft, staging);
    });
  }

  test('when the prompt goes on at another portal, then the holds that were given still count', () => {
    const { spec } = makePrompt();
    const past = {
      opened_at: 1,
      elapsed_ms: 80_000,
      remaining_ms: 5_000,
      extended_ms: 30_000,
      seen_at: 7,
      revision: 6,
    };
    const open = (holds: number) =>
      openPrompt({ id: 'p0000001', spec, resume: { ...past, holds } }, { now: 0, wall: 9 });
    assert.deepEqual(standing(draft(open(MAX_HOLDS), 1)), [5_000, 3, 30_000]);
    assert.deepEqual(standing(draft(open(MAX_HOLDS - 1), 1)), [15_000, 3, 40_000]);
    assert.equal(open(0).seen_at, 7);
  });

  for (const [kind, typed] of [
    ['input', { values: [], text: 'hal' }],
    ['confirm', { values: [], note: 'but' }],
    ['multi', { values: ['production', 'staging'] }],
  ] as const) {
    test(`when a human answers ${kind}, then the hold comes alike`, () => {
      assert.deepEqual(standing(draft(makePrompt({ kind }), 50_000, typed)), HELD);
    });
  }
});

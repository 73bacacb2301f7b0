// How a prompt looks on the wire: whole, with derived values, free of any clock.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { transition } from '../../../src/core/transition.ts';
import { summarize, viewPrompt } from '../../../src/protocol/view.ts';
import { makePrompt } from '../../helpers/prompts.ts';

const options = [
  { value: 'staging', label: 'staging' },
  { value: 'production', label: 'production' },
];

describe('summarize', () => {
  test('when a prompt is open, then its line has the time left and nothing of any clock', () => {
    assert.deepEqual(summarize(makePrompt(), 12_000.5), {
      id: 'p0000001',
      question: 'Deploy where?',
      options,
      remaining_ms: 48_000,
      revision: 1,
      opened_at: 1_000_000,
    });
  });

  test('when there is no deadline, then the time left is null', () => {
    assert.equal(summarize(makePrompt({ timeout_ms: null }), 5).remaining_ms, null);
  });

  test('when a fraction of a millisecond is left, then it counts as one: zero means over', () => {
    assert.equal(summarize(makePrompt(), 59_999.9).remaining_ms, 1);
    assert.equal(summarize(makePrompt(), 60_000).remaining_ms, 0);
  });

  test('when the deadline has passed unnoticed, then the time left is zero, never negative', () => {
    assert.equal(summarize(makePrompt(), 60_001).remaining_ms, 0);
  });
});

describe('viewPrompt', () => {
  test('when a prompt is open, then the view is whole', () => {
    const prompt = makePrompt(
      { fallback: 'staging', recommended: 'production', max_timeout_ms: 90_000 },
      { draft: { values: ['staging'] } },
    );
    assert.deepEqual(viewPrompt(prompt, 10_000, 'waiting'), {
      id: 'p0000001',
      question: 'Deploy where?',
      options,
      remaining_ms: 50_000,
      revision: 1,
      opened_at: 1_000_000,
      status: 'open',
      kind: 'select',
      timeout_ms: 60_000,
      extendable: true,
      max_remaining_ms: 80_000,
      fallback: 'staging',
      recommended: 'production',
      draft: { values: ['staging'] },
      outcome: null,
      delivery: 'waiting',
    });
  });

  test('when nothing optional was given, then the gaps are null', () => {
    const view = viewPrompt(makePrompt({ timeout_ms: null }), 0, 'waiting');
    assert.deepEqual(
      [view.remaining_ms, view.max_remaining_ms, view.fallback, view.recommended, view.draft],
      [null, null, null, null, null],
    );
  });

  test('when a prompt is settled, then the view says so with the outcome, the delivery and a higher revision', () => {
    const { prompt } = transition(
      makePrompt(),
      { type: 'answer', request_id: 'r', by: 'browser', answer: { values: ['staging'] } },
      { now: 2_000, wall: 1_002_000 },
    );
    const view = viewPrompt(prompt, 3_000, 'sending');
    assert.deepEqual([view.status, view.revision, view.delivery], ['settled', 2, 'sending']);
    assert.equal(view.outcome, prompt.outcome);
  });

  test('when a fraction of a millisecond of room is left, then it is not promised', () => {
    assert.equal(viewPrompt(makePrompt({ max_timeout_ms: 90_000 }), 10_000.5, 'waiting').max_remaining_ms, 79_999);
  });

  test('when the bound has passed, then the room left is zero', () => {
    assert.equal(viewPrompt(makePrompt({ max_timeout_ms: 60_000 }), 70_000, 'gone').max_remaining_ms, 0);
  });

  test('when a view goes over the wire, then nothing is lost', () => {
    const view = viewPrompt(makePrompt(), 1, 'waiting');
    assert.deepEqual(JSON.parse(JSON.stringify(view)), view);
  });
});

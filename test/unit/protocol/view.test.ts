// How a prompt looks on the wire: whole, with derived values, free of any clock.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { transition } from '../../../src/core/transition.ts';
import { listPrompt, summarize, summarizeOutcome, viewPrompt } from '../../../src/protocol/view.ts';
import { HOSTILE_FROM, SCRIPT_FROM } from '../../helpers/asked-from.ts';
import { makeOutcome, makePrompt, makeSpec } from '../../helpers/prompts.ts';

const waiting = { delivery: 'waiting', logged: true } as const;
const options = [
  { value: 'staging', label: 'staging' },
  { value: 'production', label: 'production' },
];

describe('summarize', () => {
  test('when a prompt is open, then its line has the time left and nothing of any clock', () => {
    assert.deepEqual(summarize(makePrompt(), 12_000.5, 'waiting'), {
      id: 'p0000001',
      kind: 'select',
      question: 'Deploy where?',
      option_count: 2,
      remaining_ms: 48_000,
      revision: 1,
      opened_at: 1_000_000,
      waiting: true,
    });
  });

  test('when the asker said its source, then its line and its view have it', () => {
    const prompt = { ...makePrompt(), source: 'script-1' };
    assert.equal(summarize(prompt, 0, 'waiting').source, 'script-1');
    assert.equal(viewPrompt(prompt, 0, waiting).source, 'script-1');
  });

  test('when the asker said who asks, then its view has it whole, and its line in a bounded size', () => {
    const prompt = { ...makePrompt(), from: SCRIPT_FROM };
    assert.deepEqual(viewPrompt(prompt, 0, waiting).from, SCRIPT_FROM);
    assert.deepEqual(listPrompt(prompt, 0, 'waiting').from, SCRIPT_FROM);
    assert.deepEqual(summarize(prompt, 0, 'waiting').from, {
      command: 'deploy.sh',
      git: { repo: 'app', branch: 'main' },
    });
    for (const from of HOSTILE_FROM) {
      const { from: brief } = summarize({ ...prompt, from }, 0, 'waiting');
      assert.ok(Buffer.byteLength(JSON.stringify(brief)) <= 6 * 24 * 6 + 150, JSON.stringify(brief));
    }
  });

  test('when there is no deadline, then the time left is null', () => {
    assert.equal(summarize(makePrompt({ timeout_ms: null }), 5, 'waiting').remaining_ms, null);
  });

  test('when a fraction of a millisecond is left, then it counts as one: zero means over', () => {
    assert.equal(summarize(makePrompt(), 59_999.9, 'waiting').remaining_ms, 1);
    assert.equal(summarize(makePrompt(), 60_000, 'waiting').remaining_ms, 0);
  });

  test('when the deadline has passed unnoticed, then the time left is zero, never negative', () => {
    assert.equal(summarize(makePrompt(), 60_001, 'waiting').remaining_ms, 0);
  });

  test('when a question is as long as may be, then its line has the beginning, as it was typed', () => {
    const { question } = summarize(makePrompt({ question: `two\nlines ${'😀'.repeat(1_000)}` }), 0, 'waiting');
    assert.equal(question, `two\nlines ${'😀'.repeat(189)}…`);
  });
});

describe('summarizeOutcome', () => {
  const labelled = makeSpec({ options: [{ value: 'a', label: 'A'.repeat(1_000) }, { value: 'b' }] });
  const timeout = { status: 'timeout', by: 'deadline', values: [], fallback: true } as const;
  for (const [what, outcome, expected] of [
    ['a human answered', { values: ['b'] }, { status: 'answered', fallback: null }],
    ['nobody answered', { ...timeout, fallback: false }, { status: 'timeout', fallback: null }],
    ['a fallback was applied', { ...timeout, values: ['b'] }, { status: 'timeout', fallback: 'b' }],
    ['its label is long', { ...timeout, values: ['a'] }, { status: 'timeout', fallback: `${'A'.repeat(199)}…` }],
    ['it was a text', { ...timeout, text: 'main' }, { status: 'timeout', fallback: 'main' }],
    ['it was to pick nothing', timeout, { status: 'timeout', fallback: null }],
  ] as const) {
    test(`when ${what}, then the list tells ${JSON.stringify(expected).slice(0, 60)}`, () =>
      assert.deepEqual(summarizeOutcome(labelled, makeOutcome(outcome)), expected));
  }
});

describe('listPrompt', () => {
  test('when a prompt is listed for a script, then what was asked is whole', () => {
    const question = 'q'.repeat(4_096);
    assert.deepEqual(listPrompt(makePrompt({ question }), 12_000.5, 'waiting'), {
      id: 'p0000001',
      kind: 'select',
      question,
      options,
      remaining_ms: 48_000,
      revision: 1,
      opened_at: 1_000_000,
      waiting: true,
    });
  });
});

describe('viewPrompt', () => {
  test('when a prompt is open, then the view is whole', () => {
    const prompt = makePrompt(
      { fallback: 'staging', recommended: 'production', body: '# b', max_timeout_ms: 90_000 },
      { draft: { values: ['staging'] }, drafter: 'tab-1', holds: 2 },
    );
    assert.deepEqual(viewPrompt(prompt, 10_000, waiting), {
      id: 'p0000001',
      spec: {
        kind: 'select',
        question: 'Deploy where?',
        body: '# b',
        options,
        select: [],
        other: false,
        timeout_ms: 60_000,
        max_timeout_ms: 90_000,
        extendable: true,
        hold: true,
        fallback: 'staging',
        recommended: 'production',
      },
      status: 'open',
      remaining_ms: 50_000,
      max_remaining_ms: 80_000,
      holds: 2,
      revision: 1,
      opened_at: 1_000_000,
      draft: { values: ['staging'] },
      offered: false,
      outcome: null,
      asker_grace_ms: 0,
      delivery: 'waiting',
      logged: true,
    });
  });

  test('when there is no deadline, then the gaps are null', () => {
    const view = viewPrompt(makePrompt({ timeout_ms: null }), 0, waiting);
    assert.deepEqual([view.remaining_ms, view.max_remaining_ms, view.draft, view.outcome], [null, null, null, null]);
  });

  test('when the outcome could not be written, then the view says so', () => {
    const view = viewPrompt(makePrompt(), 0, { delivery: 'delivered', logged: false });
    assert.deepEqual([view.delivery, view.logged], ['delivered', false]);
  });

  test('when a prompt is settled, then the view says so with the outcome, the delivery and a higher revision', () => {
    const { prompt } = transition(
      makePrompt(),
      { type: 'answer', request_id: 'r', by: 'browser', answer: { values: ['staging'] } },
      { now: 2_000, wall: 1_002_000 },
    );
    const view = viewPrompt(prompt, 3_000, { delivery: 'sending', logged: true });
    assert.deepEqual([view.status, view.revision, view.delivery], ['settled', 2, 'sending']);
    assert.equal(view.outcome, prompt.outcome);
  });

  test('when a fraction of a millisecond of room is left, then it is not promised', () => {
    assert.equal(viewPrompt(makePrompt({ max_timeout_ms: 90_000 }), 10_000.5, waiting).max_remaining_ms, 79_999);
  });

  test('when the bound has passed, then the room left is zero', () => {
    assert.equal(
      viewPrompt(makePrompt({ max_timeout_ms: 60_000 }), 70_000, { delivery: 'gone', logged: true }).max_remaining_ms,
      0,
    );
  });

  test('when a view goes over the wire, then nothing is lost', () => {
    for (const kind of ['select', 'multi', 'confirm', 'input'] as const) {
      const view = viewPrompt(makePrompt({ kind }), 1, waiting);
      assert.deepEqual(JSON.parse(JSON.stringify(view)), view);
    }
  });
});

// The list as the command line keeps it: what the portal told, counted down.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LiveList } from '../../../src/client/live-list.ts';
import { type PromptSummary, summarize } from '../../../src/protocol/view.ts';
import { makePrompt } from '../../helpers/prompts.ts';

const summary = (id: string, more: Partial<PromptSummary> = {}): PromptSummary => ({
  ...summarize(makePrompt({}, { id }), 0, 'waiting'),
  ...more,
});
const ending = { status: 'answered', fallback: null } as const;

describe('LiveList', () => {
  test('when nothing was told, then there is no list, whatever else is heard', () => {
    const list = new LiveList(() => 0);
    assert.equal(list.receive({ type: 'changed', prompt: summary('p0000001') }), false);
    assert.equal(list.receive({ type: 'removed', id: 'p0000001', ending }), false);
    assert.equal(list.read(), null);
  });

  test('when prompts come, change and go, then they are kept in their order', () => {
    const list = new LiveList(() => 0);
    assert.equal(list.receive({ type: 'list', prompts: [summary('p0000001'), summary('p0000002')] }), true);
    assert.equal(list.receive({ type: 'changed', prompt: summary('p0000003') }), true);
    assert.equal(list.receive({ type: 'changed', prompt: summary('p0000001', { revision: 2 }) }), true);
    assert.equal(list.receive({ type: 'removed', id: 'p0000002', ending }), true);
    assert.equal(list.receive({ type: 'removed', id: 'p0000002', ending }), false);
    assert.deepEqual(
      list.read()?.map(({ id, revision }) => [id, revision]),
      [
        ['p0000001', 2],
        ['p0000003', 1],
      ],
    );
    list.receive({ type: 'list', prompts: [] });
    assert.deepEqual(list.read(), []);
  });

  test('when time passes, then each has less left, never below zero, and one without a deadline has none', () => {
    let now = 100;
    const list = new LiveList(() => now);
    const prompts = [summary('p0000001', { remaining_ms: 5_000 }), summary('p0000002', { remaining_ms: null })];
    list.receive({ type: 'list', prompts });
    const left = () => list.read()?.map(({ remaining_ms }) => remaining_ms);
    now = 1_100.5;
    assert.deepEqual(left(), [4_000, null]);
    now = 9_000;
    assert.deepEqual(left(), [0, null]);
  });
});

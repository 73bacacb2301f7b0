// The live list, and the events that its subscribers get.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { NO_COUNTDOWN, timeLeft } from '../../../src/session/countdown.ts';
import { PromptList } from '../../../web/shell/prompt-list.ts';
import { FakeEnvironment, makeSummary } from './fakes.ts';

describe('PromptList', () => {
  let environment: FakeEnvironment;
  let list: PromptList;
  let events: string[];
  const first = makeSummary({ id: 'p0000001', opened_at: 1 });
  const second = makeSummary({ id: 'p0000002', opened_at: 2 });
  const ids = () => list.prompts.value.map(({ summary }) => summary.id);

  beforeEach(() => {
    environment = new FakeEnvironment();
    list = new PromptList(environment.clock);
    events = [];
    list.subscribe(({ type, prompt }) => events.push(`${type} ${prompt.summary.id}`));
  });

  test('when the page opens, then what was there before has not arrived', () => {
    list.receive({ type: 'list', prompts: [second, first] });
    assert.deepEqual(ids(), ['p0000001', 'p0000002']);
    assert.deepEqual(events, ['updated p0000001', 'updated p0000002']);
    assert.equal(list.loaded.value, true);
  });

  test('when a prompt is opened, then it arrives once, however often it changes', () => {
    list.receive({ type: 'list', prompts: [] });
    list.receive({ type: 'changed', prompt: first });
    list.receive({ type: 'changed', prompt: { ...first, remaining_ms: 5 } });
    assert.deepEqual(events, ['arrived p0000001', 'updated p0000001', 'updated p0000001']);
    assert.equal(timeLeft(list.prompts.value[0]?.countdown ?? NO_COUNTDOWN, environment.clock.now()), 5);
  });

  test('when a prompt is settled, then it leaves', () => {
    list.receive({ type: 'list', prompts: [first, second] });
    list.receive({ type: 'removed', id: first.id, ending: { status: 'answered', fallback: null } });
    list.receive({ type: 'removed', id: first.id, ending: { status: 'answered', fallback: null } });
    assert.deepEqual(ids(), ['p0000002']);
    assert.deepEqual(events.slice(2), ['left p0000001']);
  });

  test('when a new portal lists nothing and the asker comes back, then the prompt does not count as new', () => {
    list.receive({ type: 'list', prompts: [first] });
    list.receive({ type: 'list', prompts: [] });
    list.receive({ type: 'changed', prompt: first });
    assert.deepEqual(events, ['updated p0000001', 'left p0000001', 'updated p0000001']);
  });

  test('when a prompt was opened while the link was down, then it arrives with the next list', () => {
    list.receive({ type: 'list', prompts: [] });
    list.receive({ type: 'list', prompts: [second] });
    assert.deepEqual(events, ['arrived p0000002', 'updated p0000002']);
  });
});

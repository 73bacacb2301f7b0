// The history: asked for as the human filters and searches, and only the last reply counts.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { HistoryRow } from '../../../src/protocol/history.ts';
import { HistoryModel, type HistoryPage, type HistoryQuery } from '../../../web/models/history.ts';
import { FakeEnvironment } from './fakes.ts';

const makeRow = (id: string, opened_at: number): HistoryRow => ({
  id,
  key: null,
  kind: 'select',
  question: `Question ${id}`,
  status: 'active',
  opened_at,
  outcome: null,
});

describe('HistoryModel', () => {
  let environment: FakeEnvironment;
  let asked: HistoryQuery[];
  let replies: ((page: HistoryPage | null) => void)[];
  let model: HistoryModel;
  const reply = async (at: number, page: HistoryPage | null) => {
    replies[at]?.(page);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const ids = () => model.rows.value?.map(({ id }) => id) ?? null;

  beforeEach(() => {
    environment = new FakeEnvironment();
    asked = [];
    replies = [];
    model = new HistoryModel(environment, (query) => {
      asked.push(query);
      return new Promise((resolve) => replies.push(resolve));
    });
  });

  test('when it is opened, then the newest are asked for', async () => {
    void model.refresh();
    assert.deepEqual(asked, [{ status: null, text: '', before: null }]);
    assert.equal(ids(), null);
    await reply(0, { prompts: [makeRow('b', 2), makeRow('a', 1)], next: null });
    assert.deepEqual(ids(), ['b', 'a']);
  });

  test('when more is asked for, then the next page comes behind the first', async () => {
    void model.refresh();
    await reply(0, { prompts: [makeRow('b', 2)], next: 2 });
    void model.showMore();
    assert.equal(asked[1]?.before, 2);
    await reply(1, { prompts: [makeRow('a', 1)], next: null });
    assert.deepEqual([ids(), model.next.value], [['b', 'a'], null]);
    await model.showMore();
    assert.equal(asked.length, 2);
  });

  test('when a human types, then the search begins once, after a pause', () => {
    model.search('d');
    environment.pass(150);
    model.search(' de ');
    environment.pass(199);
    assert.deepEqual(asked, []);
    environment.pass(1);
    assert.deepEqual(asked, [{ status: null, text: 'de', before: null }]);
  });

  test('when a filter is chosen while a search waits, then one request carries both', () => {
    model.search('de');
    model.filter('timeout');
    environment.pass(1_000);
    assert.deepEqual(asked, [{ status: 'timeout', text: 'de', before: null }]);
  });

  test('when an older reply comes late, then it is left out', async () => {
    void model.refresh();
    model.filter('answered');
    await reply(1, { prompts: [makeRow('new', 2)], next: null });
    await reply(0, { prompts: [makeRow('old', 1)], next: null });
    assert.deepEqual(ids(), ['new']);
  });

  test('when the portal does not answer, then that is told, and what was there stays', async () => {
    void model.refresh();
    await reply(0, { prompts: [makeRow('a', 1)], next: null });
    void model.refresh();
    await reply(1, null);
    assert.deepEqual([model.failed.value, ids()], [true, ['a']]);
    void model.refresh();
    await reply(2, { prompts: [], next: null });
    assert.deepEqual([model.failed.value, ids()], [false, []]);
  });
});

// The history: asked for as the human filters and searches, and only the last reply counts.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { HistoryPage, HistoryQuery, HistoryRow } from '../../../src/protocol/history.ts';
import { HistoryModel } from '../../../web/history/history-model.ts';
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
  let replies: ((page: HistoryPage | Promise<never>) => void)[];
  let model: HistoryModel;
  const reply = async (at: number, page: HistoryPage | null) => {
    replies[at]?.(page ?? Promise.reject(new Error('the portal is away')));
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
    assert.deepEqual(asked, [{ limit: 50 }]);
    assert.equal(ids(), null);
    await reply(0, { prompts: [makeRow('b', 2), makeRow('a', 1)], next: null });
    assert.deepEqual(ids(), ['b', 'a']);
  });

  test('when more is asked for, then the next rows come behind the first', async () => {
    void model.refresh();
    const first = Array.from({ length: 50 }, (_, index) => makeRow(`b${index}`, 2));
    await reply(0, { prompts: first, next: '2-b49' });
    assert.deepEqual([ids()?.length, model.hasMore.value], [50, true]);
    void model.showMore();
    assert.deepEqual(asked[1], { limit: 100 });
    await reply(1, { prompts: [...first, makeRow('a', 1)], next: null });
    assert.deepEqual([ids()?.slice(49), model.hasMore.value], [['b49', 'a'], false]);
  });

  test('when a prompt settles after more was asked for, or meanwhile, then as many rows stay', () => {
    void model.showMore();
    void model.refresh();
    assert.deepEqual(asked, [{ limit: 100 }, { limit: 100 }]);
  });

  test('when there are more rows than the portal gives at once, then they come page by page', async () => {
    for (let rows = 50; rows < 1_050; rows += 50) void model.showMore();
    const at = asked.length - 1;
    const page = Array.from({ length: 1_000 }, (_, index) => makeRow(`b${index}`, 2));
    await reply(at, { prompts: page, next: '2-b999' });
    assert.deepEqual(asked.slice(at), [{ limit: 1_000 }, { limit: 50, before: '2-b999' }]);
    await reply(at + 1, { prompts: [makeRow('a', 1)], next: null });
    assert.equal(ids()?.length, 1_001);
  });

  test('when a filter is chosen after more was asked for, then it begins with the first rows', () => {
    void model.showMore();
    model.filter('timeout');
    assert.deepEqual(asked[1], { limit: 50, status: 'timeout' });
  });

  test('when a human types, then the search begins once, after a pause', () => {
    model.search('d');
    environment.pass(150);
    model.search(' de ');
    environment.pass(199);
    assert.deepEqual(asked, []);
    environment.pass(1);
    assert.deepEqual(asked, [{ limit: 50, text: 'de' }]);
  });

  test('when a filter is chosen while a search waits, then one request carries both', () => {
    model.search('de');
    model.filter('timeout');
    environment.pass(1_000);
    assert.deepEqual(asked, [{ limit: 50, status: 'timeout', text: 'de' }]);
  });

  test('when an older reply comes late, then it is left out', async () => {
    void model.refresh();
    model.filter('answered');
    await reply(1, { prompts: [makeRow('new', 2)], next: null });
    await reply(0, { prompts: [makeRow('old', 1)], next: null });
    assert.deepEqual(ids(), ['new']);
  });

  test('when the portal does not answer, then the page says so, and keeps its entries', async () => {
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

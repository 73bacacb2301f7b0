// Pages of the history: what a query finds, in which order, and where the next page begins.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Outcome } from '../../../../src/core/prompt.ts';
import type { PromptSpecInput } from '../../../../src/core/spec.ts';
import type { HistoryEntry } from '../../../../src/portal/store/history-entry.ts';
import { describeEntry, pageOf } from '../../../../src/portal/store/history-page.ts';
import { type HistoryQuery, readPages } from '../../../../src/protocol/history.ts';
import { makeOutcome, makeSpec } from '../../../helpers/prompts.ts';

const KEY = 'deploy-42';

const lost = (id: string, opened_at: number, spec: Partial<PromptSpecInput> = {}, key: string | null = null) =>
  ({
    id,
    key,
    spec: makeSpec(spec),
    asker_grace_ms: 0,
    opened_at,
    extended_ms: 0,
    extensions: [],
    revision: 0,
    outcome: null,
    draft: null,
    received: false,
  }) satisfies HistoryEntry;

describe('a page of the history', () => {
  const settled = (entry: HistoryEntry, changes: Partial<Outcome> = {}): HistoryEntry => ({
    ...entry,
    outcome: makeOutcome(changes),
  });
  const deploy = settled(lost('p0000001', 100, { question: 'Deploy where?', fallback: 'staging' }, KEY), {
    note: 'after LUNCH',
  });
  const active = lost('p0000005', 500, { kind: 'multi', question: 'Which checks?' });
  const forgotten = lost('p0000006', 600, { question: 'Lost with its portal' });
  const options = [{ value: 'm', label: 'Main line' }, { value: 'x' }];
  const entries = [
    { ...deploy, received: true },
    settled(lost('p0000002', 300, { question: 'Pick a branch', options }), {
      status: 'timeout',
      by: 'deadline',
      values: [],
    }),
    settled(lost('p0000003', 200, { kind: 'input', question: 'Quelle version ? ÉTÉ' }), {
      values: [],
      text: 'v1.2.3-RC',
    }),
    settled(lost('p0000004', 400, { kind: 'confirm', question: 'Go on?' }), {
      status: 'cancelled',
      by: 'cli',
      values: [],
    }),
    active,
    forgotten,
  ];
  const open = new Set(['p0000005']);
  type Search = Partial<HistoryQuery>;
  const search = (search: Search) => {
    const { prompts, next } = pageOf(entries, { limit: 100, ...search }, open);
    return { found: prompts.map(({ id }) => Number(id.slice(-1))), next };
  };

  const cases: [what: string, query: Search, found: number[]][] = [
    ['nothing', {}, [5, 4, 2, 3, 1]],
    ['what is active', { status: 'active' }, [5]],
    ['what was answered', { status: 'answered' }, [3, 1]],
    ['what timed out', { status: 'timeout' }, [2]],
    ['what was cancelled', { status: 'cancelled' }, [4]],
    ['a word of the question', { text: 'BRANCH' }, [2]],
    ['a word with marks', { text: 'été' }, [3]],
    ['the key', { text: 'deploy-42' }, [1]],
    ['a value', { text: 'production' }, [5, 1]],
    ['a label', { text: 'main l' }, [2]],
    ['the typed answer', { text: 'rc' }, [3]],
    ['the note', { text: 'lunch' }, [1]],
    ['what is nowhere', { text: 'nonsense' }, []],
    ['a regular expression', { text: '.*' }, []],
    ['a moment, itself included', { since: 300 }, [5, 4, 2]],
    ['a moment, itself left out', { before: '300' }, [3, 1]],
    ['a stretch of time', { since: 200, before: '400' }, [2, 3]],
    ['all of it together', { status: 'answered', text: 'st', since: 50, before: '150' }, [1]],
    ['parts that exclude each other', { status: 'timeout', text: 'deploy' }, []],
  ];
  for (const [what, query, found] of cases) {
    test(`when it is searched for ${what}, then it finds ${found.join(', ') || 'nothing'}, newest first`, () =>
      assert.deepEqual(search(query), { found, next: null }));
  }

  test('when there are more than the limit, then the next page begins after them', () => {
    const first = search({ limit: 2 });
    assert.deepEqual(first.found, [5, 4]);
    const before = first.next ?? assert.fail('there is no next page');
    assert.deepEqual(search({ limit: 2, before, status: 'answered' }), { found: [3, 1], next: null });
    assert.deepEqual(search({ limit: 3, before }), { found: [2, 3, 1], next: null });
  });

  for (const limit of [1, 2, 3, 4, 6, 7, 8]) {
    test(`when prompts of one millisecond are paged by ${limit}, then each comes once`, async () => {
      const at = { first: 50, a: 100, b: 100, c: 100, d: 100, e: 100, last: 150 };
      const paged = Object.entries(at).map(([id, moment]) => settled(lost(id, moment)));
      const sizes: number[] = [];
      const read = async (query: HistoryQuery) => {
        const page = pageOf(paged, { ...query, limit }, open);
        sizes.push(page.prompts.length);
        return page;
      };
      const { prompts, next } = await readPages(read, { limit: Number.POSITIVE_INFINITY });
      assert.deepEqual(
        prompts.map(({ id }) => id),
        ['last', 'e', 'd', 'c', 'b', 'a', 'first'],
      );
      assert.equal(next, null);
      assert.deepEqual([Math.max(...sizes), sizes.length], [Math.min(limit, 7), Math.ceil(7 / limit)]);
    });
  }

  test('when who asked is searched for, then what they asked is found', () => {
    const asked = settled({
      ...lost('p0000009', 900),
      from: { name: 'Release', command: 'ship.sh', git: { repo: 'shop' } },
    });
    for (const text of ['release', 'SHIP.sh', 'shop'])
      assert.deepEqual(
        pageOf([asked, deploy], { limit: 9, text }, open).prompts.map(({ id }) => id),
        ['p0000009'],
        text,
      );
  });

  test('when an entry is described, then it tells everything, and its row the line of a list', () => {
    const { spec, draft, extensions, received, ...row } =
      describeEntry({ ...deploy, received: true }, open) ?? assert.fail('lost');
    assert.deepEqual([spec.fallback, draft, extensions, received], ['staging', null, [], true]);
    assert.deepEqual(row, {
      id: 'p0000001',
      key: KEY,
      kind: 'select',
      question: 'Deploy where?',
      status: 'answered',
      opened_at: 100,
      outcome: deploy.outcome,
    });
    assert.deepEqual(pageOf([deploy], { limit: 1 }, open).prompts, [row]);
  });

  test('when an entry has no outcome, then it is active or, not open any more, left out', () => {
    const detail = describeEntry(active, open);
    assert.deepEqual([detail?.status, detail?.outcome, detail?.received], ['active', null, false]);
    assert.equal(describeEntry(forgotten, open), null);
  });
});

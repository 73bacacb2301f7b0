// What history makes of journals beyond a single outcome: keys, extensions, holds, and finding prompts again.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { isDecided, type Outcome, type Surface } from '../../../src/core/prompt.ts';
import type { PromptSpecInput } from '../../../src/core/spec.ts';
import { describeEntry, type HistoryEntry, pageOf, settledPrompt, toRow } from '../../../src/portal/history.ts';
import { HistoryIndex } from '../../../src/portal/history-index.ts';
import type { JournalRecord } from '../../../src/portal/journal-record.ts';
import { type HistoryQuery, readPages } from '../../../src/protocol/history.ts';
import { makeDirectory } from '../../helpers/directory.ts';
import { readEntries } from '../../helpers/journals.ts';
import { makeOutcome, makeSpec } from '../../helpers/prompts.ts';

const KEY = 'deploy-42';

function outcomeOf(changes: Partial<Outcome> = {}): Outcome {
  return makeOutcome({ settled_at: 20, elapsed_ms: 10, seen_at: 12, ...changes });
}

const opened = (id: string, at: number, spec: Partial<PromptSpecInput> = {}, key: string | null = null) =>
  ({ type: 'opened', id, at, opened_at: at, key, spec: makeSpec(spec) }) as const satisfies JournalRecord;
const settled = (id: string, changes: Partial<Outcome> = {}) =>
  ({ type: 'outcome', id, at: 20, outcome: outcomeOf(changes), revision: 5 }) as const satisfies JournalRecord;
const moved = (id: string, at: number, by: Surface | 'hold', remaining_ms: number | null, extended_ms = 0) =>
  ({ type: 'extended', id, at, by, extended_ms, remaining_ms }) as const satisfies JournalRecord;

/** Journals of one file per argument, in this order. */
function writeJournals(t: TestContext, files: readonly (readonly object[])[]): string {
  const directory = makeDirectory(t);
  files.forEach((records, index) => {
    const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    writeFileSync(join(directory, `${index}.jsonl`), text);
  });
  return directory;
}

/** The fold of such journals. */
const fold = (t: TestContext, ...files: (readonly object[])[]) => readEntries(writeJournals(t, files));

const only = (entries: Map<string, HistoryEntry>): HistoryEntry =>
  [...entries.values()][0] ?? assert.fail('there is no entry');

describe('the fold', () => {
  test('when a deadline was moved and held, then every change is there, with who made it, in order', async (t) => {
    const entry = only(
      await fold(t, [
        opened('p0000001', 10),
        moved('p0000001', 11, 'cli', 60_000, 30_000),
        moved('p0000001', 12, 'hold', 20_000, 40_000),
        moved('p0000001', 13, 'browser', null, 40_000),
        settled('p0000001'),
      ]),
    );
    assert.deepEqual(entry.extensions, [
      { at: 11, by: 'cli', remaining_ms: 60_000 },
      { at: 12, by: 'hold', remaining_ms: 20_000 },
      { at: 13, by: 'browser', remaining_ms: null },
    ]);
    assert.equal(entry.extended_ms, 40_000);
  });

  test('when a prompt went from one portal to the next, then it is one entry with the changes of both', async (t) => {
    const entries = await fold(
      t,
      [opened('p0000001', 10, {}, KEY), moved('p0000001', 11, 'hold', 12_000, 10_000)],
      [
        opened('p0000001', 10, {}, KEY),
        moved('p0000001', 15, 'hold', 13_000, 20_000),
        settled('p0000001', { extended_ms: 20_000 }),
      ],
    );
    assert.equal(entries.size, 1);
    const entry = only(entries);
    assert.deepEqual([entry.key, entry.extensions.length, entry.outcome?.extended_ms], [KEY, 2, 20_000]);
  });

  test('when a journal is older than keys, then its prompts have none', async (t) => {
    const { key: _, ...old } = opened('p0000001', 10);
    assert.equal(only(await fold(t, [old, settled('p0000001')])).key, null);
  });

  test('when records belong to a prompt that no journal opened, then they are left out', async (t) => {
    assert.equal((await fold(t, [settled('p0000001'), moved('p0000001', 1, 'cli', 1)])).size, 0);
  });
});

describe('settledPrompt', () => {
  test('when a prompt settled, then it comes back with key, holds and when it was seen', async (t) => {
    const entry = only(
      await fold(t, [
        opened('p0000001', 10, { kind: 'input' }, KEY),
        moved('p0000001', 11, 'hold', 20_000, 10_000),
        moved('p0000001', 12, 'cli', 20_000, 70_000),
        moved('p0000001', 13, 'hold', 20_000, 80_000),
        settled('p0000001', { values: [], text: 'x' }),
      ]),
    );
    const prompt = settledPrompt(entry) ?? assert.fail('it is not settled');
    const { id, key, holds, seen_at, extended_ms, revision, deadline, draft, opened_at } = prompt;
    assert.deepEqual(
      { id, key, holds, seen_at, extended_ms, revision, deadline, draft, opened_at },
      {
        id: 'p0000001',
        key: KEY,
        holds: 2,
        seen_at: 12,
        extended_ms: 80_000,
        revision: 5,
        deadline: null,
        draft: null,
        opened_at: 10,
      },
    );
    assert.equal(prompt.outcome?.text, 'x');
  });

  test('when it never settled, or is unknown, then there is none', async (t) => {
    assert.equal(settledPrompt(only(await fold(t, [opened('p0000001', 10)]))), null);
    assert.equal(settledPrompt(null), null);
  });
});

describe('findKey', () => {
  const find = async (t: TestContext, ...records: object[]) =>
    (await new HistoryIndex(writeJournals(t, [records])).findKey(KEY))?.id ?? null;

  test('when several were decided under it, then the last one has it', async (t) => {
    assert.equal(
      await find(
        t,
        opened('p0000001', 10, {}, KEY),
        settled('p0000001'),
        opened('p0000002', 11, {}, KEY),
        settled('p0000002', { status: 'timeout', by: 'deadline', values: [] }),
        opened('p0000003', 12, {}, 'another key'),
        settled('p0000003'),
      ),
      'p0000002',
    );
  });

  for (const by of ['asker', 'portal'] as const) {
    test(`when the last one merely lost its ${by}, then the one before it still has it`, async (t) => {
      const lost = settled('p0000002', { status: 'cancelled', by, values: [] });
      assert.ok(!isDecided(lost.outcome), 'nobody decided');
      const records = [opened('p0000002', 11, {}, KEY), lost];
      assert.equal(await find(t, ...records), null);
      assert.equal(await find(t, opened('p0000001', 10, {}, KEY), settled('p0000001'), ...records), 'p0000001');
    });
  }

  test('when it is open, lost without an outcome, or there are only prompts without a key, then nobody has it', async (t) => {
    assert.equal(await find(t, opened('p0000001', 10, {}, KEY)), null);
    assert.equal(await find(t, opened('p0000001', 10), settled('p0000001')), null);
  });
});

describe('a page of the history', () => {
  const records = [
    opened('p0000001', 100, { question: 'Deploy where?', fallback: 'staging' }, KEY),
    settled('p0000001', { note: 'after LUNCH' }),
    { type: 'received', id: 'p0000001', at: 21 },
    opened('p0000002', 300, {
      question: 'Pick a branch',
      options: [{ value: 'm', label: 'Main line' }, { value: 'x' }],
    }),
    settled('p0000002', { status: 'timeout', by: 'deadline', values: [] }),
    opened('p0000003', 200, { kind: 'input', question: 'Quelle version ? ÉTÉ' }),
    settled('p0000003', { values: [], text: 'v1.2.3-RC' }),
    opened('p0000004', 400, { kind: 'confirm', question: 'Go on?' }),
    settled('p0000004', { status: 'cancelled', by: 'cli', values: [] }),
    opened('p0000005', 500, { kind: 'multi', question: 'Which checks?' }),
    opened('p0000006', 600, { question: 'Lost with its portal' }),
  ];
  const open = new Set(['p0000005']);
  type Search = Partial<HistoryQuery>;
  const search = async (t: TestContext, search: Search) => {
    const query = { limit: 100, ...search };
    const entries = new HistoryIndex(writeJournals(t, [records])).entries(query);
    const { prompts, next } = await pageOf(entries, open, query);
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
    test(`when it is searched for ${what}, then it finds ${found.join(', ') || 'nothing'}, newest first`, async (t) =>
      assert.deepEqual(await search(t, query), { found, next: null }));
  }

  test('when there are more than the limit, then the newest come, and where the next page begins', async (t) => {
    const first = await search(t, { limit: 2 });
    assert.deepEqual(first.found, [5, 4]);
    const before = first.next ?? assert.fail('there is no next page');
    assert.deepEqual(await search(t, { limit: 2, before, status: 'answered' }), { found: [3, 1], next: null });
    assert.deepEqual(await search(t, { limit: 3, before }), { found: [2, 3, 1], next: null });
  });

  for (const limit of [1, 2, 3, 4, 6, 7, 8]) {
    test(`when prompts of one millisecond are paged through, ${limit} at a time, then each comes once`, async (t) => {
      const at = { first: 50, a: 100, b: 100, c: 100, d: 100, e: 100, last: 150 };
      const paged = Object.entries(at).flatMap(([id, moment]) => [opened(id, moment), settled(id)]);
      const index = new HistoryIndex(writeJournals(t, [paged.slice(0, 5), paged.slice(5)]));
      const sizes: number[] = [];
      const read = async (query: HistoryQuery) => {
        const page = await pageOf(index.entries(query), open, { ...query, limit });
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

  test('when an entry is found, then it tells everything, and its row the line of a list', async (t) => {
    const entries = await fold(t, records);
    const [detail] = describeEntry(entries.get('p0000001') ?? assert.fail('lost'), open);
    assert.ok(detail, 'it is known');
    const { spec, draft, extensions, received, ...row } = detail;
    assert.deepEqual([spec.fallback, draft, extensions, received], ['staging', null, [], true]);
    assert.deepEqual(row, {
      id: 'p0000001',
      key: KEY,
      kind: 'select',
      question: 'Deploy where?',
      status: 'answered',
      opened_at: 100,
      outcome: outcomeOf({ note: 'after LUNCH' }),
    });
    assert.deepEqual(toRow(detail), row);
  });

  test('when an active one is found, then it has no outcome; when one was lost, then it is not found at all', async (t) => {
    const entries = await fold(t, records);
    const [active] = describeEntry(entries.get('p0000005') ?? assert.fail('lost'), open);
    assert.deepEqual([active?.status, active?.outcome, active?.received], ['active', null, false]);
    assert.deepEqual(describeEntry(entries.get('p0000006') ?? assert.fail('lost'), open), []);
  });
});

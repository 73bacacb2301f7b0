// Reading journals: unreadable lines are skipped, every file counts, and each call sees what was written before it.
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { isDecided, type Outcome } from '../../../../src/core/prompt.ts';
import { readJournals } from '../../../../src/portal/store/journal-directory.ts';
import { JournalReader } from '../../../../src/portal/store/journal-reader.ts';
import { type JournalRecord, parseRecord } from '../../../../src/portal/store/journal-record.ts';
import { makeDirectory } from '../../../helpers/directory.ts';
import { makeOutcome, makeSpec } from '../../../helpers/prompts.ts';

const KEY = 'deploy-42';
const id = 'p0000001';
const spec = makeSpec({ question: 'Où déployer? 漢字 \u{1F680}' });
const outcome = makeOutcome({ note: 'é\u{1F680}', settled_at: 20, elapsed_ms: 10 });

const opened = (id: string, at = 10, key: string | null = null) =>
  ({ type: 'opened', id, at, opened_at: at, key, spec }) as const satisfies JournalRecord;
const settled = (id: string, changes: Partial<Outcome> = {}) =>
  ({ type: 'outcome', id, at: 20, outcome: { ...outcome, ...changes }, revision: 3 }) as const satisfies JournalRecord;

const lines = (...records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** A reader of journals with these names and contents, and the unreadable lines that it has reported. */
function makeReader(t: TestContext, files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const directory = makeDirectory(t);
  const path = (name: string) => join(directory, name);
  for (const [name, content] of Object.entries(files)) writeFileSync(path(name), content);
  const unreadable: [name: string, lines: number][] = [];
  return { reader: new JournalReader(directory, (...report) => unreadable.push(report)), path, unreadable };
}

describe('reading journals', () => {
  test('when the last line is torn at any byte, then all before it counts', async (t) => {
    const { reader, path, unreadable } = makeReader(t);
    const kept = Buffer.from(lines(opened(id)));
    const last = Buffer.from(lines(settled(id)));
    for (let length = 0; length <= last.length; length += 1) {
      writeFileSync(path('a.jsonl'), Buffer.concat([kept, last.subarray(0, length)]));
      const entry = await reader.find(id);
      assert.deepEqual(entry?.spec, spec);
      // Without its line end the record is whole already.
      const isWhole = length >= last.length - 1;
      assert.deepEqual(entry?.outcome, isWhole ? outcome : null, `torn at ${length}`);
      assert.deepEqual(unreadable.splice(0), length === 0 || isWhole ? [] : [['a.jsonl', 1]]);
    }
  });

  test('when a line in the middle is unreadable, then those after it count', async (t) => {
    const torn = lines(opened(id)) + lines(settled(id)).slice(0, 40);
    const { reader, unreadable } = makeReader(t, { 'a.jsonl': `${torn}\n${lines(settled(id))}` });
    assert.deepEqual((await reader.find(id))?.outcome, outcome);
    assert.deepEqual(unreadable, [['a.jsonl', 1]]);
  });

  test('when a line is JSON but lacks what a record has, then it is skipped and all others are read', async (t) => {
    const odd = [
      { ...opened('p0000002', 10, KEY), spec: null },
      { ...opened('p0000002', 10, KEY), spec: { kind: 'select', question: 'Q', options: [null], select: [] } },
      { ...opened('p0000002'), opened_at: 'x' },
      { ...opened('p0000002'), from: 'x' },
      { ...opened('p0000002'), from: { command: 7 } },
      { ...opened('p0000002'), from: { git: { repo: null } } },
      { ...settled('p0000002'), outcome: { status: 'answered' } },
      { ...settled('p0000002'), draft: { text: 'x' } },
      { type: 'extended', id, at: 15 },
      { type: 'other', id, at: 15 },
    ];
    const files = { 'a.jsonl': lines(opened(id, 10, KEY), ...odd, settled(id), settled('p0000002')) };
    const { reader, unreadable } = makeReader(t, files);
    const { prompts } = await reader.page({ limit: 10, text: 'où' }, new Set());
    assert.deepEqual(
      prompts.map((prompt) => prompt.id),
      [id],
    );
    assert.equal((await reader.findKey(KEY)).decided?.id, id);
    assert.deepEqual(unreadable[0], ['a.jsonl', odd.length]);
  });

  test('when the next file goes on after a torn line, then both count', async (t) => {
    const { reader } = makeReader(t, { 'a.jsonl': `${lines(opened(id))}{"type":"outc`, 'b.jsonl': lines(settled(id)) });
    assert.deepEqual((await reader.find(id))?.outcome, outcome);
  });

  test('when lines make no sense, then they are no records', () => {
    const odd = ['', 'null', '5', '"x"', '[]', '{}', '{"id":5}', '{"id":', '\0', 'plain text'];
    assert.deepEqual(
      odd.map(parseRecord),
      odd.map(() => null),
    );
    assert.deepEqual(parseRecord(JSON.stringify(opened(id))), opened(id));
  });

  test('when a journal of an earlier version has 8 MiB and numbered lines, then it is read', async (t) => {
    const ids = Array.from({ length: 140 }, (_, index) => `p${String(index).padStart(7, '0')}`);
    const large = makeSpec({ body: 'x'.repeat(60_000) });
    const records = ids.flatMap((id) => [{ ...opened(id), spec: large }, settled(id)]);
    const { reader, unreadable } = makeReader(t, {
      'a.jsonl': lines(...records.map((record, n) => ({ n, ...record }))),
    });
    assert.deepEqual((await reader.find(ids.at(-1) ?? ''))?.outcome, outcome);
    assert.equal((await reader.page({ limit: 1_000 }, new Set())).prompts.length, 140);
    assert.deepEqual(unreadable, []);
  });

  test('when other things are in the directory, then they are left out', async (t) => {
    const { reader, path } = makeReader(t, { 'a.jsonl.tmp': lines(opened(id)), 'b.jsonl': lines(opened('p0000002')) });
    mkdirSync(path('c.jsonl'));
    assert.deepEqual([await reader.find(id), (await reader.find('p0000002'))?.id], [null, 'p0000002']);
  });

  test('when there is no directory, then there are no records', async (t) => {
    assert.equal((await readJournals(join(makeDirectory(t), 'none'))).size, 0);
  });

  test('when journals grow or go, then the next call sees that', async (t) => {
    const { reader, path } = makeReader(t, { 'a.jsonl': lines(opened(id)), 'b.jsonl': lines(opened('p0000002')) });
    assert.equal((await reader.find(id))?.outcome, null);
    appendFileSync(path('a.jsonl'), lines(settled(id)));
    assert.deepEqual((await reader.find(id))?.outcome, outcome);
    rmSync(path('a.jsonl'));
    assert.equal(await reader.find(id), null);
    assert.equal((await reader.find('p0000002'))?.id, 'p0000002');
  });

  test('when many call at once, then each sees what was written before, in few reads', async (t) => {
    // Reported once for each read.
    const { reader, path, unreadable } = makeReader(t, { '0.jsonl': 'unreadable\n' });
    const found = await Promise.all(
      Array.from({ length: 50 }, (_, count) => {
        const id = `p${String(count).padStart(7, '0')}`;
        appendFileSync(path('a.jsonl'), lines(opened(id), settled(id)));
        return reader.find(id);
      }),
    );
    assert.ok(found.every((entry) => entry?.outcome));
    assert.ok(unreadable.length <= 2, `${unreadable.length} reads`);
  });
});

describe('finding a key', () => {
  const find = async (t: TestContext, ...records: object[]) => {
    const { decided, draft } = await makeReader(t, { 'a.jsonl': lines(...records) }).reader.findKey(KEY);
    return [decided?.id ?? null, draft];
  };
  const draft = { values: [], text: null, note: 'typed', notes: {} };

  test('when several were decided under it, then the last one has it', async (t) => {
    const found = await find(
      t,
      opened('p0000001', 10, KEY),
      settled('p0000001'),
      opened('p0000002', 11, KEY),
      { ...settled('p0000002', { status: 'timeout', by: 'deadline', values: [] }), draft },
      opened('p0000003', 12, 'another key'),
      settled('p0000003'),
    );
    assert.deepEqual(found, ['p0000002', null]);
  });

  for (const by of ['asker', 'portal'] as const) {
    test(`when the last one merely lost its ${by}, then the one before it still has it`, async (t) => {
      const lost = settled('p0000002', { status: 'cancelled', by, values: [] });
      assert.ok(!isDecided(lost.outcome), 'nobody decided');
      const records = [opened('p0000002', 11, KEY), { ...lost, draft }];
      assert.deepEqual(await find(t, ...records), [null, draft]);
      assert.deepEqual(await find(t, opened(id, 10, KEY), settled(id), ...records), [id, draft]);
    });
  }

  test('when it is open, or others have no key, then nobody has it', async (t) => {
    assert.deepEqual(await find(t, opened(id, 10, KEY)), [null, null]);
    assert.deepEqual(await find(t, opened(id, 10), settled(id)), [null, null]);
  });
});

// History: a fold of every journal, which survives a torn end and never changes an outcome.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { settledPrompt } from '../../../src/portal/history.ts';
import { type JournalRecord, parseRecord } from '../../../src/portal/journal-record.ts';
import { makeDirectory } from '../../helpers/directory.ts';
import { readEntries } from '../../helpers/journals.ts';
import { makeOutcome, makeSpec } from '../../helpers/prompts.ts';

const spec = makeSpec({ question: 'Où déployer? 漢字 \u{1F680}' });
const id = 'p0000001';
const outcome = makeOutcome({ note: 'é\u{1F680}', settled_at: 20, elapsed_ms: 10 });
const opened: JournalRecord = { type: 'opened', id, at: 10, opened_at: 10, key: null, spec };
const extended: JournalRecord = { type: 'extended', id, at: 15, by: 'cli', extended_ms: 60_000, remaining_ms: 90_000 };
const decided: JournalRecord = { type: 'outcome', id, at: 20, outcome, revision: 3 };
const extensions = [{ at: 15, by: 'cli', remaining_ms: 90_000 }];
const received: JournalRecord = { type: 'received', id, at: 30 };

const lines = (...records: readonly JournalRecord[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** The history of journals with these names and contents. */
function historyOf(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>) {
  const directory = join(makeDirectory(t), 'journal');
  mkdirSync(directory);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  return readEntries(directory);
}

describe('history', () => {
  test('when a prompt was opened, moved, settled and received, then one entry says it all', async (t) => {
    const history = await historyOf(t, { 'a.jsonl': lines(opened, extended, decided, received) });
    assert.deepEqual(
      [...history.values()],
      [
        {
          id,
          key: null,
          spec,
          opened_at: 10,
          extended_ms: 60_000,
          extensions,
          revision: 3,
          outcome,
          draft: null,
          received: true,
        },
      ],
    );
  });

  test('when the last line is torn at any byte, then everything before it stands and nothing throws', async (t) => {
    const directory = join(makeDirectory(t), 'journal');
    mkdirSync(directory);
    const kept = Buffer.from(lines(opened));
    const last = Buffer.from(lines(decided));
    for (let length = 0; length <= last.length; length += 1) {
      writeFileSync(join(directory, 'a.jsonl'), Buffer.concat([kept, last.subarray(0, length)]));
      const entry = (await readEntries(directory)).get(id);
      assert.deepEqual(entry?.spec, spec);
      // Without its line end the record is whole already.
      assert.deepEqual(entry?.outcome, length >= last.length - 1 ? outcome : null, `torn at ${length}`);
    }
  });

  test('when a torn line is followed by whole ones in the next file, then they count', async (t) => {
    const torn = lines(opened) + lines(decided).slice(0, 40);
    const history = await historyOf(t, { 'a.jsonl': torn, 'b.jsonl': lines(decided, received) });
    assert.deepEqual([history.get(id)?.outcome, history.get(id)?.received], [outcome, true]);
  });

  test('when a later line brings another outcome, then the first one stands', async (t) => {
    const later: JournalRecord = { ...decided, outcome: { ...outcome, status: 'cancelled', by: 'asker' }, revision: 9 };
    for (const files of [
      { 'a.jsonl': lines(opened, decided, later) },
      { 'a.jsonl': lines(opened, decided), 'b.jsonl': lines(later) },
    ])
      assert.deepEqual((await historyOf(t, files)).get(id)?.outcome, outcome);
  });

  test('when a prompt is registered again, then its first registration stands', async (t) => {
    const again: JournalRecord = { ...opened, opened_at: 99, spec: makeSpec({ question: 'Other?' }) };
    const history = await historyOf(t, { 'a.jsonl': lines(opened), 'b.jsonl': lines(again) });
    assert.deepEqual([history.get(id)?.opened_at, history.get(id)?.spec], [10, spec]);
  });

  test('when lines make no sense, then they are left out', () => {
    const odd = ['', 'null', '5', '"x"', '[]', '{}', '{"id":5}', '{"id":', '\0', 'plain text'];
    assert.deepEqual(
      odd.map(parseRecord),
      odd.map(() => null),
    );
    assert.deepEqual(parseRecord(JSON.stringify(opened)), opened);
  });

  test('when records come without an opening, of an unknown type, or in other files, then they are left out', async (t) => {
    const unknown = '{"type":"renamed","id":"p0000001","at":1}\n';
    const history = await historyOf(t, {
      'a.jsonl': lines(extended, decided, received) + unknown,
      'b.jsonl.tmp': lines(opened),
    });
    assert.equal(history.size, 0);
  });

  test('when there is no directory, then history is empty', async (t) => {
    assert.equal((await readEntries(join(makeDirectory(t), 'none'))).size, 0);
  });
});

describe('a prompt from history', () => {
  test('when it settled, then it can be adopted as it was; while it was open, it cannot', async (t) => {
    const open = await historyOf(t, { 'a.jsonl': lines(opened) });
    assert.deepEqual([settledPrompt(open.get(id) ?? null), settledPrompt(null)], [null, null]);
    const settled = await historyOf(t, { 'a.jsonl': lines(opened, decided) });
    const prompt = settledPrompt(settled.get(id) ?? null);
    assert.deepEqual([prompt?.id, prompt?.spec, prompt?.outcome, prompt?.revision], [id, spec, outcome, 3]);
    assert.deepEqual([prompt?.deadline, prompt?.draft, prompt?.requests], [null, null, []]);
  });
});

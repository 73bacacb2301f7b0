// The index: each look-up reads the lines of its prompt and no others, and files that grow, shrink or go are noticed.
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { Outcome } from '../../../src/core/prompt.ts';
import { HistoryIndex } from '../../../src/portal/history-index.ts';
import { makeDirectory } from '../../helpers/directory.ts';
import { makeSpec } from '../../helpers/prompts.ts';

const spec = makeSpec();
const outcome = { status: 'answered', by: 'browser', values: ['staging'] } as unknown as Outcome;

const opened = (id: string, opened_at = 1, key: string | null = null) =>
  `${JSON.stringify({ type: 'opened', id, at: 1, opened_at, key, spec })}\n`;
const settled = (id: string) => `${JSON.stringify({ type: 'outcome', id, at: 2, outcome, revision: 2 })}\n`;

function makeIndex(t: TestContext) {
  const directory = makeDirectory(t);
  const path = (name: string) => join(directory, name);
  return { index: new HistoryIndex(directory), path };
}

/** Counts the bytes that are read from any file from now on. */
async function countBytes(t: TestContext): Promise<() => number> {
  const handle = await open(join(makeDirectory(t), 'any'), 'w');
  await handle.close();
  const methods: FileHandle = Object.getPrototypeOf(handle);
  const { read } = methods;
  let bytes = 0;
  // biome-ignore lint/suspicious/noExplicitAny: read has many shapes, all of which are passed on
  t.mock.method(methods, 'read', async function (this: FileHandle, ...args: any) {
    const result = await read.apply(this, args);
    bytes += result.bytesRead;
    return result;
  });
  return () => bytes;
}

describe('the index of history', () => {
  test('when a directory is called like a journal, then the others tell what they know', async (t) => {
    const { index, path } = makeIndex(t);
    mkdirSync(path('a.jsonl'));
    writeFileSync(path('b.jsonl'), opened('p0000001') + settled('p0000001'));
    assert.deepEqual((await index.find('p0000001'))?.outcome, outcome);
  });

  test('when it is asked again, then it reads the lines of that prompt and nothing else', async (t) => {
    const { index, path } = makeIndex(t);
    const ids = Array.from({ length: 1_000 }, (_, count) => `p${String(count).padStart(7, '0')}`);
    for (const name of ['a.jsonl', 'b.jsonl'])
      writeFileSync(path(name), ids.map((id) => opened(id) + settled(id)).join(''));
    assert.deepEqual((await index.find('p0000500'))?.outcome, outcome);
    const bytes = await countBytes(t);
    assert.equal(await index.find('unknown1'), null);
    assert.equal(await index.findKey('no such key'), null);
    assert.equal(bytes(), 0, 'what is unknown costs no reading at all');
    assert.deepEqual((await index.find('p0000999'))?.outcome, outcome);
    assert.equal(bytes(), 2 * (opened('p0000999') + settled('p0000999')).length);
  });

  test('when a journal grows, then only what is new is taken in', async (t) => {
    const { index, path } = makeIndex(t);
    writeFileSync(path('a.jsonl'), opened('p0000001') + opened('p0000002'));
    assert.equal((await index.find('p0000001'))?.outcome, null);
    const bytes = await countBytes(t);
    appendFileSync(path('a.jsonl'), settled('p0000001'));
    assert.deepEqual((await index.find('p0000001'))?.outcome, outcome);
    assert.equal(bytes(), settled('p0000001').length + (opened('p0000001') + settled('p0000001')).length);
    writeFileSync(path('b.jsonl'), opened('p0000003') + settled('p0000003'));
    assert.deepEqual((await index.find('p0000003'))?.outcome, outcome);
  });

  test('when a line comes in pieces, then it counts from the piece that makes it whole', async (t) => {
    const { index, path } = makeIndex(t);
    const last = settled('p0000001');
    writeFileSync(path('a.jsonl'), opened('p0000001'));
    for (let length = 0; length < last.length; length += 1) {
      appendFileSync(path('a.jsonl'), last[length] ?? '');
      const isWhole = length >= last.length - 2;
      assert.deepEqual((await index.find('p0000001'))?.outcome, isWhole ? outcome : null, `byte ${length}`);
    }
    appendFileSync(path('a.jsonl'), opened('p0000002'));
    assert.equal((await index.find('p0000002'))?.id, 'p0000002');
  });

  test('when a torn line is cut off and others follow, then the others count', async (t) => {
    const { index, path } = makeIndex(t);
    writeFileSync(path('a.jsonl'), opened('p0000001') + settled('p0000001').slice(0, 30));
    assert.equal((await index.find('p0000001'))?.outcome, null);
    truncateSync(path('a.jsonl'), opened('p0000001').length);
    appendFileSync(path('a.jsonl'), opened('p0000002') + settled('p0000002'));
    assert.deepEqual((await index.find('p0000002'))?.outcome, outcome);
  });

  test('when a journal is taken away, then what it told is forgotten', async (t) => {
    const { index, path } = makeIndex(t);
    writeFileSync(path('a.jsonl'), opened('p0000001', 1, 'key') + settled('p0000001') + opened('p0000002'));
    writeFileSync(path('b.jsonl'), settled('p0000002'));
    assert.equal((await index.findKey('key'))?.id, 'p0000001');
    rmSync(path('a.jsonl'));
    assert.deepEqual([await index.find('p0000001'), await index.findKey('key')], [null, null]);
    assert.equal(await index.find('p0000002'), null, 'its registration is gone');
  });

  test('when many ask at once, then each hears of what was written before it asked', async (t) => {
    const { index, path } = makeIndex(t);
    const found = await Promise.all(
      Array.from({ length: 50 }, (_, count) => {
        const id = `p${String(count).padStart(7, '0')}`;
        appendFileSync(path('a.jsonl'), opened(id) + settled(id));
        return index.find(id);
      }),
    );
    assert.ok(found.every((entry) => entry?.outcome));
  });

  test('when the prompts of a time are listed, then newest first, from all journals', async (t) => {
    const { index, path } = makeIndex(t);
    writeFileSync(path('a.jsonl'), opened('p0000001', 10) + opened('p0000003', 30));
    writeFileSync(path('b.jsonl'), opened('p0000002', 20) + opened('p0000004', 40));
    const list = async (span: object) => {
      const ids: string[] = [];
      for await (const { id } of index.entries(span)) ids.push(id.slice(-1));
      return ids.join('');
    };
    assert.deepEqual([await list({}), await list({ since: 20, before: '40' })], ['4321', '32']);
  });
});

// The journal: outcomes are on disk before anybody hears of them, many in one sync, and a failed file is never trusted again.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { Outcome, Prompt } from '../../../src/core/prompt.ts';
import { readHistory } from '../../../src/portal/history.ts';
import { Journal } from '../../../src/portal/journal.ts';
import type { Log } from '../../../src/system/log.ts';
import { atEnd } from '../../helpers/cleanup.ts';
import { makeDirectory } from '../../helpers/directory.ts';
import { makePrompt } from '../../helpers/prompts.ts';

const outcome: Outcome = {
  status: 'answered',
  values: ['staging'],
  text: null,
  note: null,
  notes: {},
  fallback: false,
  by: 'browser',
  settled_at: 2_000_000,
  elapsed_ms: 5,
  extended_ms: 0,
  seen_at: null,
};

const settled = (id: string): Prompt => makePrompt({}, { id, outcome, revision: 2 });

interface Fixture {
  readonly journal: Journal;
  readonly directory: string;
  readonly errors: string[];
  /** What is in the journal's files, in the order of their names. */
  readonly records: () => { n: number; type: string; id: string }[];
}

function makeJournal(t: TestContext, directory = join(makeDirectory(t), 'journal')): Fixture {
  mkdirSync(directory, { recursive: true });
  const errors: string[] = [];
  const log: Log = { info() {}, warn() {}, error: (message) => errors.push(message) };
  const wall = () => Date.UTC(2026, 0, 1, 12);
  const journal = new Journal({ directory, instance: 'inst', wall, now: () => 0, log });
  atEnd(t, () => journal.close());
  const records = () =>
    readdirSync(directory)
      .sort()
      .flatMap((name) => readFileSync(join(directory, name), 'utf8').trimEnd().split('\n'))
      .map((line) => JSON.parse(line));
  return { journal, directory, errors, records };
}

/** The methods of every open file, to watch them and to make them fail. */
async function fileMethods(t: TestContext): Promise<FileHandle> {
  const file = await open(join(makeDirectory(t), 'any'), 'w');
  await file.close();
  return Object.getPrototypeOf(file);
}

describe('the journal', () => {
  test('when things happen, then each is a line with its number, in one file of 0600', async (t) => {
    const { journal, directory, records } = makeJournal(t);
    journal.opened(makePrompt({}, { id: 'p0000001' }));
    journal.extended(makePrompt({}, { id: 'p0000001', deadline: 61_000.4, extended_ms: 1_000.3 }), 'cli');
    assert.equal(await journal.settled(settled('p0000001')), true);
    journal.received('p0000001');
    await journal.close();
    const seen = records();
    assert.deepEqual(
      seen.map(({ n, type, id }) => [n, type, id]),
      [
        [0, 'opened', 'p0000001'],
        [1, 'extended', 'p0000001'],
        [2, 'outcome', 'p0000001'],
        [3, 'received', 'p0000001'],
      ],
    );
    assert.deepEqual(seen[1], {
      n: 1,
      type: 'extended',
      id: 'p0000001',
      at: Date.UTC(2026, 0, 1, 12),
      by: 'cli',
      extended_ms: 1_000,
      remaining_ms: 61_000,
    });
    assert.deepEqual(readdirSync(directory), ['20260101T120000000Z-inst-0.jsonl']);
    assert.equal(statSync(join(directory, readdirSync(directory)[0] ?? '')).mode & 0o777, 0o600);
  });

  test('when a hundred prompts settle in one turn, then all are on disk in order, after a few syncs', async (t) => {
    const { journal, records } = makeJournal(t);
    const sync = t.mock.method(await fileMethods(t), 'datasync');
    const ids = Array.from({ length: 100 }, (_, index) => `p${String(index).padStart(7, '0')}`);
    const resolved: string[] = [];
    const all = ids.map(async (id) => {
      assert.equal(await journal.settled(settled(id)), true);
      resolved.push(id);
    });
    await Promise.all(all);
    assert.deepEqual(resolved, ids);
    assert.deepEqual(
      records().map(({ n, id }) => [n, id]),
      ids.map((id, n) => [n, id]),
    );
    assert.ok(sync.mock.callCount() <= 3, `${sync.mock.callCount()} syncs`);
  });

  test('when an outcome is to be told, then it is synced before; what needs no sync has none', async (t) => {
    const { journal, records } = makeJournal(t);
    const methods = await fileMethods(t);
    const order: string[] = [];
    const { datasync } = methods;
    const sync = t.mock.method(methods, 'datasync', async function (this: FileHandle) {
      order.push(`sync of ${records().length}`);
      await datasync.call(this);
    });
    journal.opened(makePrompt());
    await journal.settled(settled('p0000001')).then(() => order.push('told'));
    assert.deepEqual(order, ['sync of 2', 'told']);
    journal.received('p0000001');
    await journal.close();
    assert.equal(sync.mock.callCount(), 1);
  });

  test('when a sync fails, then the outcome is not logged, the file is left, and the next one goes to a new file', async (t) => {
    const { journal, directory, errors } = makeJournal(t);
    const methods = await fileMethods(t);
    const sync = t.mock.method(methods, 'datasync');
    sync.mock.mockImplementationOnce(async () => {
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    });
    assert.deepEqual([await journal.settled(settled('p0000001')), journal.healthy], [false, false]);
    assert.deepEqual([await journal.settled(settled('p0000002')), journal.healthy], [true, true]);
    assert.equal(errors.length, 1);
    await journal.close();
    const [first = '', second = '', ...more] = readdirSync(directory).sort();
    assert.deepEqual(more, []);
    assert.match(readFileSync(join(directory, first), 'utf8'), /^\{"n":0,.*"p0000001"/);
    assert.match(readFileSync(join(directory, second), 'utf8'), /^\{"n":1,.*"p0000002"/);
  });

  test('when no file can be made, then nothing is thrown, it is said once, and it recovers by itself', async (t) => {
    const { journal, directory, errors } = makeJournal(t);
    rmSync(directory, { recursive: true });
    journal.opened(makePrompt());
    for (const id of ['p0000001', 'p0000002', 'p0000003']) assert.equal(await journal.settled(settled(id)), false);
    assert.equal(errors.length, 1);
    mkdirSync(directory);
    journal.opened(makePrompt({}, { id: 'p0000004' }));
    assert.equal(await journal.settled(settled('p0000004')), true);
    const { outcome: read } = (await readHistory(directory)).get('p0000004') ?? {};
    assert.deepEqual(read, outcome);
  });

  test('when a prompt without an outcome is to be settled, then it throws', (t) => {
    const { journal } = makeJournal(t);
    assert.throws(() => journal.settled(makePrompt()), /has no outcome/);
  });

  test('when it is closed while it writes, then what waited is written', async (t) => {
    const { journal, records } = makeJournal(t);
    const logged = journal.settled(settled('p0000001'));
    journal.received('p0000001');
    await journal.close();
    assert.equal(await logged, true);
    assert.deepEqual(
      records().map(({ type }) => type),
      ['outcome', 'received'],
    );
  });
});

// The journal: outcomes are on disk before anybody hears of them, many in one sync, and a failed file is never trusted again.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { Prompt } from '../../../src/core/prompt.ts';
import { Journal } from '../../../src/portal/journal.ts';
import type { Log } from '../../../src/system/log.ts';
import { atEnd } from '../../helpers/cleanup.ts';
import { makeDirectory } from '../../helpers/directory.ts';
import { readEntries } from '../../helpers/journals.ts';
import { makeOutcome, makePrompt } from '../../helpers/prompts.ts';

const outcome = makeOutcome({ settled_at: 2_000_000, elapsed_ms: 5 });

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
    for (const id of ids) journal.opened(makePrompt({}, { id }));
    const resolved: string[] = [];
    const all = ids.map(async (id) => {
      assert.equal(await journal.settled(settled(id)), true);
      resolved.push(id);
    });
    await Promise.all(all);
    assert.deepEqual(resolved, ids);
    assert.deepEqual(
      records().map(({ n, type, id }) => [n, type, id]),
      [...ids.map((id) => ['opened', id]), ...ids.map((id) => ['outcome', id])].map((line, n) => [n, ...line]),
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

  test('when a sync fails, then the outcome is told as not logged, and it goes to a new file with the next one', async (t) => {
    const { journal, directory, errors } = makeJournal(t);
    const methods = await fileMethods(t);
    const synced: number[] = [];
    const { datasync } = methods;
    let isFull = true;
    t.mock.method(methods, 'datasync', async function (this: FileHandle) {
      synced.push(this.fd);
      if (isFull) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      await datasync.call(this);
    });
    journal.opened(makePrompt());
    assert.equal(await journal.settled(settled('p0000001')), false);
    const { error, ...counts } = journal.health;
    assert.deepEqual([error, counts], ['no space left', { waiting: 1, not_logged: 1, lost: 0 }]);
    assert.equal(synced.length, 1, 'the descriptor is not tried again');
    isFull = false;
    assert.equal(await journal.settled(settled('p0000002')), true);
    await journal.close();
    assert.deepEqual(journal.health, { error: null, waiting: 0, not_logged: 1, lost: 0 });
    assert.equal(errors.length, 1);
    const [, second = '', ...more] = readdirSync(directory).sort();
    assert.deepEqual(more, []);
    const lines = readFileSync(join(directory, second), 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)).map(({ type, id }) => [type, id]),
      [
        ['opened', 'p0000002'],
        ['outcome', 'p0000002'],
        ['opened', 'p0000001'],
        ['outcome', 'p0000001'],
      ],
      'each outcome with its registration, so that this file tells all by itself',
    );
  });

  test('when a registration could not be written, then history finds its outcome all the same', async (t) => {
    const { journal, directory } = makeJournal(t);
    rmSync(directory, { recursive: true });
    journal.opened(makePrompt());
    assert.equal(await journal.settled(settled('p0000009')), false);
    mkdirSync(directory);
    assert.equal(await journal.settled(settled('p0000001')), true);
    await journal.close();
    const entries = await readEntries(directory);
    assert.deepEqual([...entries.keys()].sort(), ['p0000001', 'p0000009']);
    assert.deepEqual(entries.get('p0000001')?.outcome, outcome);
  });

  test('when no file can be made, then nothing is thrown, it is said once, and it recovers by itself', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { journal, directory, errors } = makeJournal(t);
    rmSync(directory, { recursive: true });
    for (const id of ['p0000001', 'p0000002', 'p0000003']) assert.equal(await journal.settled(settled(id)), false);
    assert.equal(errors.length, 1);
    assert.deepEqual([journal.health.waiting, journal.health.not_logged], [3, 3]);
    mkdirSync(directory);
    t.mock.timers.tick(1_000);
    await journal.close();
    assert.deepEqual([...(await readEntries(directory)).keys()].sort(), ['p0000001', 'p0000002', 'p0000003']);
  });

  test('when there is room again before it is time to look, then that look changes nothing, and writing goes on', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { journal, directory, records } = makeJournal(t);
    rmSync(directory, { recursive: true });
    assert.equal(await journal.settled(settled('p0000001')), false);
    mkdirSync(directory);
    // The second is synced together with what was kept: with it, all that there was to write is written.
    for (const id of ['p0000002', 'p0000003']) assert.equal(await journal.settled(settled(id)), true);
    await new Promise((resolve) => setImmediate(resolve));
    t.mock.timers.tick(1_000);
    assert.equal(await journal.settled(settled('p0000004')), true);
    await journal.close();
    assert.equal(records().filter(({ type }) => type === 'outcome').length, 4);
  });

  test('when the disk stays full to the end, then it says how much was lost', async (t) => {
    const { journal, directory, errors } = makeJournal(t);
    rmSync(directory, { recursive: true });
    await journal.settled(settled('p0000001'));
    await journal.close();
    assert.match(errors.at(-1) ?? '', /^1 records never reached the journal$/);
  });

  test('when too much waits for room, then the oldest is given up, and counted', async (t) => {
    const { journal, directory } = makeJournal(t);
    rmSync(directory, { recursive: true });
    for (let count = 0; count < 10_002; count += 1) journal.received('p0000001');
    assert.equal(await journal.settled(settled('p0000002')), false);
    assert.deepEqual([journal.health.waiting, journal.health.lost], [10_000, 3]);
  });

  test('when only a part of a line can be written, then the part is taken back and the next file starts clean', async (t) => {
    const { journal, directory, records } = makeJournal(t);
    const methods = await fileMethods(t);
    journal.opened(makePrompt());
    assert.equal(await journal.settled(settled('p0000001')), true);
    const append = t.mock.method(methods, 'appendFile', async function (this: FileHandle, text: string) {
      await this.write(text.slice(0, 30));
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    });
    assert.equal(await journal.settled(settled('p0000002')), false);
    append.mock.restore();
    await journal.close();
    assert.deepEqual(
      records().map(({ type, id }) => [type, id]),
      ['p0000001', 'p0000002'].flatMap((id) => [
        ['opened', id],
        ['outcome', id],
      ]),
    );
    assert.equal(readdirSync(directory).length, 2);
  });

  test('when a file has 8 MiB, then the next one begins, and each tells all of what it ends', async (t) => {
    const { journal, directory } = makeJournal(t);
    journal.opened(makePrompt());
    const body = 'x'.repeat(60_000);
    const ids = Array.from({ length: 150 }, (_, index) => `q${String(index).padStart(7, '0')}`);
    for (const id of ids) {
      journal.opened(makePrompt({ body }, { id }));
      await journal.settled(makePrompt({ body }, { id, outcome, revision: 2 }));
    }
    await journal.settled(settled('p0000001'));
    await journal.close();
    const [first = '', second = '', ...more] = readdirSync(directory).sort();
    assert.deepEqual(more, []);
    const size = statSync(join(directory, first)).size;
    assert.ok(size >= 8 * 1024 * 1024 && size < 8.2 * 1024 * 1024, `${size} bytes`);
    assert.equal((await readEntries(directory)).size, 151);
    // Retention takes the older file away one day: what ended later must not go with it.
    rmSync(join(directory, first));
    assert.deepEqual((await readEntries(directory)).get('p0000001')?.outcome, outcome);
    assert.equal(statSync(join(directory, second)).mode & 0o777, 0o600);
  });

  test('when somebody removes the file that is written, then the next outcome is in a new one, with its question', async (t) => {
    const { journal, directory, errors } = makeJournal(t);
    journal.opened(makePrompt({}, { id: 'p0000001' }));
    await journal.settled(settled('p0000001'));
    for (const name of readdirSync(directory)) rmSync(join(directory, name));
    assert.equal(await journal.settled(settled('p0000002')), true);
    assert.deepEqual(errors, []);
    assert.equal((await readEntries(directory)).get('p0000002')?.outcome?.status, 'answered');
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
      ['opened', 'outcome', 'received'],
    );
  });
});

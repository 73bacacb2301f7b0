// The store in files: outcomes are on disk before they are announced, many in one sync, and a file whose write failed
// is never written again.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { DAY, HOUR } from '../../../../src/core/limits.ts';
import type { Prompt } from '../../../../src/core/prompt.ts';
import { JournalStore } from '../../../../src/portal/store/journal-store.ts';
import type { Log } from '../../../../src/system/log.ts';
import { eventually } from '../../../helpers/choice.ts';
import { atEnd } from '../../../helpers/cleanup.ts';
import { makeDirectory } from '../../../helpers/directory.ts';
import { readEntries } from '../../../helpers/journals.ts';
import { makeOutcome, makePrompt } from '../../../helpers/prompts.ts';

const outcome = makeOutcome({ settled_at: 2_000_000, elapsed_ms: 5 });

const settled = (id: string): Prompt => makePrompt({}, { id, outcome, revision: 2 });

interface Fixture {
  readonly store: JournalStore;
  readonly directory: string;
  readonly errors: string[];
  readonly warnings: string[];
  /** What is in the journal's files, in the order of their names. */
  readonly records: () => { type: string; id: string }[];
}

function makeStore(t: TestContext, retention: number | null = null, wall = () => Date.UTC(2026, 0, 1, 12)): Fixture {
  const directory = join(makeDirectory(t), 'journal');
  mkdirSync(directory, { recursive: true });
  const errors: string[] = [];
  const warnings: string[] = [];
  const log: Log = {
    info() {},
    warn: (message) => warnings.push(message),
    error: (message) => errors.push(message),
  };
  const options = { directory, instance: 'inst', wall, now: () => 0, retention: () => retention, log };
  const store = new JournalStore(options);
  atEnd(t, () => store.close());
  const records = () =>
    readdirSync(directory)
      .sort()
      .flatMap((name) => readFileSync(join(directory, name), 'utf8').trimEnd().split('\n'))
      .map((line) => JSON.parse(line));
  return { store, directory, errors, warnings, records };
}

/** The methods of every open file, to watch them and to make them fail. */
async function fileMethods(t: TestContext): Promise<FileHandle> {
  const file = await open(join(makeDirectory(t), 'any'), 'w');
  await file.close();
  return Object.getPrototypeOf(file);
}

describe('the journal store', () => {
  test('when things happen, then each is a line in one file of mode 0600', async (t) => {
    const { store, directory, records } = makeStore(t);
    store.opened(makePrompt({}, { id: 'p0000001' }));
    store.extended(makePrompt({}, { id: 'p0000001', deadline: 61_000.4, extended_ms: 1_000.3 }), 'cli');
    assert.equal(await store.settled(settled('p0000001')), true);
    store.received('p0000001');
    await store.close();
    const seen = records();
    assert.deepEqual(
      seen.map(({ type, id }) => [type, id]),
      [
        ['opened', 'p0000001'],
        ['extended', 'p0000001'],
        ['outcome', 'p0000001'],
        ['received', 'p0000001'],
      ],
    );
    assert.deepEqual(seen[1], {
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

  test('when a hundred prompts settle in one turn, then a few syncs put all on disk', async (t) => {
    const { store, records } = makeStore(t);
    const sync = t.mock.method(await fileMethods(t), 'datasync');
    const ids = Array.from({ length: 100 }, (_, index) => `p${String(index).padStart(7, '0')}`);
    for (const id of ids) store.opened(makePrompt({}, { id }));
    const resolved: string[] = [];
    const all = ids.map(async (id) => {
      assert.equal(await store.settled(settled(id)), true);
      resolved.push(id);
    });
    await Promise.all(all);
    assert.deepEqual(resolved, ids);
    assert.deepEqual(
      records().map(({ type, id }) => [type, id]),
      [...ids.map((id) => ['opened', id]), ...ids.map((id) => ['outcome', id])],
    );
    assert.ok(sync.mock.callCount() <= 3, `${sync.mock.callCount()} syncs`);
  });

  test('when an outcome is announced, then it was synced; other records are not', async (t) => {
    const { store, records } = makeStore(t);
    const methods = await fileMethods(t);
    const order: string[] = [];
    const { datasync } = methods;
    const sync = t.mock.method(methods, 'datasync', async function (this: FileHandle) {
      order.push(`sync of ${records().length}`);
      await datasync.call(this);
    });
    store.opened(makePrompt());
    await store.settled(settled('p0000001')).then(() => order.push('told'));
    assert.deepEqual(order, ['sync of 2', 'told']);
    store.received('p0000001');
    await store.close();
    assert.equal(sync.mock.callCount(), 1);
  });

  test('when a sync fails, then the outcome goes to a new file with the next one', async (t) => {
    const { store, directory, errors } = makeStore(t);
    const methods = await fileMethods(t);
    const synced: number[] = [];
    const { datasync } = methods;
    let isFull = true;
    t.mock.method(methods, 'datasync', async function (this: FileHandle) {
      synced.push(this.fd);
      if (isFull) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      await datasync.call(this);
    });
    store.opened(makePrompt());
    assert.equal(await store.settled(settled('p0000001')), false);
    const { error, ...counts } = store.health;
    assert.deepEqual([error, counts], ['no space left', { waiting: 1, not_logged: 1, unsaved: 0, lost: 0 }]);
    assert.equal(synced.length, 1, 'the descriptor is not tried again');
    isFull = false;
    assert.equal(await store.settled(settled('p0000002')), true);
    await store.close();
    assert.deepEqual(store.health, { error: null, waiting: 0, not_logged: 1, unsaved: 0, lost: 0 });
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

  test('when a registration could not be written, then its outcome is still found', async (t) => {
    const { store, directory } = makeStore(t);
    rmSync(directory, { recursive: true });
    store.opened(makePrompt());
    assert.equal(await store.settled(settled('p0000009')), false);
    mkdirSync(directory);
    assert.equal(await store.settled(settled('p0000001')), true);
    await store.close();
    const entries = await readEntries(directory);
    assert.deepEqual([...entries.keys()].sort(), ['p0000001', 'p0000009']);
    assert.deepEqual(entries.get('p0000001')?.outcome, outcome);
  });

  test('when no file can be made, then it is logged once, and it recovers by itself', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { store, directory, errors } = makeStore(t);
    rmSync(directory, { recursive: true });
    for (const id of ['p0000001', 'p0000002', 'p0000003']) assert.equal(await store.settled(settled(id)), false);
    assert.equal(errors.length, 1);
    assert.deepEqual([store.health.waiting, store.health.not_logged], [3, 3]);
    mkdirSync(directory);
    t.mock.timers.tick(1_000);
    await store.close();
    assert.deepEqual([...(await readEntries(directory)).keys()].sort(), ['p0000001', 'p0000002', 'p0000003']);
  });

  test('when there is room again before the retry, then the retry changes nothing', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { store, directory, records } = makeStore(t);
    rmSync(directory, { recursive: true });
    assert.equal(await store.settled(settled('p0000001')), false);
    mkdirSync(directory);
    // The second is synced together with what was kept: with it, all that there was to write is written.
    for (const id of ['p0000002', 'p0000003']) assert.equal(await store.settled(settled(id)), true);
    await new Promise((resolve) => setImmediate(resolve));
    t.mock.timers.tick(1_000);
    assert.equal(await store.settled(settled('p0000004')), true);
    await store.close();
    assert.equal(records().filter(({ type }) => type === 'outcome').length, 4);
  });

  test('when the disk stays full to the end, then the log says how much was lost', async (t) => {
    const { store, directory, errors } = makeStore(t);
    rmSync(directory, { recursive: true });
    await store.settled(settled('p0000001'));
    await store.close();
    assert.match(errors.at(-1) ?? '', /^1 records never reached the journal$/);
  });

  test('when too many records wait for room, then the oldest are given up', async (t) => {
    const { store, directory } = makeStore(t);
    rmSync(directory, { recursive: true });
    for (let count = 0; count < 10_002; count += 1) store.received('p0000001');
    assert.equal(await store.settled(settled('p0000002')), false);
    assert.deepEqual([store.health.waiting, store.health.lost], [10_000, 3]);
  });

  test('when only a part of a line can be written, then the outcome goes to the next file', async (t) => {
    const { store, directory, warnings } = makeStore(t);
    const methods = await fileMethods(t);
    assert.equal(await store.settled(settled('p0000001')), true);
    const append = t.mock.method(methods, 'appendFile', async function (this: FileHandle, text: string) {
      await this.write(text.slice(0, 30));
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    });
    assert.equal(await store.settled(settled('p0000002')), false);
    append.mock.restore();
    await store.close();
    assert.equal(readdirSync(directory).length, 2);
    for (const id of ['p0000001', 'p0000002']) assert.deepEqual((await store.find(id))?.outcome, outcome);
    assert.deepEqual(warnings, ['journal 20260101T120000000Z-inst-0.jsonl: skipped 1 unreadable line']);
  });

  test('when a file has 1 MiB, then the next one begins, complete by itself', async (t) => {
    const { store, directory } = makeStore(t);
    store.opened(makePrompt());
    const body = 'x'.repeat(60_000);
    for (let index = 0; index < 20; index += 1) {
      const id = `q${String(index).padStart(7, '0')}`;
      store.opened(makePrompt({ body }, { id }));
      await store.settled(makePrompt({ body }, { id, outcome, revision: 2 }));
    }
    await store.settled(settled('p0000001'));
    await store.close();
    const [first = '', second = '', ...more] = readdirSync(directory).sort();
    assert.deepEqual(more, []);
    const size = statSync(join(directory, first)).size;
    assert.ok(size >= 1024 * 1024 && size < 1.1 * 1024 * 1024, `${size} bytes`);
    assert.equal((await readEntries(directory)).size, 21);
    // Retention removes the older file one day; prompts that settled later must not go with it.
    rmSync(join(directory, first));
    assert.deepEqual((await readEntries(directory)).get('p0000001')?.outcome, outcome);
    assert.equal(statSync(join(directory, second)).mode & 0o777, 0o600);
  });

  test('when the file that is written is removed, then a new one gets the next outcome', async (t) => {
    const { store, directory, errors } = makeStore(t);
    store.opened(makePrompt({}, { id: 'p0000001' }));
    await store.settled(settled('p0000001'));
    for (const name of readdirSync(directory)) rmSync(join(directory, name));
    assert.equal(await store.settled(settled('p0000002')), true);
    assert.deepEqual(errors, []);
    assert.equal((await readEntries(directory)).get('p0000002')?.outcome?.status, 'answered');
  });

  test('when a prompt without an outcome is recorded as settled, then it throws', (t) => {
    const { store } = makeStore(t);
    assert.throws(() => store.settled(makePrompt()), /has no outcome/);
  });

  test('when it is closed while it writes, then waiting records are written', async (t) => {
    const { store, records } = makeStore(t);
    const logged = store.settled(settled('p0000001'));
    store.received('p0000001');
    await store.close();
    assert.equal(await logged, true);
    assert.deepEqual(
      records().map(({ type }) => type),
      ['opened', 'outcome', 'received'],
    );
  });
});

describe('retention', () => {
  const NAMES = ['0-old-0.jsonl', '1-middle-0.jsonl', '2-young-0.jsonl'];
  for (const [days, left] of [
    [30, NAMES.slice(2)],
    [90, NAMES.slice(1)],
    [null, NAMES],
  ] as const) {
    test(`when journals are kept for ${days ?? 'any number of'} days, then older ones go`, async (t) => {
      const { store, directory, errors } = makeStore(t, days === null ? null : days * DAY, Date.now);
      for (const [index, age] of [100, 60, 1].entries()) {
        const path = join(directory, NAMES[index] ?? '');
        writeFileSync(path, '');
        utimesSync(path, new Date(), new Date(Date.now() - age * DAY));
      }
      store.start();
      await eventually(() => readdirSync(directory).length === left.length, 'the removal of old journals');
      assert.deepEqual(readdirSync(directory).sort(), left);
      assert.deepEqual(errors, []);
    });
  }

  test('when journals have more than 10 MiB, then those written longest ago go', async (t) => {
    const { store, directory } = makeStore(t);
    // The last one by name was written longest ago; the clock went back since, so the file that is written looks older.
    for (const [index, hours] of [3, 2, 1, 9].entries()) {
      const path = join(directory, `${index}-other-0.jsonl`);
      writeFileSync(path, Buffer.alloc(3 * 1024 * 1024, '\n'));
      utimesSync(path, new Date(), new Date(Date.now() + DAY - hours * HOUR));
    }
    assert.equal(await store.settled(settled('p0000001')), true);
    await eventually(() => readdirSync(directory).length < 5, 'the removal of a journal');
    assert.deepEqual(
      readdirSync(directory)
        .map((name) => name.slice(0, 2))
        .sort(),
      ['0-', '1-', '2-', '20'],
    );
    assert.deepEqual((await store.find('p0000001'))?.outcome, outcome);
  });
});

// Looking after journals: torn lines are mended once, old files go, and what may still be written to stays.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { DAY, HOUR } from '../../../src/core/limits.ts';
import { findSurplus, findTornTails, repairTail } from '../../../src/portal/journal-files.ts';
import { JournalUpkeep } from '../../../src/portal/journal-upkeep.ts';
import { eventually } from '../../helpers/choice.ts';
import { makeDirectory } from '../../helpers/directory.ts';
import { readEntries } from '../../helpers/journals.ts';
import { makeSpec } from '../../helpers/prompts.ts';

const spec = makeSpec({ question: 'Où? \u{1F680}' });
const line = (id: string) => `${JSON.stringify({ n: 0, type: 'opened', id, at: 1, opened_at: 1, key: null, spec })}\n`;

interface Fixture {
  readonly upkeep: JournalUpkeep;
  readonly warnings: string[];
  readonly failures: string[];
}

function makeUpkeep(t: TestContext, directory: string, retention: number | null = 30 * DAY): Fixture {
  const warnings: string[] = [];
  const failures: string[] = [];
  const upkeep = new JournalUpkeep({
    directory,
    instance: 'mine',
    current: () => '3-mine-1.jsonl',
    retention: () => retention,
    wall: Date.now,
    log: { info() {}, warn: (message) => warnings.push(message), error: (message) => failures.push(message) },
  });
  t.after(() => upkeep.stop());
  return { upkeep, warnings, failures };
}

describe('a torn tail', () => {
  test('when it is torn at any byte, then the rest is kept, and the file ends with a whole line', async (t) => {
    const directory = makeDirectory(t);
    const path = join(directory, 'a.jsonl');
    const kept = Buffer.from(line('p0000001'));
    const last = Buffer.from(line('p0000002'));
    for (let length = 1; length < last.length; length += 1) {
      writeFileSync(path, Buffer.concat([kept, last.subarray(0, length)]));
      const [tail, ...more] = await findTornTails(directory);
      assert.deepEqual([tail?.name, tail?.whole, more], ['a.jsonl', kept.length, []]);
      assert.ok(tail && (await repairTail(directory, tail)));
      // Whole but for its end, the last line counts.
      const isWhole = length === last.length - 1;
      assert.equal(readFileSync(path, 'utf8'), `${kept}${isWhole ? last : ''}`, `torn at ${length}`);
      assert.deepEqual(await findTornTails(directory), []);
    }
  });

  test('when the first line of all is torn, or the last is very long, then alike', async (t) => {
    const directory = makeDirectory(t);
    writeFileSync(join(directory, 'a.jsonl'), line('p0000001').slice(0, 20));
    writeFileSync(join(directory, 'b.jsonl'), `${line('p0000001')}{"n":1,"type":"${'x'.repeat(200_000)}`);
    writeFileSync(join(directory, 'c.jsonl'), '');
    for (const tail of await findTornTails(directory)) assert.ok(await repairTail(directory, tail));
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => readFileSync(join(directory, `${name}.jsonl`), 'utf8')),
      ['', line('p0000001'), ''],
    );
  });

  test('when the file was written to meanwhile, or is gone, then it is left alone', async (t) => {
    const directory = makeDirectory(t);
    const path = join(directory, 'a.jsonl');
    writeFileSync(path, line('p0000001').slice(0, 20));
    const [tail = assert.fail()] = await findTornTails(directory);
    writeFileSync(path, line('p0000001').slice(0, 40));
    assert.equal(await repairTail(directory, tail), false);
    assert.equal(statSync(path).size, 40);
    assert.equal(await repairTail(directory, { ...tail, name: 'none.jsonl' }), false);
  });

  test('when a portal starts, then it mends what stays torn for a second, with one warning', async (t) => {
    const directory = makeDirectory(t);
    writeFileSync(join(directory, 'a.jsonl'), line('p0000001') + line('p0000002').slice(0, 50));
    const { upkeep, warnings, failures } = makeUpkeep(t, directory);
    upkeep.start();
    await eventually(() => upkeep.repaired === 1, 'the repair');
    assert.deepEqual([warnings.length, failures], [1, []]);
    assert.match(warnings[0] ?? '', /^journal a\.jsonl: the last line was torn and is cut off; the rest is kept$/);
    assert.deepEqual([...(await readEntries(directory)).keys()], ['p0000001']);
    assert.deepEqual(await findTornTails(directory), [], 'the next portal finds nothing to warn of');
  });
});

describe('retention', () => {
  const file = (name: string, written: number, bytes = 10) => ({ name, written, bytes, inode: 1 });
  const surplus = (...files: ReturnType<typeof file>[]) =>
    findSurplus(files, { since: 100, bytes: 50 }, ({ name }) => name === 'mine').sort();

  test('when files are too old, then they go; of too many bytes, the oldest', () => {
    assert.deepEqual(surplus(file('a', 99), file('b', 100), file('c', 101)), ['a']);
    assert.deepEqual(surplus(file('a', 200, 20), file('b', 201, 20), file('c', 202, 30)), ['a']);
    assert.deepEqual(surplus(file('a', 200, 51)), ['a']);
    assert.deepEqual(surplus(file('a', 200, 20), file('b', 201, 30)), []);
  });

  test('when a file is in use, then it stays, and its bytes count', () => {
    assert.deepEqual(surplus(file('a', 200, 1), file('mine', 1, 50)), ['a']);
  });

  const cases = [
    ['30 days', 30 * DAY, ['2-other-0.jsonl', '3-mine-1.jsonl', '4-live-0.jsonl']],
    ['90 days', 90 * DAY, ['0-old-0.jsonl', '2-other-0.jsonl', '3-mine-1.jsonl', '4-live-0.jsonl']],
    ['ever', null, ['0-old-0.jsonl', '1-mine-0.jsonl', '2-other-0.jsonl', '3-mine-1.jsonl', '4-live-0.jsonl']],
  ] as const;
  for (const [what, retention, left] of cases) {
    test(`when journals are kept for ${what}, then what is older goes`, async (t) => {
      const directory = makeDirectory(t);
      const ages = {
        '0-old-0.jsonl': 31 * DAY,
        '1-mine-0.jsonl': 91 * DAY,
        '2-other-0.jsonl': 29 * DAY,
        '3-mine-1.jsonl': 99 * DAY,
        '4-live-0.jsonl': 0,
      };
      for (const [name, age] of Object.entries(ages)) {
        writeFileSync(join(directory, name), line('p0000001'));
        utimesSync(join(directory, name), new Date(), new Date(Date.now() - age));
      }
      const { upkeep, failures } = makeUpkeep(t, directory, retention);
      upkeep.prune();
      await eventually(() => readdirSync(directory).length === left.length);
      assert.deepEqual(readdirSync(directory), left);
      assert.deepEqual(failures, []);
    });
  }

  test('when they have more than 50 MiB, then the oldest go, but for those that were written of late', async (t) => {
    const directory = makeDirectory(t);
    for (let index = 0; index < 8; index += 1) {
      const path = join(directory, `${index}-other-0.jsonl`);
      writeFileSync(path, Buffer.alloc(8 * 1024 * 1024, '\n'));
      if (index > 0) utimesSync(path, new Date(), new Date(Date.now() - 2 * HOUR));
    }
    const { upkeep } = makeUpkeep(t, directory);
    upkeep.prune();
    await eventually(() => readdirSync(directory).length < 8);
    assert.deepEqual(
      readdirSync(directory).map((name) => name[0]),
      ['0', '2', '3', '4', '5', '6', '7'],
    );
  });
});

// One prompt folded from its records, and given back to a registry as the prompt it was.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Outcome, Surface } from '../../../../src/core/prompt.ts';
import { foldRecords, settledPrompt } from '../../../../src/portal/store/history-entry.ts';
import type { JournalRecord } from '../../../../src/portal/store/journal-record.ts';
import { SCRIPT_FROM } from '../../../helpers/asked-from.ts';
import { makeOutcome, makeSpec } from '../../../helpers/prompts.ts';

const KEY = 'deploy-42';
const id = 'p0000001';
const spec = makeSpec();
const outcome = makeOutcome({ settled_at: 20, elapsed_ms: 10, seen_at: 12 });

const opened: JournalRecord = { type: 'opened', id, at: 10, opened_at: 10, key: KEY, spec };
const extended = (at: number, by: Surface | 'hold', remaining_ms: number | null, extended_ms = 0): JournalRecord => ({
  type: 'extended',
  id,
  at,
  by,
  extended_ms,
  remaining_ms,
});
const settled = (changes: Partial<Outcome> = {}, revision = 5): JournalRecord => ({
  type: 'outcome',
  id,
  at: 20,
  outcome: { ...outcome, ...changes },
  revision,
});
const received: JournalRecord = { type: 'received', id, at: 30 };

describe('the fold of records', () => {
  test('when a prompt was opened, extended, settled and received, then one entry says it all', () => {
    assert.deepEqual(foldRecords([opened, extended(15, 'cli', 90_000, 60_000), settled(), received]), {
      id,
      key: KEY,
      spec,
      asker_grace_ms: 0,
      opened_at: 10,
      extended_ms: 60_000,
      extensions: [{ at: 15, by: 'cli', remaining_ms: 90_000 }],
      revision: 5,
      outcome,
      draft: null,
      received: true,
    });
  });

  test('when its grace became longer, then that counts', () => {
    const entry = foldRecords([opened, { ...opened, at: 12, asker_grace_ms: null }, settled()]);
    assert.deepEqual([entry?.opened_at, settledPrompt(entry)?.asker_grace_ms], [10, null]);
  });

  test('when it says who asked, then so do the entry and the restored prompt', () => {
    const entry = foldRecords([{ ...opened, from: SCRIPT_FROM }, settled()]);
    assert.deepEqual([entry?.from, settledPrompt(entry)?.from], [SCRIPT_FROM, SCRIPT_FROM]);
    const early = foldRecords([opened, settled()]);
    assert.deepEqual([early && 'from' in early, 'from' in (settledPrompt(early) ?? {})], [false, false]);
  });

  test('when an earlier version did not record who decided, then that is null', () => {
    const { who: _, ...early } = outcome;
    const entry = foldRecords([opened, { type: 'outcome', id, at: 20, outcome: early as Outcome, revision: 5 }]);
    assert.deepEqual(entry?.outcome, outcome);
  });

  test('when a deadline was moved and held, then every change is there in order', () => {
    const changes = [
      { at: 11, by: 'cli', remaining_ms: 60_000 },
      { at: 12, by: 'hold', remaining_ms: 20_000 },
      { at: 13, by: 'browser', remaining_ms: null },
    ] as const;
    const records = changes.map(({ at, by, remaining_ms }, index) => extended(at, by, remaining_ms, index * 10_000));
    // Written again after a failure, the first is in two files.
    const entry = foldRecords([opened, ...records.slice(0, 1), ...records]);
    assert.deepEqual([entry?.extensions, entry?.extended_ms], [changes, 20_000]);
  });

  test('when a prompt went from one portal to the next, then the first registration stands', () => {
    const again = { ...opened, opened_at: 99, spec: makeSpec({ question: 'Other?' }) };
    const entry = foldRecords([opened, extended(11, 'hold', 12_000), again, extended(15, 'hold', 13_000), settled()]);
    assert.deepEqual([entry?.opened_at, entry?.spec, entry?.extensions.length], [10, spec, 2]);
  });

  test('when a later record brings another outcome, then the first one stands', () => {
    const later = settled({ status: 'cancelled', by: 'asker' }, 9);
    const entry = foldRecords([opened, settled(), later]);
    assert.deepEqual([entry?.outcome, entry?.revision], [outcome, 5]);
  });

  test('when the acknowledgement is read before the outcome, then both count', () => {
    const entry = foldRecords([received, opened, settled()]);
    assert.deepEqual([entry?.received, entry?.outcome], [true, outcome]);
  });

  test('when a record is of an unknown type, then it is left out', () => {
    const unknown = { type: 'renamed', id, at: 1 } as unknown as JournalRecord;
    assert.deepEqual(foldRecords([opened, unknown, settled()]), foldRecords([opened, settled()]));
  });

  test('when a journal is older than keys, then its prompts have none', () => {
    const { key: _, ...old } = opened as JournalRecord & { type: 'opened' };
    assert.equal(foldRecords([old as JournalRecord, settled()])?.key, null);
  });

  test('when no record registers the prompt, then there is no entry', () => {
    assert.deepEqual([foldRecords([]), foldRecords([extended(1, 'cli', 1), settled(), received])], [null, null]);
  });
});

describe('a settled prompt', () => {
  test('when a prompt settled, then it comes back with key, holds and when it was seen', () => {
    const holds = [extended(11, 'hold', 20_000, 10_000), extended(12, 'cli', 20_000, 70_000)];
    const records = [opened, ...holds, extended(13, 'hold', 20_000, 80_000), settled()];
    assert.deepEqual(settledPrompt(foldRecords(records)), {
      id,
      key: KEY,
      spec,
      asker_grace_ms: 0,
      opened_at: 10,
      opened: 0,
      deadline: null,
      draft: null,
      drafter: null,
      requests: [],
      holds: 2,
      seen_at: 12,
      extended_ms: 80_000,
      revision: 5,
      outcome,
    });
  });

  test('when it never settled, or is unknown, then there is none', () => {
    assert.deepEqual([settledPrompt(foldRecords([opened])), settledPrompt(null)], [null, null]);
  });
});

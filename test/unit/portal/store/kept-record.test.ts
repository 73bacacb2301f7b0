// What a kept prompt's file says, and what a later portal makes of it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openPrompt } from '../../../../src/core/prompt.ts';
import { continueKept, type Moment, readKept, writeKept } from '../../../../src/portal/store/kept-record.ts';
import { makeSpec } from '../../../helpers/prompts.ts';

const NOON = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;

const prompt = {
  ...openPrompt({ id: 'p0000001', key: 'deploy', spec: makeSpec(), asker_grace_ms: null }, { now: 1_000, wall: NOON }),
  extended_ms: 5_000,
  deadline: 66_000,
  holds: 1,
  revision: 7,
  draft: { values: ['staging'], note: 'soon' },
  drafter: 'tab-1',
  seen_at: NOON + 1,
  requests: [{ id: 'r1', at: 2_000 }],
};
/** 10 s after the registration: 55 s are left. */
const NOW = 11_000;
const OWNER = { pid: 4711, started: '1', boot: 'b1', socket: '/run/portal-3' };
const written: Moment = { wall: NOON + 10_000, boot: { boot: 'b1', ms: 500_000 } };

/** What a portal goes on with that reads the record at `later`, after it was on disk. */
function restore(later: Moment) {
  const kept = readKept(writeKept(prompt, NOW, written, OWNER)) ?? assert.fail('unreadable');
  const request = continueKept(kept, later);
  return { request, resume: request.resume ?? assert.fail('nothing to resume') };
}

describe('a kept record', () => {
  test('when it is read back, then the prompt goes on as it was: question, key, grace, draft and all that it counts', () => {
    const { request, resume } = restore({ wall: NOON + MINUTE, boot: null });
    const { id, key, spec, asker_grace_ms, draft } = prompt;
    assert.deepEqual({ ...request, resume: null }, { id, key, spec, asker_grace_ms, draft, resume: null });
    assert.deepEqual(
      { ...resume, elapsed_ms: 0, remaining_ms: 0 },
      {
        opened_at: NOON,
        elapsed_ms: 0,
        remaining_ms: 0,
        extended_ms: 5_000,
        holds: 1,
        seen_at: NOON + 1,
        revision: 7,
        requests: ['r1'],
      },
    );
  });

  const cases: readonly [string, later: Moment, elapsed: number, remaining: number][] = [
    ['30 s later on the same boot', { wall: NOON + 40_000, boot: { boot: 'b1', ms: 530_000 } }, 39_990, 25_010],
    [
      'on the same boot, with the wall clock two hours ahead',
      { wall: NOON + 120 * MINUTE, boot: { boot: 'b1', ms: 530_000 } },
      39_990,
      25_010,
    ],
    [
      'on the same boot, with the wall clock two hours behind',
      { wall: NOON - 120 * MINUTE, boot: { boot: 'b1', ms: 530_000 } },
      39_990,
      25_010,
    ],
    ['after another boot', { wall: NOON + 40_000, boot: { boot: 'b2', ms: 20_000 } }, 40_000, 25_000],
    ['where boots have no name', { wall: NOON + 40_000, boot: null }, 40_000, 25_000],
    [
      'after a boot of the same name that began later',
      { wall: NOON + 40_000, boot: { boot: 'b1', ms: 3 } },
      40_000,
      25_000,
    ],
    [
      'long after the deadline',
      { wall: NOON + 60 * MINUTE, boot: { boot: 'b2', ms: 1 } },
      60 * MINUTE,
      65_000 - 60 * MINUTE,
    ],
  ];
  for (const [when, later, elapsed, remaining] of cases) {
    test(`when it is read ${when}, then its age is ${elapsed / 1000} s and ${remaining / 1000} s are left`, () => {
      const { elapsed_ms, remaining_ms } = restore(later).resume;
      assert.deepEqual([elapsed_ms, remaining_ms], [elapsed, remaining]);
    });
  }

  test('when the prompt has no deadline, then it has none afterwards, on either clock', () => {
    const kept = readKept(writeKept({ ...prompt, deadline: null }, NOW, written, OWNER)) ?? assert.fail('unreadable');
    for (const boot of [null, { boot: 'b1', ms: 600_000 }])
      assert.equal(continueKept(kept, { wall: NOON, boot }).resume?.remaining_ms, null);
  });

  const record = JSON.parse(writeKept(prompt, NOW, written, OWNER));
  const { request } = record;
  const { resume } = request;
  const unreadable: readonly [string, string][] = [
    ['half a line', JSON.stringify(record).slice(0, 90)],
    ['nothing', ''],
    ['a number', '7'],
    ['a record of a newer version', JSON.stringify({ ...record, version: 2 })],
    ['a record without its question', JSON.stringify({ ...record, request: { ...request, spec: {} } })],
    ['a record of no known kind', JSON.stringify({ ...record, request: { ...request, spec: { kind: 'vote' } } })],
    [
      'a record without options',
      JSON.stringify({ ...record, request: { ...request, spec: { ...request.spec, options: [{}] } } }),
    ],
    ['a record whose asker is a number', JSON.stringify({ ...record, request: { ...request, from: { name: 5 } } })],
    ['a record without an owner', JSON.stringify({ ...record, owner: null })],
    ['a record whose draft is none', JSON.stringify({ ...record, request: { ...request, draft: { values: 'a' } } })],
    ['a record whose grace is a word', JSON.stringify({ ...record, request: { ...request, asker_grace_ms: 'long' } })],
    ['a record without a moment', JSON.stringify({ ...record, written: { ...written, wall: 'noon' } })],
    ...(['opened_at', 'elapsed_ms', 'remaining_ms', 'revision', 'requests'] as const).map((field): [string, string] => [
      `a record whose ${field} is a word`,
      JSON.stringify({ ...record, request: { ...request, resume: { ...resume, [field]: 'soon' } } }),
    ]),
  ];
  for (const [what, text] of unreadable) {
    test(`when a file holds ${what}, then it is not taken for a prompt`, () => assert.equal(readKept(text), null));
  }
});

// The judge of prompts that outlive their askers, judged: good histories, and ones that break a single promise.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JournalRecord } from '../../src/portal/store/journal-record.ts';
import { makeSpec } from '../helpers/prompts.ts';
import { checkHistory } from './check-history.ts';
import {
  answered,
  asker,
  cancelled,
  endedBy,
  expired,
  history,
  ID,
  killedAt,
  opened,
  received,
  rules,
  settled,
  timedOut,
} from './hand-written.ts';
import type { Ending, History, WaiterCall } from './history.ts';
import { PLAIN, type Question } from './plan.ts';

const DETACHED: Question = { ...PLAIN, detached: true };
const GRACE: Question = { ...PLAIN, key: 'release', grace_ms: 1_000, json: true };
const openedUnder: JournalRecord = { ...opened, key: 'release' };

function waiter(ended: Partial<Ending> | null, more: Partial<WaiterCall> = {}): WaiterCall {
  return {
    waiter: 0,
    id: ID,
    question: DETACHED,
    for_ms: null,
    json: false,
    spawned: 1_500,
    attached: 1_700,
    ended: ended && { at: 3_020, code: 0, signal: null, stdout: 'b\n', ...ended },
    faults: [],
    ...more,
  };
}

const stillOpen = { code: 75, stdout: '' };
const detaching = asker({ at: 1_030, stdout: `${ID}\n` }, { question: DETACHED });

/** A detached prompt, answered as above while a command waits, but for `own`. */
const detached = (own: Partial<History> = {}) => history({ askers: [detaching], waiters: [waiter({})], ...own });

/** The same, timed out at `settled_at`. */
const detachedUntil = (settled_at: number, own: Partial<History> = {}) =>
  expired({ askers: [detaching], journal: [opened, settled({ ...timedOut, settled_at })], ...own });

/** A prompt with a grace of 1 s whose asker is killed at 2,000, given up at `settled_at`. */
const givenUp = (settled_at: number, own: Partial<History> = {}) =>
  expired({
    askers: [
      asker(
        { at: 2_000, code: null, signal: 'SIGKILL', stdout: '' },
        { question: GRACE, ...endedBy('SIGKILL', 1_999) },
      ),
    ],
    looks: [],
    journal: [openedUnder, settled({ ...cancelled, by: 'asker', cause: 'lost', settled_at })],
    ...own,
  });

/** The prompt that is asked under the key of the first at `at`, and answered. */
const askedAgain = (at: number): JournalRecord[] => [
  { ...openedUnder, id: 'p0000002', at, opened_at: at },
  { ...settled({ ...answered, settled_at: at + 100 }), id: 'p0000002', at: at + 100 },
];

describe('a history of prompts that outlive their askers', () => {
  const good: readonly (readonly [name: string, history: History])[] = [
    ['detached, and answered while a command waits', detached()],
    [
      'detached, and collected long after',
      detached({ waiters: [waiter({ at: 9_100 }, { spawned: 9_000, attached: null })] }),
    ],
    [
      'detached, and waiters came and went before the answer',
      detached({
        waiters: [
          waiter({}),
          waiter({ ...stillOpen, at: 2_600 }, { for_ms: 1_000 }),
          waiter({ at: 2_500, code: null, signal: 'SIGKILL', stdout: '' }, endedBy('SIGKILL', 2_499)),
          waiter({ at: 2_500, code: null, signal: 'SIGINT', stdout: '' }, endedBy('SIGINT', 2_499)),
        ],
      }),
    ],
    [
      'detached, and no portal ran at the deadline',
      detachedUntil(12_010, { faults: [killedAt(4_000)], starts: [12_000] }),
    ],
    [
      'detached without a deadline, and listed in the end',
      detached({
        askers: [asker({ at: 1_030, stdout: `${ID}\n` }, { question: { ...DETACHED, timeout_ms: null } })],
        waiters: [],
        requests: [],
        sightings: [],
        looks: [],
        open: [ID],
        journal: [{ ...opened, spec: makeSpec({ question: 'Question 0', timeout_ms: null }) }],
      }),
    ],
    ['given up after its grace', givenUp(3_600)],
    [
      'given up after its grace, which the next portal counted anew',
      givenUp(5_300, { faults: [killedAt(2_200)], starts: [4_200] }),
    ],
    [
      'given up after the grace of a command that left at once and took its time to exit',
      givenUp(3_050, {
        askers: [
          asker(
            { at: 2_700, code: null, signal: 'SIGTERM', stdout: '' },
            { question: GRACE, ...endedBy('SIGTERM', 2_000) },
          ),
        ],
      }),
    ],
    [
      'given up after the grace of a command whose time to wait was up, and which took its time to exit',
      givenUp(3_100, { waiters: [waiter({ ...stillOpen, at: 2_600 }, { for_ms: 300 })] }),
    ],
    [
      'asked again under its key once it was given up',
      givenUp(3_600, { journal: [...givenUp(3_600).journal, ...askedAgain(3_700)] }),
    ],
    [
      'asked again under its key within the grace',
      givenUp(3_000, {
        askers: [
          ...givenUp(3_000).askers,
          asker(
            { stdout: JSON.stringify({ id: ID, ...answered }) },
            { asker: 1, question: GRACE, spawned: 2_100, registered: { at: 2_400, id: ID } },
          ),
        ],
        journal: [openedUnder, settled(answered), received],
      }),
    ],
  ];
  for (const [name, judged] of good) {
    test(`when it is ${name}, then nothing is found`, () => assert.deepEqual(checkHistory(judged), []));
  }
  const bad: readonly (readonly [name: string, rule: string, history: History])[] = [
    [
      'a detached prompt was forgotten',
      'kept',
      detached({ waiters: [], requests: [], sightings: [], journal: [opened] }),
    ],
    [
      'a detached prompt is still open after its deadline',
      'late',
      detached({ waiters: [], requests: [], sightings: [], journal: [opened], open: [ID] }),
    ],
    ['it timed out long after its deadline', 'late', detachedUntil(8_000)],
    [
      'it timed out long after the next portal had started',
      'late',
      detachedUntil(15_000, { faults: [killedAt(4_000)], starts: [12_000] }),
    ],
    [
      'it timed out before its deadline at the next portal',
      'G4',
      detachedUntil(5_900, { faults: [killedAt(4_000)], starts: [4_300] }),
    ],
    ['a command that detaches printed the answer', 'G5', detached({ askers: [asker({}, { question: DETACHED })] })],
    ['a waiter printed another answer', 'G5', detached({ waiters: [waiter({}), waiter({ stdout: 'a\n' })] })],
    ['a waiter printed the answer twice', 'G5', detached({ waiters: [waiter({ stdout: 'b\nb\n' })] })],
    ['a waiter gave up', 'G5', detached({ waiters: [waiter({ code: 69, stdout: '' })] })],
    ['a waiter did not find the prompt', 'G5', detached({ waiters: [waiter({ code: 2, stdout: '' })] })],
    [
      'an interrupted waiter printed something',
      'G5',
      detached({ waiters: [waiter({ code: null, signal: 'SIGINT' }, endedBy('SIGINT', 2_999))] }),
    ],
    ['a waiter still runs', 'G6', detached({ waiters: [waiter(null)] })],
    [
      'a waiter whose time is over printed something',
      'for',
      detached({ waiters: [waiter({ code: 75 }, { for_ms: 1_000 })] }),
    ],
    ['a waiter without a limit ended while it was open', 'for', detached({ waiters: [waiter(stillOpen)] })],
    [
      'a waiter ended before its time',
      'for',
      detached({ waiters: [waiter({ ...stillOpen, at: 2_400 }, { for_ms: 1_000 })] }),
    ],
    [
      'a waiter ended long after its time',
      'for',
      detached({ waiters: [waiter({ ...stillOpen, at: 6_000 }, { for_ms: 1_000 })] }),
    ],
    [
      'a waiter said long after the answer that it was open',
      'for',
      detached({ waiters: [waiter({ ...stillOpen, at: 9_100 }, { for_ms: 0, spawned: 9_000 })] }),
    ],
    [
      'a detached prompt was given up',
      'grace',
      detachedUntil(3_000, { journal: [opened, settled({ ...cancelled, by: 'asker', cause: 'lost' })] }),
    ],
    ['it was given up before its grace', 'grace', givenUp(2_900)],
    [
      'it was given up while a command waited',
      'grace',
      givenUp(3_600, { waiters: [waiter({ at: 4_000, code: 3, stdout: 'cancelled\n' })] }),
    ],
    [
      'it was withdrawn, and no asker was interrupted',
      'grace',
      givenUp(3_600, {
        journal: [openedUnder, settled({ ...cancelled, by: 'asker', cause: 'signal', settled_at: 3_600 })],
      }),
    ],
    ['it was open long after its grace', 'grace', givenUp(6_500)],
    [
      'another was asked under its key while it was open',
      'key',
      givenUp(3_600, { journal: [...givenUp(3_600).journal, ...askedAgain(2_500)] }),
    ],
    [
      'another was asked under its key after it had been answered',
      'key',
      givenUp(3_000, { journal: [openedUnder, settled(answered), ...askedAgain(3_500)] }),
    ],
  ];
  for (const [name, rule, judged] of bad) {
    test(`when ${name}, then ${rule} is broken`, () =>
      assert.ok(rules(judged).includes(rule), rules(judged).join(' ')));
  }
});

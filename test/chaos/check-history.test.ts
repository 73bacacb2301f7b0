// The judge, judged: hand-written histories, good ones and ones that break a single promise.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Outcome } from '../../src/core/prompt.ts';
import type { JournalRecord } from '../../src/portal/store/journal-record.ts';
import { makeOutcome, makeSpec } from '../helpers/prompts.ts';
import { checkHistory } from './check-history.ts';
import type { AskerCall, Ending, History, RequestCall, WaiterCall } from './history.ts';
import type { Question } from './plan.ts';

const ID = 'p0000001';
const QUESTION: Question = {
  kind: 'select',
  timeout_ms: 5_000,
  max_timeout_ms: 20_000,
  fallback: false,
  extendable: true,
  hold: false,
  key: null,
  json: false,
  detached: false,
  grace_ms: 'unsaid',
};

const answered = makeOutcome({
  values: ['b'],
  note: 'request-1',
  settled_at: 3_000,
  elapsed_ms: 2_000,
  seen_at: 1_500,
});
const other: Outcome = { ...answered, values: ['a'], note: 'request-2', settled_at: 3_200 };
const timedOut: Outcome = { ...answered, status: 'timeout', values: [], note: null, by: 'deadline', settled_at: 6_001 };
const cancelled: Outcome = { ...answered, status: 'cancelled', values: [], note: null };

const opened: JournalRecord = {
  type: 'opened',
  id: ID,
  at: 1_000,
  opened_at: 1_000,
  key: null,
  spec: makeSpec({ question: 'Question 0', timeout_ms: 5_000 }),
};
const settled = (outcome: Outcome): JournalRecord => ({
  type: 'outcome',
  id: ID,
  at: outcome.settled_at,
  outcome,
  revision: 2,
});
const received: JournalRecord = { type: 'received', id: ID, at: 3_010 };

const extension = (at: number, remaining_ms: number): JournalRecord => ({
  type: 'extended',
  id: ID,
  at,
  by: 'browser',
  extended_ms: 1_000,
  remaining_ms,
});

function asker(ended: Partial<Ending> | null, more: Partial<AskerCall> = {}): AskerCall {
  return {
    asker: 0,
    question: QUESTION,
    spawned: 800,
    registered: { at: 1_010, id: ID },
    ended: ended && { at: 3_020, code: 0, signal: null, stdout: 'b\n', ...ended },
    faults: [],
    ...more,
  };
}

const request = (own: Partial<RequestCall> = {}): RequestCall => ({
  id: ID,
  mark: 'request-1',
  type: 'answer',
  ms: null,
  by: 'browser',
  isRepeat: false,
  sent: 2_999,
  heard: 3_003,
  result: { type: 'accepted', remaining_ms: null },
  ...own,
});
const rival = (result: RequestCall['result']) => request({ mark: 'request-2', sent: 3_100, heard: 3_210, result });

/** One prompt, opened at 1,000, due at 6,000, answered at 3,000: everything as it should be, but for `own`. */
function history(own: Partial<History> = {}): History {
  return {
    askers: [asker({})],
    requests: [request(), rival({ type: 'refused', reason: 'settled', outcome: answered })],
    sightings: [
      { id: ID, connection: 1, type: 'settled', outcome: answered },
      { id: ID, connection: 1, type: 'delivered', outcome: answered },
    ],
    looks: [{ id: ID, from: 2_000, to: 2_004, remaining_ms: 3_998 }],
    faults: [],
    waiters: [],
    censuses: [],
    starts: [],
    open: [],
    journal: [opened, settled(answered), received],
    lag_ms: 20,
    ...own,
  };
}

/** The same, timed out at 6,001. */
function expired(own: Partial<History> = {}): History {
  return history({
    askers: [asker({ at: 6_030, code: 124, stdout: 'timeout\n' })],
    requests: [],
    sightings: [],
    journal: [opened, settled(timedOut)],
    ...own,
  });
}

const DETACHED: Question = { ...QUESTION, detached: true };
const GRACE: Question = { ...QUESTION, key: 'release', grace_ms: 1_000, json: true };
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

const rules = (judged: History) => [...new Set(checkHistory(judged).map(({ rule }) => rule))];
const killedAt = (at: number) => ({ type: 'kill' as const, at, until: at });
const endedBy = (signal: 'SIGKILL' | 'SIGINT', at: number) => ({ faults: [{ signal, at, until: at }] });

describe('a history that keeps every promise', () => {
  const good: readonly (readonly [name: string, history: History])[] = [
    ['answered', history()],
    ['timed out', expired()],
    [
      'cancelled',
      history({
        askers: [asker({ code: 3, stdout: 'cancelled\n' })],
        requests: [request({ type: 'cancel' })],
        sightings: [],
        journal: [opened, settled(cancelled)],
      }),
    ],
    [
      'an answer of which nobody heard whether it was accepted, sent again to the next portal',
      history({
        requests: [
          request({ result: { type: 'unknown' } }),
          request({ result: { type: 'refused', reason: 'settled', outcome: answered } }),
        ],
      }),
    ],
    [
      'extended, and timed out later',
      expired({
        askers: [asker({ at: 7_030, code: 124, stdout: 'timeout\n' })],
        requests: [
          request({
            type: 'extend',
            ms: 1_000,
            sent: 1_999,
            heard: 2_003,
            result: { type: 'accepted', remaining_ms: 5_000 },
          }),
        ],
        looks: [{ id: ID, from: 3_000, to: 3_001, remaining_ms: 4_000 }],
        journal: [opened, extension(2_000, 5_000), settled({ ...timedOut, settled_at: 7_001 })],
      }),
    ],
    [
      'extended, and the portal killed before it wrote that down',
      expired({
        askers: [asker({ at: 7_030, code: 124, stdout: 'timeout\n' })],
        requests: [
          request({
            type: 'extend',
            ms: 1_000,
            sent: 1_999,
            heard: 2_003,
            result: { type: 'accepted', remaining_ms: 5_000 },
          }),
        ],
        looks: [],
        faults: [killedAt(2_004)],
        journal: [opened, { ...opened, at: 2_300 }, settled({ ...timedOut, settled_at: 6_970 })],
      }),
    ],
    [
      'killed asker',
      history({
        askers: [asker({ code: null, signal: 'SIGKILL', stdout: '' }, endedBy('SIGKILL', 2_900))],
        sightings: [],
        journal: [opened, settled(answered)],
      }),
    ],
    [
      'killed asker, and no portal to notice',
      history({
        askers: [asker({ at: 2_500, code: null, signal: 'SIGKILL', stdout: '' }, endedBy('SIGKILL', 2_500))],
        requests: [],
        sightings: [],
        faults: [killedAt(2_600)],
        journal: [opened],
      }),
    ],
    [
      'a signal',
      history({
        askers: [asker({ code: null, signal: 'SIGINT', stdout: '' }, endedBy('SIGINT', 2_999))],
        sightings: [],
        journal: [opened, settled(answered)],
      }),
    ],
    [
      'an asker killed before the next portal had started',
      history({
        askers: [asker({ at: 4_999, code: null, signal: 'SIGKILL', stdout: '' }, endedBy('SIGKILL', 4_998))],
        requests: [],
        sightings: [],
        faults: [killedAt(2_500)],
        journal: [opened],
      }),
    ],
    [
      'an asker that settled by itself while the portal was stopped',
      expired({
        askers: [asker({ at: 16_050, code: 124, stdout: 'timeout\n' })],
        faults: [{ type: 'stop', at: 4_000, until: 18_000 }],
        journal: [opened, settled({ ...timedOut, settled_at: 18_001 })],
      }),
    ],
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
});

describe('a history that breaks a promise', () => {
  const bad: readonly (readonly [name: string, rule: string, history: History])[] = [
    ['two outcomes are in the journal', 'G1', history({ journal: [opened, settled(answered), settled(other)] })],
    ['there is no outcome', 'G1', history({ askers: [asker(null)], requests: [], sightings: [], journal: [opened] })],
    [
      'a portal knew the prompt of a killed asker, and forgot it',
      'G1',
      history({
        askers: [asker({ at: 4_999, code: null, signal: 'SIGKILL', stdout: '' }, endedBy('SIGKILL', 4_998))],
        requests: [],
        sightings: [],
        faults: [killedAt(2_500)],
        journal: [opened, { ...opened, at: 2_900 }],
      }),
    ],
    [
      'a tab was told another outcome',
      'G1',
      history({ sightings: [{ id: ID, connection: 1, type: 'settled', outcome: other }] }),
    ],
    [
      'the winner in a refusal is another one',
      'G1',
      history({ requests: [rival({ type: 'refused', reason: 'settled', outcome: other })] }),
    ],
    ['two answers were accepted', 'lost', history({ requests: [request(), rival({ type: 'accepted' })] })],
    ['an accepted answer has no outcome', 'lost', history({ journal: [opened] })],
    ['an accepted cancel became an answer', 'lost', history({ requests: [request({ type: 'cancel' })] })],
    [
      'a refused answer is the outcome',
      'refused',
      history({ requests: [request({ result: { type: 'refused', reason: 'settled', outcome: answered } })] }),
    ],
    [
      'a fixed deadline was moved',
      'extend',
      expired({
        askers: [
          asker({ at: 6_030, code: 124, stdout: 'timeout\n' }, { question: { ...QUESTION, extendable: false } }),
        ],
        requests: [request({ type: 'extend', ms: 1_000 })],
      }),
    ],
    ['it timed out 10 ms early', 'G4', expired({ journal: [opened, settled({ ...timedOut, settled_at: 5_990 })] })],
    [
      'an extension was accepted and forgotten',
      'G4',
      expired({
        requests: [
          request({
            type: 'extend',
            ms: 1_000,
            sent: 1_999,
            heard: 2_003,
            result: { type: 'accepted', remaining_ms: 5_000 },
          }),
        ],
      }),
    ],
    [
      'an answer was accepted after the deadline',
      'late',
      history({
        journal: [opened, settled({ ...answered, settled_at: 6_010 }), received],
        sightings: [],
        requests: [],
      }),
    ],
    ['a tab saw another deadline', 'G3', history({ looks: [{ id: ID, from: 2_000, to: 2_004, remaining_ms: 4_100 }] })],
    [
      'the deadline moved by more than 50 ms at the next portal',
      'G3',
      history({
        faults: [killedAt(1_500)],
        journal: [opened, { ...opened, at: 1_900 }, settled(answered)],
        looks: [{ id: ID, from: 2_500, to: 2_501, remaining_ms: 3_400 }],
      }),
    ],
    [
      'it started over at the next portal',
      'G3',
      history({
        faults: [killedAt(1_500)],
        journal: [opened, { ...opened, at: 1_900, opened_at: 1_900 }, settled(answered)],
        looks: [],
      }),
    ],
    ['stdout is another answer', 'G5', history({ askers: [asker({ stdout: 'a\n' })] })],
    ['stdout has it twice', 'G5', history({ askers: [asker({ stdout: 'b\nb\n' })] })],
    ['the exit code is another one', 'G5', history({ askers: [asker({ code: 1 })] })],
    ['the journal does not have what was printed', 'G5', history({ requests: [], sightings: [], journal: [opened] })],
    [
      'an asker settled by itself beside a portal',
      'G5',
      expired({ askers: [asker({ at: 16_050, code: 124, stdout: 'timeout\n' })], journal: [opened] }),
    ],
    [
      'an asker ended by a signal printed something',
      'G5',
      history({ askers: [asker({ code: null, signal: 'SIGINT', stdout: 'a\n' }, endedBy('SIGINT', 2_999))] }),
    ],
    ['an asker still runs', 'G6', history({ askers: [asker(null)] })],
    [
      'an asker ended long after the deadline',
      'G6',
      expired({ askers: [asker({ at: 19_000, code: 124, stdout: 'timeout\n' })] }),
    ],
    [
      'an asker gave up after its registration',
      'G3',
      history({ askers: [asker({ code: 69, stdout: '' })], faults: [killedAt(2_000)] }),
    ],
    [
      'an asker gave up with a portal there',
      'G3',
      history({ askers: [asker({ code: 69, stdout: '' }, { registered: null })] }),
    ],
    [
      'an asker was not known to the next portal',
      'G3',
      expired({ faults: [killedAt(2_000)], censuses: [{ killed: 2_000, at: 5_100, open: [] }] }),
    ],
    [
      'a connection saw the prompt open again after its outcome',
      'reopened',
      history({ sightings: [{ id: ID, connection: 1, type: 'reopened', outcome: null }] }),
    ],
    [
      'it was received more often than asked',
      'twice',
      history({ journal: [opened, settled(answered), received, received] }),
    ],
    [
      'it was called delivered, and nobody printed it',
      'G2',
      history({ askers: [asker({ code: null, signal: 'SIGKILL', stdout: '' }, endedBy('SIGKILL', 3_001))] }),
    ],
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

// Parts of hand-written histories, for the tests of the checker.
import type { Outcome } from '../../src/core/prompt.ts';
import type { JournalRecord } from '../../src/portal/store/journal-record.ts';
import { makeOutcome, makeSpec } from '../helpers/prompts.ts';
import { checkHistory } from './check-history.ts';
import type { AskerCall, Ending, History, RequestCall } from './history.ts';
import { type EndSignal, PLAIN } from './plan.ts';

export const ID = 'p0000001';

export const answered = makeOutcome({
  values: ['b'],
  note: 'request-1',
  settled_at: 3_000,
  elapsed_ms: 2_000,
  seen_at: 1_500,
});
export const other: Outcome = { ...answered, values: ['a'], note: 'request-2', settled_at: 3_200 };
export const timedOut: Outcome = {
  ...answered,
  status: 'timeout',
  values: [],
  note: null,
  by: 'deadline',
  settled_at: 6_001,
};
export const cancelled: Outcome = { ...answered, status: 'cancelled', values: [], note: null };

export const opened: Extract<JournalRecord, { type: 'opened' }> = {
  type: 'opened',
  id: ID,
  at: 1_000,
  opened_at: 1_000,
  key: null,
  spec: makeSpec({ question: 'Question 0', timeout_ms: 5_000 }),
};
export const settled = (outcome: Outcome): JournalRecord => ({
  type: 'outcome',
  id: ID,
  at: outcome.settled_at,
  outcome,
  revision: 2,
});
export const received: JournalRecord = { type: 'received', id: ID, at: 3_010 };

export const extension = (at: number, remaining_ms: number): JournalRecord => ({
  type: 'extended',
  id: ID,
  at,
  by: 'browser',
  extended_ms: 1_000,
  remaining_ms,
});

export function asker(ended: Partial<Ending> | null, more: Partial<AskerCall> = {}): AskerCall {
  return {
    asker: 0,
    question: PLAIN,
    spawned: 800,
    registered: { at: 1_010, id: ID },
    ended: ended && { at: 3_020, code: 0, signal: null, stdout: 'b\n', ...ended },
    faults: [],
    ...more,
  };
}

export const request = (own: Partial<RequestCall> = {}): RequestCall => ({
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
export const rival = (result: RequestCall['result']) =>
  request({ mark: 'request-2', sent: 3_100, heard: 3_210, result });

/** One prompt, opened at 1,000, due at 6,000, answered at 3,000: everything as it should be, but for `own`. */
export function history(own: Partial<History> = {}): History {
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
export function expired(own: Partial<History> = {}): History {
  return history({
    askers: [asker({ at: 6_030, code: 124, stdout: 'timeout\n' })],
    requests: [],
    sightings: [],
    journal: [opened, settled(timedOut)],
    ...own,
  });
}

/** The rules that `judged` breaks. */
export const rules = (judged: History) => [...new Set(checkHistory(judged).map(({ rule }) => rule))];
export const killedAt = (at: number) => ({ type: 'kill' as const, at, until: at });
export const endedBy = (signal: EndSignal, at: number) => ({ faults: [{ signal, at, until: at }] });

// The judge, judged: hand-written histories, good ones and ones that break a single promise.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkHistory } from './check-history.ts';
import {
  answered,
  asker,
  cancelled,
  endedBy,
  expired,
  extension,
  history,
  ID,
  killedAt,
  opened,
  other,
  received,
  request,
  rival,
  rules,
  settled,
  timedOut,
} from './hand-written.ts';
import type { History } from './history.ts';
import { PLAIN } from './plan.ts';

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
        askers: [asker({ at: 6_030, code: 124, stdout: 'timeout\n' }, { question: { ...PLAIN, extendable: false } })],
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
  ];
  for (const [name, rule, judged] of bad) {
    test(`when ${name}, then ${rule} is broken`, () =>
      assert.ok(rules(judged).includes(rule), rules(judged).join(' ')));
  }
});

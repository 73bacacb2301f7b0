// A prompt as a surface follows it: requests that survive a lost connection, and who decided.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Outcome } from '../../../src/core/prompt.ts';
import type { RefusalReason } from '../../../src/protocol/refusal.ts';
import type { PortalToTab, TabMessage } from '../../../src/protocol/tab.ts';
import type { PromptView } from '../../../src/protocol/view.ts';
import { PromptSession } from '../../../src/session/prompt-session.ts';
import { FakeClock } from '../../helpers/clock.ts';
import { makeOutcome } from '../../helpers/prompts.ts';
import { makeSettledView, makeView, tellView } from '../web/fakes.ts';

const device = { tty: '/dev/pts/3' };
const STAGING = { values: ['staging'] };

let clock: FakeClock;
let session: PromptSession;
let sent: TabMessage[];
/** What the session called back with. */
let calls: string[];
let isConnected: boolean;
let count: number;

/** `r1`, `r2`, … */
const newId = () => `r${++count}`;

const receive = (message: PortalToTab) => session.receive(message);
const tellState = (change: Partial<PromptView>) =>
  receive({ type: 'state', state: { ...(session.state.view ?? makeView()), ...change } });
const tell = (view: PromptView = makeView()) => tellView({ receive }, view);
const settle = (outcome: Partial<Outcome> = {}) =>
  tellState({ status: 'settled', outcome: makeOutcome(outcome), delivery: 'sending' });
const accept = (request_id: string) => receive({ type: 'accepted', request_id, remaining_ms: 60_000 });
const refuse = (request_id: string | null, reason: RefusalReason, outcome: Outcome | null = null) =>
  receive({ type: 'refused', request_id, reason, detail: '', outcome });
const sentOf = (type: TabMessage['type']) => sent.filter((message) => message.type === type);
const idsOf = (type: TabMessage['type']) =>
  sentOf(type).map((message) => ('request_id' in message ? message.request_id : null));

function open(): void {
  isConnected = true;
  session.connectionChanged();
}

function connect(view?: PromptView): void {
  open();
  tell(view);
}

function lose(): void {
  isConnected = false;
  session.connectionChanged();
}

beforeEach(() => {
  clock = new FakeClock(1_000, 1_000_000);
  sent = [];
  calls = [];
  count = 0;
  session = new PromptSession({
    clock,
    newId,
    send(message) {
      if (isConnected) sent.push(message);
      return isConnected;
    },
    device,
    onState: (_, isFirst) => calls.push(isFirst ? 'first' : 'state'),
    onRefused: (reason, { type }) => calls.push(`${type} ${reason}`),
    onChange: () => {},
  });
  connect();
});

describe('the time left', () => {
  test('when a report comes, then the countdown goes by it', () => {
    clock.advance(5_000);
    tellState({ remaining_ms: 54_900, revision: 1 });
    assert.equal(session.left, 54_900);
    tellState({ remaining_ms: null, revision: 2 });
    assert.equal(session.left, null);
  });

  test('when a report of the same deadline comes late, then the countdown does not follow it', () => {
    clock.advance(5_000);
    tellState({ remaining_ms: 55_300, revision: 1 });
    assert.equal(session.left, 55_000);
  });

  test('when another portal took over, then its first report counts, even of an earlier revision', () => {
    lose();
    clock.advance(5_000);
    connect(makeView({ remaining_ms: 55_040 }));
    assert.equal(session.left, 55_040);
  });
});

describe('extending', () => {
  test('when extensions follow each other, then each is sent', () => {
    session.extend(60_000);
    session.extend(60_000);
    assert.deepEqual(idsOf('extend'), ['r1', 'r2']);
  });

  test('when the portal crashes before it replies, then the extension is sent again, under the same id', () => {
    session.extend(60_000);
    lose();
    connect(makeView({ remaining_ms: 120_000, revision: 2 }));
    assert.deepEqual([idsOf('extend'), session.left], [['r1', 'r1'], 120_000]);
  });

  test('when it was asked for without a connection, then it is sent with the next one', () => {
    lose();
    session.extend(60_000);
    connect();
    assert.deepEqual(idsOf('extend'), ['r1']);
  });

  test('when a portal that is leaving refuses it, then it is sent to the next one', () => {
    session.extend(60_000);
    refuse('r1', 'draining');
    connect();
    assert.deepEqual(idsOf('extend'), ['r1', 'r1']);
  });

  test('when a time left is set and the portal crashes, then it is set again, under the same id', () => {
    session.setTimeLeft(90_000);
    lose();
    connect();
    assert.deepEqual(idsOf('update_timeout'), ['r1', 'r1']);
  });

  test('when it is refused, then the reason is passed on', () => {
    session.extend(60_000);
    refuse('r1', 'max_timeout');
    assert.deepEqual(calls, ['first', 'extend max_timeout']);
  });
});

describe('answering', () => {
  test('when it is accepted, then it was decided here, and nothing more is taken', () => {
    session.answer(STAGING);
    assert.deepEqual(sent, [{ type: 'answer', request_id: 'r1', answer: { picked: [0] }, device }]);
    accept('r1');
    session.answer(STAGING);
    assert.equal(session.saveDraft(STAGING), false);
    settle();
    assert.deepEqual([session.state.author, session.waiting, sent.length], ['me', 'sent', 1]);
  });

  test('when the outcome comes before the reply, then it says who decided', () => {
    session.answer(STAGING);
    settle({ request_id: 'r1' });
    assert.deepEqual([session.state.author, session.isInDoubt], ['me', false]);
    accept('r1');
    assert.deepEqual([session.state.author, session.isInDoubt], ['me', false]);
  });

  for (const value of ['production', 'staging']) {
    test(`when another surface was first with "${value}", then this one was too late`, () => {
      session.answer(STAGING);
      settle({ values: [value], request_id: 'other' });
      refuse('r1', 'settled', makeOutcome({ values: [value], request_id: 'other' }));
      assert.deepEqual([session.state.author, session.state.isTooLate], ['other', true]);
    });
  }

  test('when the refusal comes before the outcome, then its outcome stands already', () => {
    session.answer(STAGING);
    refuse('r1', 'settled', makeOutcome({ status: 'timeout', values: [], by: 'deadline' }));
    assert.equal(session.state.view?.outcome?.status, 'timeout');
  });

  test('when it is refused and the prompt is open, then it can be answered again', () => {
    session.answer(STAGING);
    refuse('r1', 'too_few');
    assert.deepEqual([calls.at(-1), session.waiting], ['answer too_few', 'no']);
  });

  test('when another surface answers while this one watches, then that one decided', () => {
    settle();
    assert.deepEqual([session.state.author, session.state.isTooLate], ['other', false]);
  });

  test('when a state comes while it is on its way, then it is not sent again', () => {
    session.answer(STAGING);
    tell();
    assert.equal(sent.length, 1);
  });

  test('when the outcome is heard elsewhere, then the own answer is known by its id', () => {
    session.answer(STAGING);
    session.settle(makeOutcome({ request_id: 'r1' }));
    assert.deepEqual([session.state.author, session.state.isTooLate], ['me', false]);
  });

  test('when another outcome is heard elsewhere, then the own answer was too late', () => {
    session.answer(STAGING);
    session.settle(makeOutcome({ by: 'terminal' }));
    assert.deepEqual([session.state.author, session.state.isTooLate], ['other', true]);
  });

  test('when the command has the answer, or is gone, then the view says so', () => {
    tellState({ delivery: 'gone' });
    assert.equal(session.state.view?.delivery, 'gone');
  });
});

describe('without a connection', () => {
  beforeEach(lose);

  test('when an answer is given, then it waits, and goes out once the prompt is seen to be open', () => {
    session.answer(STAGING);
    assert.equal(session.waiting, 'queued');
    open();
    assert.deepEqual(sent, []);
    tell();
    assert.deepEqual([idsOf('answer'), session.waiting], [['r1'], 'sent']);
  });

  test('when it is taken back, then it never goes out', () => {
    session.answer(STAGING);
    assert.equal(session.withdraw(), true);
    connect();
    assert.deepEqual([session.waiting, sent], ['no', []]);
  });

  test('when another decision is made, then only that goes out', () => {
    session.answer(STAGING);
    session.cancel();
    connect();
    assert.deepEqual([sentOf('answer').length, sentOf('cancel').length], [0, 1]);
  });

  test('when the prompt was settled meanwhile, then the waiting answer is dropped, and was not too late', () => {
    session.answer(STAGING);
    connect(makeSettledView({ values: ['production'] }));
    const { author, isTooLate, pending } = session.state;
    assert.deepEqual([author, isTooLate, pending, sent], ['other', false, [], []]);
  });

  test('when the next portal does not know the prompt yet, then the answer waits for it', () => {
    session.answer(STAGING);
    open();
    receive({ type: 'unknown' });
    assert.deepEqual([session.state.isLooking, sent.length], [true, 0]);
    tell();
    assert.deepEqual([session.state.isLooking, sent.length], [false, 1]);
  });
});

describe('an answer in doubt: sent, then the connection broke', () => {
  beforeEach(() => {
    session.answer(STAGING);
    lose();
  });

  test('when the prompt is still open, then it is sent again under the same id', () => {
    connect();
    assert.deepEqual(idsOf('answer'), ['r1', 'r1']);
  });

  test('when the prompt ended with this very answer, then it was decided here', () => {
    connect(makeSettledView({ request_id: 'r1' }));
    assert.deepEqual([session.state.author, session.state.isTooLate], ['me', false]);
  });

  test('when it ended with the same answer from elsewhere, then this one was too late', () => {
    connect(makeSettledView({ request_id: 'other' }));
    assert.deepEqual([session.state.author, session.state.isTooLate], ['other', true]);
  });

  test('when it is sent again and refused, then its first sending is the reason for an outcome with its id', () => {
    connect();
    refuse('r1', 'settled', makeOutcome({ request_id: 'r1' }));
    assert.deepEqual([session.state.author, session.state.isTooLate], ['me', false]);
  });

  test('when another decision is made, then nothing changes', () => {
    assert.equal(session.withdraw(), false);
    session.cancel();
    connect();
    assert.deepEqual([sentOf('cancel').length, sentOf('answer').length], [0, 2]);
  });

  test('when the next portal is leaving, then it is sent again to the one after that', () => {
    connect();
    refuse('r1', 'draining');
    connect();
    assert.equal(sentOf('answer').length, 3);
  });
});

describe('what else a session knows', () => {
  test('when a prompt was over before it was seen, then nobody is named', () => {
    const view = makeSettledView({}, 'delivered');
    session = new PromptSession({
      clock,
      newId,
      send: () => true,
      onState: () => {},
      onRefused: () => {},
      onChange: () => {},
    });
    connect(view);
    assert.deepEqual([session.state.author, session.state.outcome], ['unknown', view.outcome]);
  });

  test('when a settled prompt is no longer known, then its end stands, and it is not looked for', () => {
    settle();
    receive({ type: 'unknown' });
    assert.equal(session.state.isLooking, false);
  });

  test('when a draft is too large for a message, then it is not sent', () => {
    assert.equal(session.saveDraft({ values: [], text: '数'.repeat(9_000) }), false);
    assert.equal(sent.length, 0);
  });

  test('when what was asked is sent again, then what was asked is the same object', () => {
    const spec = session.state.view?.spec;
    tell(structuredClone(makeView()));
    assert.equal(session.state.view?.spec, spec);
  });
});

describe('what goes with a decision', () => {
  test('when it is an answer, then the device does', () => {
    session.answer(STAGING);
    assert.deepEqual(sentOf('answer'), [{ type: 'answer', request_id: 'r1', answer: { picked: [0] }, device }]);
  });

  test('when it is a cancellation, then the device and the note do, but no blank note', () => {
    session.cancel('not on a Friday');
    assert.deepEqual(sentOf('cancel'), [{ type: 'cancel', request_id: 'r1', note: 'not on a Friday', device }]);
    refuse('r1', 'draining');
    session.withdraw();
    connect();
    session.cancel(' ');
    assert.deepEqual(sentOf('cancel').at(-1), { type: 'cancel', request_id: 'r2', device });
  });

  test('when the note on a cancellation is too long, then nothing is sent and it is refused here', () => {
    for (const note of ['n'.repeat(4_097), '\u0001'.repeat(4_000)]) {
      calls = [];
      session.cancel(note);
      assert.deepEqual([sentOf('cancel'), calls], [[], ['cancel note_too_long']]);
    }
  });
});

// When all is known that ends the drawing of a prompt, and what is said of it then.
import assert from 'node:assert/strict';
import { describe, mock, type TestContext, test } from 'node:test';
import type { Outcome } from '../../../src/core/prompt.ts';
import type { PortalToTab, TabMessage } from '../../../src/protocol/tab.ts';
import { type Delivery, type PromptState, viewPrompt } from '../../../src/protocol/view.ts';
import type { Ending } from '../../../src/terminal/ending.ts';
import { TerminalSession } from '../../../src/terminal/session.ts';
import { FakeClock } from '../../helpers/clock.ts';
import { makeOutcome, makePrompt } from '../../helpers/prompts.ts';

const prompt = makePrompt();
const staging = { values: ['staging'] };

function outcomeOf(overrides: Partial<Outcome> = {}): Outcome {
  return makeOutcome({ by: 'terminal', settled_at: 0, elapsed_ms: 1_000, seen_at: 0, ...overrides });
}

/** A session whose connection works as long as `line.isUp`. */
function startSession(t: TestContext) {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const clock = new FakeClock(0);
  const sent: TabMessage[] = [];
  const endings: Ending[] = [];
  const told: string[] = [];
  const line = { isUp: true };
  let count = 0;
  const session = new TerminalSession({
    clock,
    newId: () => `r${++count}`,
    send(message) {
      if (line.isUp) sent.push(message);
      return line.isUp;
    },
    onState: (_, isFirst) => isFirst && told.push('first'),
    onRefused: (reason) => told.push(reason),
    onChange: () => {},
    onEnd: (ending) => endings.push(ending),
  });
  const tell = (message: PortalToTab) => session.receive(message);
  const tellState = (outcome: Outcome | null = null, changes: Partial<PromptState> = {}) => {
    const view = viewPrompt({ ...prompt, outcome }, clock.now(), { delivery: 'waiting', logged: true });
    tell({ type: 'prompt', prompt: view });
    tell({ type: 'state', state: { ...view, ...changes } });
  };
  const connect = () => {
    line.isUp = true;
    session.connectionChanged(true);
    tellState();
  };
  const lose = () => {
    line.isUp = false;
    session.connectionChanged(false);
  };
  const settle = (outcome: Outcome, delivery: Delivery = 'sending') => tellState(outcome, { delivery });
  connect();
  return { session, clock, sent, endings, told, line, connect, lose, tell, tellState, settle };
}

describe('TerminalSession', () => {
  test('when the answer is accepted and delivered, then it ends as decided here', (t) => {
    const { session, sent, endings, tell, settle } = startSession(t);
    session.prompt.answer(staging);
    assert.deepEqual(sent, [{ type: 'answer', request_id: 'r1', answer: { picked: [0] } }]);
    const outcome = outcomeOf({ request_id: 'r1' });
    settle(outcome);
    tell({ type: 'accepted', request_id: 'r1', remaining_ms: 1 });
    assert.equal(endings.length, 0);
    settle(outcome, 'delivered');
    assert.deepEqual(endings, [{ outcome, isMine: true, isTooLate: false, isGone: false, isKept: false }]);
  });

  test('when it is delivered before the reply comes, then it ends at once', (t) => {
    const { session, endings, settle } = startSession(t);
    session.prompt.answer(staging);
    settle(outcomeOf({ request_id: 'r1' }), 'delivered');
    assert.equal(endings[0]?.isMine, true);
  });

  test('when another surface was first, then it ends as too late', (t) => {
    const { session, endings, tell, settle } = startSession(t);
    const outcome = outcomeOf({ by: 'browser', values: ['production'] });
    session.prompt.answer(staging);
    settle(outcome);
    tell({ type: 'refused', request_id: 'r1', reason: 'settled', detail: '', outcome });
    settle(outcome, 'delivered');
    assert.deepEqual(endings, [{ outcome, isMine: false, isTooLate: true, isGone: false, isKept: false }]);
  });

  test('when the time runs out, then it ends at once', (t) => {
    const { endings, settle } = startSession(t);
    settle(outcomeOf({ status: 'timeout', by: 'deadline', values: [] }));
    assert.equal(endings[0]?.outcome?.status, 'timeout');
  });

  test('when the command is gone before it took the answer, then that is known', (t) => {
    const { session, endings, tell, settle } = startSession(t);
    session.prompt.answer(staging);
    settle(outcomeOf({ request_id: 'r1' }));
    tell({ type: 'accepted', request_id: 'r1', remaining_ms: 1 });
    settle(outcomeOf({ request_id: 'r1' }), 'gone');
    assert.deepEqual([endings[0]?.isMine, endings[0]?.isGone], [true, true]);
  });

  test('when nobody says that the answer was delivered, then it ends after 3 s', (t) => {
    const { endings, settle } = startSession(t);
    settle(outcomeOf({ by: 'browser' }));
    mock.timers.tick(2_999);
    assert.equal(endings.length, 0);
    mock.timers.tick(1);
    assert.equal(endings.length, 1);
  });

  test('when the asker hears the outcome first, then it ends at once, and the own answer is known by its id', (t) => {
    const mine = startSession(t);
    mine.session.prompt.answer(staging);
    mine.session.settle(outcomeOf({ request_id: 'r1' }));
    assert.deepEqual([mine.endings[0]?.isMine, mine.endings[0]?.isTooLate], [true, false]);
  });

  test('when the asker hears of another answer, then the own one came too late', (t) => {
    const { session, endings } = startSession(t);
    session.prompt.answer(staging);
    session.settle(outcomeOf({ by: 'browser' }));
    assert.deepEqual([endings[0]?.isMine, endings[0]?.isTooLate], [false, true]);
  });

  test('when the asker gives up, then there is no outcome, and the end comes once', (t) => {
    const { session, endings } = startSession(t);
    session.settle(null);
    session.settle(outcomeOf());
    assert.deepEqual(endings, [{ outcome: null, isMine: false, isTooLate: false, isGone: false, isKept: false }]);
  });

  test('when the answer counted just before the connection was lost, then it is known as the own one', (t) => {
    const { session, endings, lose, line, tellState } = startSession(t);
    session.prompt.answer(staging);
    lose();
    line.isUp = true;
    session.connectionChanged(true);
    tellState(outcomeOf({ request_id: 'r1' }));
    mock.timers.tick(3_000);
    assert.equal(endings[0]?.isMine, true);
  });

  test('when the portal does not know the prompt yet, then the answer waits for one that does', (t) => {
    const { session, sent, tell, tellState } = startSession(t);
    tell({ type: 'unknown' });
    assert.equal(session.link, 'looking');
    session.prompt.answer(staging);
    assert.equal(sent.length, 0);
    tellState();
    assert.deepEqual([session.link, sent.length], ['open', 1]);
  });

  test('when a request is refused and the prompt is open, then the reason is reported and the form is free again', (t) => {
    const { session, told, tell } = startSession(t);
    session.extend(60_000);
    tell({ type: 'refused', request_id: 'r1', reason: 'max_timeout', detail: '', outcome: null });
    session.prompt.answer(staging);
    tell({ type: 'refused', request_id: 'r2', reason: 'too_few', detail: '', outcome: null });
    assert.deepEqual([told, session.prompt.waiting], [['first', 'max_timeout', 'too_few'], 'no']);
  });

  test('when extensions follow each other quickly, then each waits for the reply to the one before', (t) => {
    const { session, sent, tell, tellState } = startSession(t);
    session.extend(60_000);
    session.extend(60_000);
    assert.equal(sent.length, 1);
    tellState(null, { remaining_ms: 120_000, revision: 2 });
    tell({ type: 'accepted', request_id: 'r1', remaining_ms: 120_000 });
    session.extend(60_000);
    assert.deepEqual([sent.length, session.prompt.left], [2, 120_000]);
  });
});

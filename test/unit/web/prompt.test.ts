// The prompt on view: requests that survive a lost connection, and an honest end.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Outcome } from '../../../src/core/prompt.ts';
import type { RefusalReason } from '../../../src/protocol/refusal.ts';
import type { PromptView } from '../../../src/protocol/view.ts';
import { NO_COUNTDOWN, timeLeft } from '../../../src/session/countdown.ts';
import { PromptModel } from '../../../web/prompt/prompt-model.ts';
import { makeSpec } from '../../helpers/prompts.ts';
import {
  FakeEnvironment,
  type FakeLink,
  fakeLinks,
  makeOutcome,
  makeSettledView,
  makeView,
  tellView,
} from './fakes.ts';

let environment: FakeEnvironment;
let link: FakeLink;
let model: PromptModel;

const tell = (view: PromptView) => tellView(link, view);
const tellState = (change: Partial<PromptView>) =>
  link.receive({ type: 'state', state: { ...(model.view.value ?? makeView()), ...change } });
const settle = (outcome: Partial<Outcome> = {}, logged = true) =>
  tellState({ status: 'settled', outcome: makeOutcome(outcome), delivery: 'sending', logged });
const accept = (request_id: string) => link.receive({ type: 'accepted', request_id, remaining_ms: 60_000 });
const refuse = (request_id: string, reason: RefusalReason, outcome: Outcome | null = null) =>
  link.receive({ type: 'refused', request_id, reason, detail: '', outcome });

function connect(view = makeView()): void {
  link.open();
  tell(view);
}

/** Picks and submits, and gives the id under which it was sent. */
function answer(value: string): string {
  model.form.pick(value);
  model.form.submit();
  return model.decision.value?.message.request_id ?? '';
}

beforeEach(() => {
  environment = new FakeEnvironment();
  const { openLink, last } = fakeLinks();
  model = new PromptModel('p0000001', environment, openLink);
  link = last();
});

describe('presence', () => {
  test('when a state comes, then the prompt is here, on its own link', () => {
    assert.equal(link.path, '/ws/p0000001');
    assert.equal(model.presence.value, 'loading');
    connect();
    assert.equal(model.presence.value, 'here');
  });

  test('when no portal knows it, then it is looked for, then missing, and found again when it comes', () => {
    link.open();
    link.receive({ type: 'unknown' });
    environment.pass(5_999);
    assert.equal(model.presence.value, 'looking');
    environment.pass(1);
    assert.equal(model.presence.value, 'missing');
    link.receive({ type: 'unknown' });
    assert.equal(model.presence.value, 'missing');
    tell(makeView());
    assert.equal(model.presence.value, 'here');
  });

  test('when it is found in time, then it does not go missing later', () => {
    link.open();
    link.receive({ type: 'unknown' });
    tell(makeView());
    environment.pass(10_000);
    assert.equal(model.presence.value, 'here');
  });

  test('when a settled prompt is no longer known, then its end stays on view', () => {
    connect(makeSettledView({}, 'delivered'));
    link.receive({ type: 'unknown' });
    environment.pass(10_000);
    assert.equal(model.presence.value, 'here');
  });
});

describe('time', () => {
  test('when a state comes, then the countdown goes by it', () => {
    connect();
    environment.pass(5_000);
    tellState({ remaining_ms: 54_900, revision: 1 });
    assert.equal(timeLeft(model.countdown.value ?? NO_COUNTDOWN, environment.clock.now()), 54_900);
  });

  test('when more time is asked for, then the countdown moves as the portal says', () => {
    connect();
    model.extend(60_000);
    const [request] = link.sentOf('extend');
    assert.equal(request?.by_ms, 60_000);
    tellState({ remaining_ms: 119_000, revision: 2 });
    link.receive({ type: 'accepted', request_id: request?.request_id ?? '', remaining_ms: 119_000 });
    assert.equal(timeLeft(model.countdown.value ?? NO_COUNTDOWN, environment.clock.now()), 119_000);
  });

  test('when the portal crashes after an extension, then it is sent to the next one under the same id', () => {
    connect(makeView({ remaining_ms: 60_000 }));
    model.extend(60_000);
    link.lose();
    connect(makeView({ remaining_ms: 120_000, revision: 2 }));
    const [first, second] = link.sentOf('extend').map(({ request_id }) => request_id);
    assert.ok(first !== undefined && first === second);
  });

  const typed: [string, number | null][] = [
    ['90', 90_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['2:30', 150_000],
    ['1:00:00', 3_600_000],
    [' none ', null],
  ];
  for (const [text, remaining_ms] of typed) {
    test(`when "${text}" is typed, then ${remaining_ms} ms are asked for`, () => {
      connect();
      assert.equal(model.setTimeLeft(text), true);
      assert.equal(link.sentOf('update_timeout')[0]?.remaining_ms, remaining_ms);
    });
  }

  for (const text of ['', 'soon', '0', '-5', '31d', '1:2', '0:00']) {
    test(`when "${text}" is typed, then nothing is sent and a notice says so`, () => {
      connect();
      assert.equal(model.setTimeLeft(text), false);
      assert.deepEqual(link.sent, []);
      assert.deepEqual(model.notice.value, { about: 'time', reason: 'bad_duration' });
    });
  }

  test('when an extension is refused, then a notice beside the time says why', () => {
    connect();
    model.extend(60_000);
    refuse(link.sentOf('extend')[0]?.request_id ?? '', 'max_timeout');
    assert.deepEqual(model.notice.value, { about: 'time', reason: 'max_timeout' });
  });
});

describe('answering', () => {
  test('when nothing is picked, then nothing is sent and a notice says so until something is', () => {
    connect();
    assert.equal(model.form.submit(), false);
    assert.deepEqual(model.notice.value, { about: 'answer', reason: 'pick_first' });
    model.form.pick('staging');
    assert.equal(model.notice.value, null);
  });

  test('when Submit is pressed twice, then one answer goes out', () => {
    connect();
    answer('staging');
    model.form.submit();
    assert.equal(link.sentOf('answer').length, 1);
  });

  test('when it is accepted, then it is "sending" until the asker has it, then "delivered"', () => {
    connect();
    const id = answer('staging');
    settle({ request_id: id });
    assert.equal(model.settlement.value?.kind, 'sending');
    accept(id);
    assert.equal(model.settlement.value?.kind, 'sending');
    assert.equal(model.settlement.value?.elsewhere, null);
    tellState({ delivery: 'delivered' });
    assert.equal(model.settlement.value?.kind, 'delivered');
  });

  test('when the asker died meanwhile, then the command is gone', () => {
    connect();
    accept(answer('staging'));
    settle();
    tellState({ delivery: 'gone' });
    assert.equal(model.settlement.value?.kind, 'gone');
  });

  test('when another tab was faster, then its answer is shown as answered elsewhere', () => {
    connect();
    const id = answer('staging');
    settle({ values: ['production'] });
    refuse(id, 'settled', makeOutcome({ values: ['production'] }));
    assert.deepEqual(
      [model.settlement.value?.elsewhere, model.settlement.value?.answers, model.decision.value],
      ['browser', ['production'], null],
    );
  });

  test('when another tab answers while this one only watches, then it was elsewhere', () => {
    connect();
    settle();
    assert.equal(model.settlement.value?.elsewhere, 'browser');
  });

  test('when the page opens after the end, then nobody is named', () => {
    connect(makeSettledView({}, 'delivered'));
    assert.equal(model.settlement.value?.elsewhere, null);
  });

  test('when the outcome could not be logged, then that is known', () => {
    connect();
    settle({}, false);
    assert.equal(model.settlement.value?.logged, false);
  });
});

describe('without a connection', () => {
  beforeEach(() => {
    connect();
    link.lose();
  });

  test('when Submit is pressed, then the answer waits and goes out once the prompt is seen to be open', () => {
    const id = answer('staging');
    assert.equal(model.decision.value?.sends, 0);
    link.open();
    assert.deepEqual(link.sentOf('answer'), []);
    tell(makeView());
    assert.deepEqual(link.sentOf('answer'), [{ type: 'answer', request_id: id, answer: { picked: [0] } }]);
  });

  test('when another option is picked while it waits, then it is taken back', () => {
    answer('staging');
    model.form.pick('production');
    assert.equal(model.decision.value, null);
  });

  test('when Cancel is pressed while an answer waits, then only the cancellation goes out', () => {
    answer('staging');
    model.cancel();
    environment.pass(4_000);
    connect();
    assert.deepEqual([link.sentOf('answer').length, link.sentOf('cancel').length], [0, 1]);
  });

  test('when the link is open but the prompt not seen yet, then selection and answer wait for the state', () => {
    link.open();
    model.form.pick('staging');
    environment.pass(150);
    model.form.submit();
    assert.deepEqual(link.sent, []);
    tell(makeView());
    assert.deepEqual(
      link.sent.map(({ type }) => type),
      ['answer', 'draft'],
    );
  });
});

test('when the browser kept a draft, then only what counts of it is sent with the first state', () => {
  const kept = { draft: { values: ['staging'], text: 'beside' }, seen: null };
  const keeper = { read: () => kept, write() {}, remove() {} };
  const { openLink, last } = fakeLinks();
  model = new PromptModel('p0000001', Object.assign(environment, { draftKeeper: () => keeper }), openLink);
  link = last();
  connect(makeView({ spec: makeSpec({ other: true }) }));
  assert.deepEqual(link.sentOf('draft'), [{ type: 'draft', draft: { picked: [0] } }]);
});

describe('an answer in doubt: sent, then the connection broke', () => {
  let id: string;
  beforeEach(() => {
    connect();
    id = answer('staging');
    link.lose();
  });

  test('when the prompt is still open, then it is sent again under the same id', () => {
    connect();
    assert.deepEqual(
      link.sentOf('answer').map(({ request_id }) => request_id),
      [id, id],
    );
  });

  test('when the prompt ended with this very answer, then it counts as this tab’s', () => {
    connect(makeSettledView({ values: ['staging'], request_id: id }));
    assert.equal(model.settlement.value?.elsewhere, null);
  });

  test('when another option is picked, then nothing changes: the answer may count already', () => {
    model.form.pick('production');
    assert.equal(model.form.draft.content.value.values[0], 'staging');
  });
});

test('when the prompt is left, then an unsent selection is sent and the link closed', () => {
  connect();
  model.form.pick('staging');
  model.close();
  assert.deepEqual(link.sentOf('draft'), [{ type: 'draft', draft: { picked: [0] } }]);
  assert.equal(link.closed, true);
});

describe('a note that is missing', () => {
  test('when it is required, then nothing is sent and that is said, however it is submitted', () => {
    connect(makeView({ spec: makeSpec({ note: 'required' }) }));
    assert.equal(model.form.decide('staging'), false);
    assert.deepEqual([link.sentOf('answer').length, model.notice.value?.reason], [0, 'note_missing']);
    model.writeNote('it is due');
    assert.equal(model.notice.value, null);
    model.form.submit();
    assert.equal(link.sentOf('answer')[0]?.answer.note, 'it is due');
  });

  test('when only a no needs one, then a yes is sent without', () => {
    connect(makeView({ spec: makeSpec({ kind: 'confirm', note: 'for-no' }) }));
    assert.equal(model.form.decide('no'), false);
    assert.equal(model.form.decide('yes'), true);
  });
});

describe('cancelling', () => {
  const sent = () => link.sentOf('cancel').length;

  test('when Cancel is pressed, then it counts four seconds down before it is sent', () => {
    connect();
    model.cancel();
    const counted: (number | null)[] = [];
    for (let second = 0; second < 4; second += 1) {
      counted.push(model.delayedCancel.seconds.value);
      assert.equal(sent(), 0);
      environment.pass(1_000);
    }
    assert.deepEqual([counted, model.delayedCancel.seconds.value, sent()], [[4, 3, 2, 1], null, 1]);
  });

  test('when Cancel is pressed again, then it is sent at once; a double click waits as one', () => {
    connect();
    model.cancel();
    environment.pass(500);
    model.cancel();
    assert.deepEqual([model.delayedCancel.canHurry.value, sent()], [false, 0]);
    environment.pass(500);
    assert.deepEqual([model.delayedCancel.seconds.value, model.delayedCancel.canHurry.value], [3, true]);
    model.cancel();
    assert.deepEqual([model.delayedCancel.seconds.value, model.delayedCancel.canHurry.value, sent()], [null, false, 1]);
    environment.pass(10_000);
    assert.equal(sent(), 1);
  });

  const undoings: [string, () => void][] = [
    ['it is undone', () => model.delayedCancel.undo()],
    ['an option is picked', () => model.form.pick('staging')],
    ['a text is typed', () => model.form.write((draft) => ({ ...draft, text: 'wait' }))],
  ];
  for (const [what, undo] of undoings) {
    test(`when ${what} meanwhile, then nothing is cancelled and what was picked stays`, () => {
      connect();
      model.form.pick('production');
      model.cancel();
      environment.pass(3_900);
      undo();
      environment.pass(10_000);
      assert.deepEqual([sent(), model.delayedCancel.seconds.value], [0, null]);
      assert.equal(model.form.draft.content.value.values.length, 1);
    });
  }

  const notes = () => link.sentOf('cancel').map(({ note }) => note);

  test('when a note was written before, then it goes along', () => {
    connect();
    model.writeNote('not today');
    model.cancel();
    environment.pass(4_000);
    assert.deepEqual(notes(), ['not today']);
  });

  test('when a reason is written meanwhile, then it waits for Cancel to be pressed again, and is sent with it', () => {
    connect();
    model.cancel();
    environment.pass(100);
    model.writeNote('not to');
    environment.pass(20_000);
    assert.deepEqual([sent(), model.delayedCancel.canHurry.value], [0, true]);
    model.writeNote('not today');
    model.cancel();
    assert.deepEqual([notes(), model.delayedCancel.isPaused.value], [['not today'], false]);
  });

  test('when a reason is being written at the deadline, then it is sent before that; when the human leaves, then at once', () => {
    connect(makeView({ remaining_ms: 8_500 }));
    model.cancel();
    model.writeNote('not to');
    environment.pass(6_000);
    assert.equal(sent(), 0);
    environment.pass(1_000);
    assert.deepEqual(notes(), ['not to']);
  });

  test('when the human leaves while writing a reason, then it is sent with what is there', () => {
    connect();
    model.cancel();
    model.writeNote('not to');
    model.close();
    assert.deepEqual(notes(), ['not to']);
  });

  test('when it is undone while a reason is written, then nothing is sent, and the words stay as a note', () => {
    connect();
    model.cancel();
    model.writeNote('not to');
    model.delayedCancel.undo();
    environment.pass(20_000);
    assert.deepEqual([sent(), model.form.draft.content.value.note], [0, 'not to']);
  });

  test('when an answer is submitted meanwhile, then only the answer is sent', () => {
    connect();
    model.cancel();
    answer('staging');
    environment.pass(10_000);
    assert.deepEqual([link.sentOf('answer').length, sent()], [1, 0]);
  });

  test('when the deadline is near, then it is sent a second before that', () => {
    connect(makeView({ remaining_ms: 3_500 }));
    model.cancel();
    assert.equal(model.delayedCancel.seconds.value, 2);
    environment.pass(2_000);
    assert.equal(sent(), 1);
  });

  test('when less than two seconds are left, then it is sent at once', () => {
    connect(makeView({ remaining_ms: 1_900 }));
    model.cancel();
    assert.equal(sent(), 1);
  });

  for (const leave of ['flush', 'close'] as const) {
    test(`when the human leaves (${leave}), then it is sent at once, and only once`, () => {
      connect();
      model.cancel();
      model[leave]();
      assert.equal(sent(), 1);
      environment.pass(10_000);
      assert.equal(sent(), 1);
    });
  }

  test('when the prompt is settled elsewhere meanwhile, then nothing is sent and the end is theirs', () => {
    connect();
    model.cancel();
    settle({ by: 'terminal' });
    environment.pass(10_000);
    assert.deepEqual([sent(), model.settlement.value?.elsewhere], [0, 'terminal']);
  });
});

describe('typing while an answer awaits its reply', () => {
  test('when it is refused then, what was typed since is there', () => {
    connect(makeView({ spec: makeSpec({ kind: 'input' }) }));
    const type = (text: string) => model.form.write((draft) => ({ ...draft, text }));
    type('wrong');
    model.form.submit();
    type('right');
    model.form.submit();
    assert.equal(link.sentOf('answer').length, 1, 'one at a time');
    refuse(model.decision.value?.message.request_id ?? '', 'pattern_mismatch');
    assert.deepEqual([model.form.draft.content.value.text, model.notice.value?.reason], ['right', 'pattern_mismatch']);
    model.form.submit();
    assert.deepEqual(link.sentOf('answer').at(-1)?.answer, { picked: [], text: 'right' });
  });

  test('when the connection is lost meanwhile, then nothing can be typed that would not count', () => {
    connect(makeView({ spec: makeSpec({ kind: 'input' }) }));
    model.form.write((draft) => ({ ...draft, text: 'sent' }));
    model.form.submit();
    link.lose();
    assert.equal(model.form.isLocked.value, true);
    model.form.write((draft) => ({ ...draft, text: 'late' }));
    assert.equal(model.form.draft.content.value.text, 'sent');
  });
});

// The form: what it takes to submit, and that no single key does it.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { type Signal, signal } from '@preact/signals';
import type { Answer } from '../../../src/core/prompt.ts';
import type { PromptSpec } from '../../../src/core/spec.ts';
import { AnswerForm, type FormNotice } from '../../../web/prompt/answer-form.ts';
import { makeSpec } from '../../helpers/prompts.ts';
import { FakeEnvironment } from './fakes.ts';

let environment: FakeEnvironment;
let spec: Signal<PromptSpec | null>;
let form: AnswerForm;
let answers: Answer[];
let drafts: Answer[];
let notice: FormNotice | null;
let inDoubt: boolean;

function open(given: PromptSpec, draft: { values: string[]; text?: string } | null = null): void {
  spec.value = given;
  form.receive(given, draft, true);
}

beforeEach(() => {
  environment = new FakeEnvironment();
  spec = signal<PromptSpec | null>(null);
  answers = [];
  drafts = [];
  notice = null;
  inDoubt = false;
  form = new AnswerForm(environment, {
    spec,
    isLocked: signal(false),
    withdraw: () => !inDoubt,
    answer: (answer) => answers.push(answer),
    saveDraft: (draft) => drafts.push(draft) > 0,
    say: (said) => {
      notice = said;
    },
  });
});

describe('submitting', () => {
  test('when nothing is picked, then nothing is sent and a notice says so until something is', () => {
    open(makeSpec());
    assert.equal(form.submit(), false);
    assert.equal(notice, 'pick_first');
    form.pick('staging');
    assert.equal(notice, null);
    assert.equal(form.submit(), true);
    assert.deepEqual(answers, [{ values: ['staging'] }]);
  });

  test('when one is preselected, then it can be submitted though nobody touched it', () => {
    open(makeSpec({ select: ['production'] }));
    assert.equal(form.draft.touched.value, false);
    form.submit();
    assert.deepEqual(answers, [{ values: ['production'] }]);
    assert.deepEqual(drafts, []);
  });

  test('when there is a draft already, then it goes before the preselection', () => {
    open(makeSpec({ select: ['production'] }), { values: ['staging'] });
    assert.deepEqual([...form.picked.value], ['staging']);
  });

  test('when an answer is in doubt, then nothing changes and nothing more is sent', () => {
    open(makeSpec());
    form.pick('staging');
    inDoubt = true;
    form.pick('production');
    form.submit();
    assert.deepEqual([...form.picked.value], ['staging']);
    assert.deepEqual(answers, []);
  });

  test('when a confirmation is decided, then it is picked, told and sent in one act', () => {
    open(makeSpec({ kind: 'confirm' }));
    form.decide('no');
    assert.deepEqual(answers, [{ values: ['no'] }]);
  });

  test('when the text of an input fits, then it is sent as it is', () => {
    open(makeSpec({ kind: 'input', min_length: 3 }));
    form.change((draft) => ({ ...draft, text: ' a' }));
    assert.deepEqual([form.submit(), notice, form.problem.value], [false, 'too_short', 'too_short']);
    form.change((draft) => ({ ...draft, text: ' ab ' }));
    form.submit();
    assert.deepEqual(answers, [{ values: [], text: ' ab ' }]);
  });

  test('when an answer is too large for a message, then it is not sent, and the form says why', () => {
    open(makeSpec({ other: true }));
    form.change(() => ({ values: [], text: 'x'.repeat(17_000) }));
    environment.pass(1_000);
    assert.equal(form.submit(), false);
    assert.deepEqual([answers, notice], [[], 'too_long']);
  });
});

describe('several picks', () => {
  test('when they are cleared, then those that a filter hides are too, and what was typed stays', () => {
    open(makeSpec({ kind: 'multi' }), { values: ['staging', 'production'] });
    form.write((draft) => ({ ...draft, note: 'hm' }));
    form.clearPicks();
    assert.deepEqual(form.draft.content.value, { values: [], note: 'hm' });
  });
});

describe('danger', () => {
  beforeEach(() => open(makeSpec({ options: [{ value: 'staging' }, { value: 'production', danger: true }] })));

  test('when something dangerous is picked, then submitting takes holding', () => {
    form.pick('production');
    assert.equal(form.needsHold.value, true);
    assert.deepEqual([form.submit(), notice], [false, 'hold_needed']);
    assert.equal(form.submit(true), true);
    assert.deepEqual(answers, [{ values: ['production'] }]);
  });

  test('when its value is typed, then a plain act is enough', () => {
    form.pick('production');
    form.typeValue('production', 'productio');
    assert.equal(form.needsHold.value, true);
    form.typeValue('production', 'production');
    assert.equal(form.needsHold.value, false);
    assert.equal(form.submit(), true);
  });

  test('when something else is picked, then nothing is asked for', () => {
    form.pick('production');
    form.pick('staging');
    assert.equal(form.needsHold.value, false);
  });

  test('when yes is dangerous, then deciding it takes holding, and no does not', () => {
    open(makeSpec({ kind: 'confirm', danger: true }));
    assert.equal(form.decide('yes'), false);
    assert.deepEqual(answers, []);
    form.decide('no');
    form.decide('yes', true);
    assert.deepEqual(answers, [{ values: ['no'] }, { values: ['yes'] }]);
  });

  test('when the value is named like what every object has, then nothing counts as typed', () => {
    open(makeSpec({ options: [{ value: 'constructor', danger: true }] }));
    form.pick('constructor');
    assert.equal(form.needsHold.value, true);
  });
});

describe('picks by single keys', () => {
  test('when they turn out to be part of a text, then all of them are taken back, and nobody has touched the prompt', () => {
    open(makeSpec({ select: ['production'] }));
    form.pickByKey(() => form.pick('staging'));
    form.pickByKey(() => form.pick('production'));
    form.pickByKey(() => form.pick('staging'));
    form.takeBackKeys();
    assert.deepEqual([...form.picked.value], ['production']);
    assert.equal(form.draft.touched.value, false);
  });

  test('when a human picked by other means since, then that stays', () => {
    open(makeSpec());
    form.pickByKey(() => form.pick('staging'));
    form.pick('production');
    form.takeBackKeys();
    assert.deepEqual([...form.picked.value], ['production']);
  });

  test('when keys picked a while ago, then a later text takes back its own picks only', () => {
    open(makeSpec());
    form.pickByKey(() => form.pick('staging'));
    form.settleKeys();
    form.takeBackKeys();
    assert.deepEqual([...form.picked.value], ['staging']);
    form.pickByKey(() => form.pick('production'));
    form.takeBackKeys();
    assert.deepEqual([...form.picked.value], ['staging']);
  });

  test('what was picked before the keys is picked again, and counts as touched', () => {
    open(makeSpec());
    form.pick('production');
    form.pickByKey(() => form.pick('staging'));
    form.takeBackKeys();
    assert.deepEqual([...form.picked.value], ['production']);
    assert.equal(form.draft.touched.value, true);
  });
});

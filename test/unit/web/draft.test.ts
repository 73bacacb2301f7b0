// The draft: told to the portal in time, and never fought over.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { signal } from '@preact/signals';
import type { Draft } from '../../../src/core/prompt.ts';
import { DraftModel } from '../../../web/prompt/draft.ts';
import { makeSpec } from '../../helpers/prompts.ts';
import { FakeEnvironment } from './fakes.ts';

describe('DraftModel', () => {
  let environment: FakeEnvironment;
  let sent: Draft[];
  let connected: boolean;
  let draft: DraftModel;
  const pick = (...values: string[]) => draft.change({ ...draft.content.value, values });
  const remote = (value: string | null, fresh = false) =>
    draft.applyRemote(value === null ? null : { values: [value] }, fresh);
  const sentValues = () => sent.map(({ values }) => values.join());
  const picked = () => draft.content.value.values.join();

  beforeEach(() => {
    environment = new FakeEnvironment();
    sent = [];
    connected = true;
    draft = new DraftModel(environment, {
      spec: signal(makeSpec({ other: true })),
      saveDraft: (answer) => connected && sent.push(answer) > 0,
    });
  });

  test('when options are picked quickly, then the first is sent at once, the last 150 ms later', () => {
    pick('a');
    environment.pass(50);
    pick('b');
    environment.pass(50);
    pick('c');
    environment.pass(49);
    assert.deepEqual(sentValues(), ['a']);
    environment.pass(1);
    assert.deepEqual(sentValues(), ['a', 'c']);
  });

  test('when a human types without a pause, then the portal hears of it all the while', () => {
    for (let key = 1; key <= 20; key += 1) {
      draft.change({ values: [], text: 'x'.repeat(key) });
      environment.pass(50);
    }
    assert.ok(sent.length >= 5, `${sent.length} drafts in a second`);
    assert.ok(sent.length <= 8);
  });

  test('when the page is about to unload, then it is sent at once, and once', () => {
    pick('a');
    pick('b');
    draft.flush();
    draft.flush();
    environment.pass(1_000);
    assert.deepEqual(sentValues(), ['a', 'b']);
  });

  test('when another tab picks, then this one shows it', () => {
    remote('b');
    assert.equal(picked(), 'b');
    assert.deepEqual(sent, []);
  });

  test('when an own change is not told yet or not echoed yet, then older news do not undo it', () => {
    pick('a');
    remote('b');
    assert.equal(picked(), 'a');
    environment.pass(150);
    remote('b');
    assert.equal(picked(), 'a');
    remote('a');
    remote('c');
    assert.equal(picked(), 'c');
  });

  test('when the echo never comes, then other tabs are heard again', () => {
    pick('a');
    environment.pass(150 + 2_000);
    remote('b');
    assert.equal(picked(), 'b');
  });

  test('when a new portal does not know the draft, then it is sent again', () => {
    remote('a', true);
    remote(null, true);
    assert.equal(picked(), 'a');
    assert.deepEqual(sentValues(), ['a']);
  });

  test('when it changed without a connection, then it is sent on the first state', () => {
    remote('a', true);
    connected = false;
    pick('b');
    environment.pass(1_000);
    connected = true;
    remote('a', true);
    assert.equal(picked(), 'b');
    assert.deepEqual(sentValues(), ['b']);
  });

  test('when the connection was lost right after sending, then it is sent again', () => {
    pick('b');
    environment.pass(150);
    remote('a', true);
    assert.deepEqual(sentValues(), ['b', 'b']);
  });

  test('when nothing was ever picked, then a snapshot without a draft changes nothing', () => {
    remote(null, true);
    assert.equal(picked(), '');
    assert.deepEqual(sent, []);
  });

  test('when something is preselected, then nothing is sent, and it does not count as an act of a human', () => {
    draft.start({ values: ['a'] });
    remote(null, true);
    environment.pass(1_000);
    assert.deepEqual([picked(), draft.touched.value, sent.length], ['a', false, 0]);
  });

  test('when a human has picked, here or elsewhere, then the preselection is over', () => {
    remote('b', true);
    draft.start({ values: ['a'] });
    assert.deepEqual([picked(), draft.touched.value], ['b', true]);
  });

  test('when the draft is closed, then nothing is sent any more', () => {
    pick('a');
    pick('b');
    draft.close();
    environment.pass(1_000);
    assert.deepEqual(sentValues(), ['a']);
  });
});

// The selection: told to the portal in time, and never fought over.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { DraftModel } from '../../../web/models/draft.ts';
import { FakeEnvironment } from './fakes.ts';

describe('DraftModel', () => {
  let environment: FakeEnvironment;
  let sent: string[];
  let connected: boolean;
  let draft: DraftModel;
  const remote = (value: string | null, fresh = false) =>
    draft.applyRemote(value === null ? null : { values: [value] }, fresh);

  beforeEach(() => {
    environment = new FakeEnvironment();
    sent = [];
    connected = true;
    draft = new DraftModel(environment, (value) => connected && sent.push(value) > 0);
  });

  test('when options are picked in haste, then only the last one is told', () => {
    draft.pick('a');
    environment.pass(100);
    draft.pick('b');
    environment.pass(149);
    assert.deepEqual(sent, []);
    environment.pass(1);
    assert.deepEqual(sent, ['b']);
  });

  test('when the page is about to go, then it is told at once, and once', () => {
    draft.pick('a');
    draft.flush();
    draft.flush();
    environment.pass(1_000);
    assert.deepEqual(sent, ['a']);
  });

  test('when another tab picks, then this one shows it', () => {
    remote('b');
    assert.equal(draft.picked.value, 'b');
    assert.deepEqual(sent, []);
  });

  test('when an own change is not told yet or not echoed yet, then older news do not undo it', () => {
    draft.pick('a');
    remote('b');
    assert.equal(draft.picked.value, 'a');
    environment.pass(150);
    remote('b');
    assert.equal(draft.picked.value, 'a');
    remote('a');
    remote('c');
    assert.equal(draft.picked.value, 'c');
  });

  test('when the echo never comes, then other tabs are heard again', () => {
    draft.pick('a');
    environment.pass(150 + 2_000);
    remote('b');
    assert.equal(draft.picked.value, 'b');
  });

  test('when a new portal does not know the selection, then it is told again', () => {
    remote('a', true);
    remote(null, true);
    assert.equal(draft.picked.value, 'a');
    assert.deepEqual(sent, ['a']);
  });

  test('when the selection changed without a connection, then it is told on the first snapshot', () => {
    remote('a', true);
    connected = false;
    draft.pick('b');
    environment.pass(1_000);
    connected = true;
    remote('a', true);
    assert.equal(draft.picked.value, 'b');
    assert.deepEqual(sent, ['b']);
  });

  test('when the connection broke right after telling, then it is told again', () => {
    draft.pick('b');
    environment.pass(150);
    remote('a', true);
    assert.deepEqual(sent, ['b', 'b']);
  });

  test('when nothing was ever picked, then a snapshot without a draft changes nothing', () => {
    remote(null, true);
    assert.equal(draft.picked.value, null);
    assert.deepEqual(sent, []);
  });
});

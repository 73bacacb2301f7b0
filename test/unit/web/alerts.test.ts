// Which notifications are due, and when they are no longer true.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { type Signal, signal } from '@preact/signals';
import type { Ending } from '../../../src/protocol/view.ts';
import { AlertModel } from '../../../web/notifications/alert-model.ts';
import { type AlertRules, readAlertRules } from '../../../web/notifications/alert-rules.ts';
import { PromptList } from '../../../web/shell/prompt-list.ts';
import { FakeEnvironment, makeSummary } from './fakes.ts';

describe('AlertModel', () => {
  let environment: FakeEnvironment;
  let list: PromptList;
  let alerts: AlertModel;
  let log: string[];
  let rules: Signal<AlertRules>;
  const tell = (remaining_ms: number | null) =>
    list.receive({ type: 'changed', prompt: makeSummary({ remaining_ms, opened_at: environment.clock.wall() }) });
  const settle = (ending: Partial<Ending>) =>
    list.receive({ type: 'removed', id: 'p0000001', ending: { status: 'answered', fallback: null, ...ending } });

  beforeEach(() => {
    environment = new FakeEnvironment();
    log = [];
    rules = signal(readAlertRules(null));
    alerts = new AlertModel(
      environment,
      {
        raise: (kind, _prompt, ending) =>
          log.push(`raise ${kind}${ending?.fallback ? ` with ${ending.fallback}` : ''}`),
        confirm: async (kind) => {
          log.push(`confirm ${kind}`);
          return true;
        },
        lower: (kinds) => log.push(`lower ${kinds.join(' ')}`),
      },
      rules,
    );
    list = new PromptList(environment.clock);
    list.subscribe((event) => alerts.handle(event));
    list.receive({ type: 'list', prompts: [] });
  });

  test('when a prompt arrives and runs down, then "new" at once and "soon" at ten seconds, once', () => {
    tell(30_000);
    environment.pass(19_999);
    assert.deepEqual(log, ['raise new']);
    environment.pass(1);
    tell(9_000);
    environment.pass(9_000);
    assert.deepEqual(log, ['raise new', 'raise soon']);
  });

  test('when it is extended while urgent, then "soon" is taken back and comes again in time', () => {
    tell(30_000);
    environment.pass(25_000);
    tell(65_000);
    environment.pass(55_000);
    assert.deepEqual(log, ['raise new', 'raise soon', 'lower soon', 'raise soon']);
  });

  test('when it times out, then "timeout" takes the place of the others', () => {
    tell(30_000);
    settle({ status: 'timeout', fallback: 'Staging' });
    assert.deepEqual(log.slice(1), ['lower new soon', 'raise timeout with Staging']);
  });

  test('when it is answered, then nothing remains and no timer either', () => {
    tell(30_000);
    settle({});
    environment.pass(60_000);
    assert.deepEqual(log.slice(1), ['lower new soon']);
  });

  test('when there is no deadline, or a very far one, then nothing is urgent', () => {
    tell(null);
    environment.pass(1_000_000);
    tell(30 * 86_400_000);
    environment.pass(2 ** 31);
    assert.deepEqual(log, ['raise new']);
    environment.pass(30 * 86_400_000 - 10_000 - 2 ** 31);
    assert.deepEqual(log, ['raise new', 'raise soon']);
  });

  test('when the page loses the focus, then urgent prompts are raised again', () => {
    tell(9_000);
    alerts.remind();
    assert.deepEqual(log, ['raise new', 'raise soon', 'raise soon']);
  });

  test('when a kind is turned off, then it does not come', () => {
    rules.value = { ...rules.value, kinds: new Set(['timeout']) };
    tell(30_000);
    environment.pass(25_000);
    alerts.remind();
    settle({ status: 'timeout' });
    assert.deepEqual(log, ['lower new soon', 'raise timeout']);
  });

  test('when the threshold is changed, then it holds for the prompts that are there', () => {
    tell(30_000);
    rules.value = { ...rules.value, before_ms: 60_000 };
    assert.deepEqual(log, ['raise new', 'raise soon']);
    rules.value = { ...rules.value, before_ms: 5_000 };
    assert.deepEqual(log.slice(2), ['lower soon']);
    environment.pass(25_000);
    assert.deepEqual(log.slice(3), ['raise soon']);
  });

  test('when the human looks at the prompt, then every alert about it goes', () => {
    alerts.attend('p0000001');
    assert.deepEqual(log, ['lower new soon timeout']);
  });
});

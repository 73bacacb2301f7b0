// Who is brought to a prompt, and when a browser is opened for it: pages are counted by what they noticed.
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { TabAbility, TabLink } from '../../../../src/portal/links/hub.ts';
import { Reach } from '../../../../src/portal/reach/reach.ts';
import type { PortalToTab } from '../../../../src/protocol/tab.ts';

const VISIBLE = { visible: true, can_notify: false };
const HIDDEN = { visible: false, can_notify: false };
const NOTIFYING = { visible: false, can_notify: true };

function makeReach(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const pages = new Map<TabLink, string[]>();
  const tell = (message: PortalToTab, isWanted: (ability: TabAbility, link: TabLink) => boolean) => {
    const told = [...pages].filter(([link]) => link.ability && isWanted(link.ability, link));
    for (const [, heard] of told) heard.push('id' in message ? `${message.type} ${message.id}` : message.type);
    return told.length;
  };
  const reach = new Reach({
    summon: (message) => tell(message, ({ visible, can_notify }) => visible || can_notify),
    tellOthers: (message, newcomer) => void tell(message, (_ability, link) => link !== newcomer),
    makeUrl: (id) => `open ${id}`,
  });
  t.after(() => reach.stop());
  return {
    reach,
    pass: (ms: number) => t.mock.timers.tick(ms),
    /** A page comes, and says what it can do. Gives what it is told. */
    addPage(ability: TabAbility) {
      const link: TabLink = { socket: { send: () => true, close() {} }, id: null, isPage: true, ability };
      const heard: string[] = [];
      pages.set(link, heard);
      reach.pageSpoke(link, true);
      const become = (next: TabAbility) => {
        link.ability = next;
        reach.pageSpoke(link, false);
      };
      return { heard, become };
    },
    /** Brings a human to `id`. Gives what its asker was told, at once and later. */
    bring(id: string, mayOpen = true) {
      const told: (string | null)[] = [];
      const { openUrl, isUnreached } = reach.bring(id, { mayOpen, unreached: (url) => told.push(url), reached() {} });
      if (isUnreached) told.push(openUrl);
      return told;
    },
  };
}

describe('bringing a human to a prompt', () => {
  test('when no page is there, or none that is looked at or can notify, then a browser is opened at once', (t) => {
    const { bring, reach, addPage } = makeReach(t);
    assert.deepEqual(bring('first'), ['open first']);
    reach.forget('first');
    addPage(HIDDEN);
    assert.deepEqual(bring('second'), ['open second']);
  });

  for (const [name, ability] of [
    ['is looked at', VISIBLE],
    ['may notify', NOTIFYING],
  ] as const) {
    test(`when a page ${name} and notices the prompt within 1 s, then none is opened`, (t) => {
      const { bring, reach, addPage, pass } = makeReach(t);
      const { heard } = addPage(ability);
      const told = bring('first');
      assert.deepEqual(heard, ['summon first']);
      pass(999);
      reach.noticed('first');
      pass(60_000);
      assert.deepEqual(told, []);
    });

    test(`when a page ${name} but is frozen, or noticed another prompt only, then one is opened after 1 s`, (t) => {
      const { bring, reach, addPage, pass } = makeReach(t);
      addPage(ability);
      const told = bring('first');
      reach.noticed('another');
      pass(999);
      assert.deepEqual(told, []);
      pass(1);
      assert.deepEqual(told, ['open first']);
    });
  }

  test('when the human comes to a page within that second, then that page is asked', (t) => {
    const { bring, addPage } = makeReach(t);
    const hidden = addPage(HIDDEN);
    addPage(VISIBLE);
    bring('first');
    assert.deepEqual(hidden.heard, []);
    hidden.become(VISIBLE);
    assert.deepEqual(hidden.heard, ['summon first']);
  });

  test('when several askers come at once, then one opens, and the page that comes is asked about the others', (t) => {
    const { bring, reach, addPage, pass } = makeReach(t);
    const [first, second, third] = [bring('first'), bring('second'), bring('third', false)];
    pass(9_000);
    const { heard } = addPage(VISIBLE);
    assert.deepEqual(heard, ['summon second', 'summon third']);
    reach.noticed('second');
    pass(60_000);
    assert.deepEqual([first, second, third], [['open first'], [], [null]]);
  });

  test('when no page comes of it within 10 s, then its asker is told, and the next one opens', (t) => {
    const { bring, pass } = makeReach(t);
    const [first, second] = [bring('first'), bring('second')];
    pass(10_000);
    assert.deepEqual(first, ['open first', null]);
    pass(1_000);
    assert.deepEqual(second, ['open second']);
  });

  test('when the prompt of the launch is settled first, then the next one opens its own', (t) => {
    const { bring, reach, pass } = makeReach(t);
    bring('first');
    const second = bring('second');
    reach.forget('another');
    reach.forget('first');
    pass(1_000);
    assert.deepEqual(second, ['open second']);
  });

  test('when nothing may be opened, then the asker is told that nobody is there', (t) => {
    const { bring, addPage, pass } = makeReach(t);
    assert.deepEqual(bring('first', false), [null]);
    addPage(VISIBLE);
    const told = bring('second', false);
    assert.deepEqual(told, []);
    pass(1_000);
    assert.deepEqual(told, [null]);
  });

  test('when two askers ask the same prompt, then one of them opens', (t) => {
    const { bring, pass } = makeReach(t);
    const [first, again] = [bring('same'), bring('same')];
    pass(5_000);
    assert.deepEqual([first, again], [['open same'], []]);
  });

  test('when the page that was opened comes, soon or late, then older ones are told, once', (t) => {
    const { bring, addPage, pass } = makeReach(t);
    const older = addPage(HIDDEN);
    bring('first');
    pass(59_000);
    const newcomer = addPage(HIDDEN);
    const later = addPage(VISIBLE);
    assert.deepEqual([older.heard, newcomer.heard, later.heard], [['superseded'], [], []]);
  });
});

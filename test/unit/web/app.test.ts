// The page as a whole: routes, links, and one prompt following another.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { DEFAULT_SETTINGS } from '../../../src/protocol/settings.ts';
import type { PromptView } from '../../../src/protocol/view.ts';
import { AppModel } from '../../../web/shell/app-model.ts';
import { DASHBOARD, type Route } from '../../../web/shell/route.ts';
import { FakeEnvironment, fakeLinks, makeOutcome, makeSummary, makeView, tellView } from './fakes.ts';

const first: Route = { name: 'prompt', id: 'p0000001' };
const second: Route = { name: 'prompt', id: 'p0000002' };

let fakes: ReturnType<typeof fakeLinks>;
let addresses: string[];
let app: AppModel;
const links = () => fakes.links.filter(({ closed }) => !closed).map(({ path }) => path);
const linkTo = (path: string) => fakes.links.find((link) => link.path === path);

function start(route: Route): void {
  fakes = fakeLinks();
  addresses = [];
  app = new AppModel({
    environment: new FakeEnvironment(),
    openLink: fakes.openLink,
    route,
    ability: { visible: true, can_notify: false },
    closePage: () => addresses.push('close'),
    reload: () => addresses.push('reload'),
    writeAddress: (path, replace) => addresses.push(replace ? `replace ${path}` : path),
  });
}

describe('access', () => {
  beforeEach(() => start(first));

  test('when it is not granted, then no link is opened', () => {
    app.navigate(second);
    app.lock();
    assert.deepEqual(fakes.links, []);
  });

  test('when it is granted, once or twice, then the prompt of the address and the list have one link each, the prompt first', () => {
    app.unlock();
    app.unlock();
    assert.deepEqual(links(), ['/ws/p0000001', '/ws']);
  });

  test('when it is taken away and given again, then every link goes and comes', () => {
    app.unlock();
    app.lock();
    assert.deepEqual(links(), []);
    app.unlock();
    assert.deepEqual(links(), ['/ws/p0000001', '/ws']);
  });
});

describe('a portal of another version', () => {
  const path = '/ws/p0000001';
  const tell = (changes: Partial<PromptView> = {}) => {
    const link = linkTo(path);
    if (link) tellView(link, makeView(changes));
  };

  beforeEach(() => {
    start(first);
    app.unlock();
  });

  const connect = () => {
    for (const link of fakes.links) link.open();
    tell();
  };

  test('when it takes the place of ours and nothing was typed, then the page loads that portal’s own', () => {
    connect();
    linkTo(path)?.lose();
    app.outdate();
    assert.deepEqual(addresses, ['reload']);
    assert.deepEqual(links(), [], 'and speaks to it no more');
  });

  test('when the page was never connected, as right after a reload, then it says so and does not load again and again', () => {
    app.outdate();
    app.outdate();
    assert.deepEqual(addresses, []);
    assert.equal(app.access.value, 'outdated');
    assert.deepEqual(links(), []);
    app.unlock();
    assert.deepEqual(links(), [], 'not for a token that another tab stored either');
  });

  for (const [what, work] of [
    ['something was picked', () => app.prompt.peek()?.form.pick('staging')],
    ['an extension has no reply', () => app.prompt.peek()?.extend(60_000)],
    ['the settings are on view', () => app.navigate({ name: 'settings' })],
  ] as const)
    test(`when ${what}, then the human is asked to reload`, () => {
      connect();
      work();
      for (const link of fakes.links) link.lose();
      app.outdate();
      assert.deepEqual([addresses.includes('reload'), app.access.value], [false, 'outdated']);
    });
});

describe('routes', () => {
  beforeEach(() => {
    start(DASHBOARD);
    app.unlock();
  });

  test('when a prompt is chosen, then its address is written and its link takes the place of the last one', () => {
    app.navigate(first);
    app.navigate(second);
    app.navigate(second);
    assert.deepEqual(addresses, ['/choice/p0000001', '/choice/p0000002']);
    assert.deepEqual(links(), ['/ws', '/ws/p0000002']);
  });

  test('when the human goes back, then the view changes and no address is written', () => {
    app.navigate(first);
    app.enter(DASHBOARD);
    assert.equal(app.prompt.value, null);
    assert.deepEqual(addresses, ['/choice/p0000001']);
  });
});

describe('connection and hello', () => {
  beforeEach(() => {
    start(first);
    app.unlock();
  });

  test('when one of the links is lost, then the page is reconnecting', () => {
    assert.equal(app.connection.value, 'connecting');
    for (const link of fakes.links) link.open();
    assert.equal(app.connection.value, 'open');
    fakes.links[0]?.lose();
    assert.equal(app.connection.value, 'reconnecting');
  });

  test('when a link opens or the tab’s ability changes, then hello says what the tab can do', () => {
    const list = linkTo('/ws');
    list?.open();
    app.ability.value = { visible: false, can_notify: true };
    assert.deepEqual(list?.sent, [
      { type: 'hello', visible: true, can_notify: false },
      { type: 'hello', visible: false, can_notify: true },
    ]);
    assert.deepEqual(linkTo('/ws/p0000001')?.sent, []);
  });

  test('when time was lost, then every link is woken', () => {
    app.wake();
    assert.deepEqual(
      fakes.links.map(({ woken }) => woken),
      [1, 1],
    );
  });
});

describe('settings', () => {
  test('when the portal tells them, on connect and on a change, then the page has them', () => {
    start(DASHBOARD);
    app.unlock();
    assert.equal(app.settings.peek(), null);
    fakes.links[0]?.receive({ type: 'settings', settings: DEFAULT_SETTINGS });
    fakes.links[0]?.receive({ type: 'settings', settings: { ...DEFAULT_SETTINGS, theme: 'dark' } });
    assert.equal(app.settings.value?.theme, 'dark');
  });
});

describe('one prompt after another', () => {
  const first = { id: 'p0000001', source: 'script-1' };
  const arrive = (id = 'p0000002', source = 'script-1') =>
    linkTo('/ws')?.receive({ type: 'changed', prompt: makeSummary({ id, source }) });
  const tell = (changes: Partial<PromptView>) => {
    const link = linkTo('/ws/p0000001') ?? assert.fail('no link to the prompt');
    tellView(link, makeView({ ...first, ...app.prompt.peek()?.view.peek(), ...changes }));
  };
  const settle = (request_id = 'elsewhere') =>
    tell({ status: 'settled', outcome: makeOutcome({ values: ['staging'], request_id }), delivery: 'sending' });
  /** The human picks and submits here, and the portal takes it. */
  const answer = () => {
    app.prompt.peek()?.form.decide('staging');
    const request = linkTo('/ws/p0000001')?.sentOf('answer').at(-1);
    settle(request?.request_id);
    linkTo('/ws/p0000001')?.receive({ type: 'accepted', request_id: request?.request_id ?? '', remaining_ms: null });
  };
  const deliver = () => tell({ delivery: 'delivered' });
  const newcomers = () => app.newcomers.value.map(({ summary }) => summary.id);

  beforeEach(() => {
    start({ name: 'prompt', id: 'p0000001' });
    app.unlock();
    for (const link of fakes.links) link.open();
    linkTo('/ws')?.receive({ type: 'list', prompts: [makeSummary(first)] });
    tell({});
  });

  test('the next question of the script that was answered here is followed, with a step to go back by', () => {
    answer();
    deliver();
    arrive();
    assert.deepEqual(addresses, ['/choice/p0000002']);
    assert.equal(app.prompt.value?.id, 'p0000002');
    assert.equal(app.strip.value?.kind, 'delivered');
    app.navigate(DASHBOARD);
    assert.equal(app.strip.value, null);
  });

  test('one that arrives while the answer is being sent waits for the delivery', () => {
    answer();
    arrive();
    assert.deepEqual(addresses, []);
    deliver();
    assert.deepEqual(addresses, ['/choice/p0000002']);
  });

  test('one that is gone again by then is not followed, the next one is', () => {
    answer();
    arrive();
    linkTo('/ws')?.receive({ type: 'removed', id: 'p0000002', ending: { status: 'answered', fallback: null } });
    deliver();
    assert.deepEqual(addresses, []);
    arrive('p0000003');
    assert.deepEqual(addresses, ['/choice/p0000003']);
  });

  test('another script’s question is offered and not followed; the script’s own is, behind it', () => {
    answer();
    arrive('p0000003', 'script-2');
    deliver();
    assert.deepEqual([addresses, newcomers()], [[], ['p0000003']]);
    arrive();
    assert.deepEqual(addresses, ['/choice/p0000002']);
  });

  test('an asker that says no source is not followed', () => {
    start({ name: 'prompt', id: 'p0000001' });
    app.unlock();
    for (const link of fakes.links) link.open();
    tellView(linkTo('/ws/p0000001') ?? assert.fail('no link'), makeView({ id: 'p0000001' }));
    answer();
    deliver();
    linkTo('/ws')?.receive({ type: 'changed', prompt: makeSummary({ id: 'p0000002' }) });
    assert.deepEqual([addresses, newcomers()], [[], ['p0000002']]);
  });

  test('after an answer that was given elsewhere nothing is followed', () => {
    settle();
    deliver();
    arrive();
    assert.deepEqual([addresses, newcomers()], [[], ['p0000002']]);
  });

  test('while somebody types nothing is followed, and not later either', () => {
    answer();
    deliver();
    app.grace.take('key');
    arrive();
    assert.deepEqual([addresses, newcomers()], [[], ['p0000002']]);
  });

  test('one that arrives while this one is open is offered, also after the end, and only while it waits', () => {
    arrive();
    answer();
    deliver();
    assert.deepEqual([addresses, newcomers()], [[], ['p0000002']]);
    linkTo('/ws')?.receive({ type: 'removed', id: 'p0000002', ending: { status: 'answered', fallback: null } });
    assert.deepEqual(newcomers(), []);
  });
});

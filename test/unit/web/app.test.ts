// The page as a whole: routes, links, and one prompt following another.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { DEFAULT_SETTINGS } from '../../../src/protocol/settings.ts';
import { AppModel } from '../../../web/models/app.ts';
import { DASHBOARD, type Route } from '../../../web/models/route.ts';
import { FakeEnvironment, fakeLinks, makeOutcome, makeSummary, makeView } from './fakes.ts';

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
  const arrive = () => linkTo('/ws')?.receive({ type: 'changed', prompt: makeSummary({ id: 'p0000002' }) });
  const answer = () =>
    linkTo('/ws/p0000001')?.receive({
      type: 'status',
      id: 'p0000001',
      status: 'settled',
      outcome: makeOutcome(),
      logged: true,
    });
  const deliver = () => linkTo('/ws/p0000001')?.receive({ type: 'delivered', id: 'p0000001' });

  beforeEach(() => {
    start(first);
    app.unlock();
    for (const link of fakes.links) link.open();
    linkTo('/ws')?.receive({ type: 'list', prompts: [makeSummary()] });
    linkTo('/ws/p0000001')?.receive({ type: 'snapshot', prompt: makeView() });
  });

  test('when one arrives after the end of this one, then it takes its place and a strip tells of the end', () => {
    answer();
    deliver();
    arrive();
    assert.deepEqual(addresses, ['replace /choice/p0000002']);
    assert.equal(app.prompt.value?.id, 'p0000002');
    assert.equal(app.strip.value?.kind, 'delivered');
    app.navigate(DASHBOARD);
    assert.equal(app.strip.value, null);
  });

  test('when one arrives while this one is being sent, then it waits for the delivery', () => {
    answer();
    arrive();
    assert.deepEqual(addresses, []);
    deliver();
    assert.deepEqual(addresses, ['replace /choice/p0000002']);
  });

  test('when it is gone again by then, then the page stays', () => {
    answer();
    arrive();
    linkTo('/ws')?.receive({ type: 'removed', id: 'p0000002', ending: { status: 'answered', fallback: null } });
    deliver();
    assert.deepEqual(addresses, []);
    linkTo('/ws')?.receive({ type: 'changed', prompt: makeSummary({ id: 'p0000003' }) });
    assert.deepEqual(addresses, ['replace /choice/p0000003']);
  });

  test('when one arrives while this one is open, then the page stays, also after the end', () => {
    arrive();
    answer();
    deliver();
    assert.deepEqual(addresses, []);
  });
});

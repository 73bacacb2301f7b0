// Finding the route, the port, and who may open a browser: the portal's small decisions.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Invitations } from '../../../src/portal/invitations.ts';
import { listenOnFirst } from '../../../src/portal/listen.ts';
import { matchPath, ROUTES } from '../../../src/portal/routes.ts';
import { Codes } from '../../../src/security/codes.ts';
import { newKey } from '../../../src/security/key.ts';
import { PortTakenError, type Transport } from '../../../src/transport/transport.ts';

describe('matching a path', () => {
  const routes = ['/', '/ws', '/ws/:id', '/ws/list', '/api/:id/answer', '/:any'].map((path) => ({ path }));
  const cases: readonly [path: string, expected: readonly [string, Record<string, string>][]][] = [
    ['/', [['/', {}]]],
    [
      '/ws',
      [
        ['/ws', {}],
        ['/:any', { any: 'ws' }],
      ],
    ],
    [
      '/ws/list',
      [
        ['/ws/list', {}],
        ['/ws/:id', { id: 'list' }],
      ],
    ],
    ['/ws/abc', [['/ws/:id', { id: 'abc' }]]],
    ['/ws/a.b-c_D9', [['/ws/:id', { id: 'a.b-c_D9' }]]],
    ['/api/x/answer', [['/api/:id/answer', { id: 'x' }]]],
    ['/api/x/cancel', []],
    ['/ws/', []],
    ['/ws//', []],
    ['//', []],
    ['', []],
    ['/WS', [['/:any', { any: 'WS' }]]],
    ['/ws/%61', []],
    ['/ws/a b', []],
    ['/ws/a/b', []],
    [`/ws/${'x'.repeat(128)}`, [['/ws/:id', { id: 'x'.repeat(128) }]]],
    [`/ws/${'x'.repeat(129)}`, []],
  ];
  for (const [path, expected] of cases) {
    test(`when the path is ${path.slice(0, 20) || 'empty'} (${path.length}), then ${expected.length} routes match, literal ones first`, () => {
      assert.deepEqual(
        matchPath(routes, path).map(({ route, params }) => [route.path, params]),
        expected,
      );
    });
  }

  test('when a route of the portal changes something, then it is a POST and wants more than a good Host', () => {
    for (const { method, path, access } of ROUTES) {
      const isOpen = access === 'public';
      assert.equal(isOpen, method === 'GET' && !path.startsWith('/api/'), path);
    }
  });
});

describe('finding a port', () => {
  function makeTransport(taken: readonly number[]): { transport: Transport; tried: string[] } {
    const tried: string[] = [];
    const transport: Transport = {
      engine: 'node',
      async listen(host, port) {
        tried.push(`${host}:${port}`);
        if (taken.includes(port)) throw new PortTakenError(port);
        return port === 0 ? 50_000 : port;
      },
      stopListening() {},
      async close() {},
    };
    return { transport, tried };
  }

  test('when ports are taken by strangers, then the next one is tried, on 127.0.0.1 only', async () => {
    const { transport, tried } = makeTransport([1, 2]);
    assert.equal(await listenOnFirst(transport, [1, 2, 3, 4], async () => false), 3);
    assert.deepEqual(tried, ['127.0.0.1:1', '127.0.0.1:2', '127.0.0.1:3']);
    assert.equal(await listenOnFirst(transport, [1, 0], async () => false), 50_000);
  });

  test('when a port is held by a portal of this user, then there is no second one', async () => {
    const { transport, tried } = makeTransport([1, 2]);
    await assert.rejects(
      listenOnFirst(transport, [1, 2, 3], async (port) => port === 2),
      { name: 'AlreadyRunningError' },
    );
    assert.deepEqual(tried, ['127.0.0.1:1', '127.0.0.1:2']);
  });

  test('when no port can be had, or listening fails otherwise, then it says so', async () => {
    await assert.rejects(
      listenOnFirst(makeTransport([1]).transport, [1], async () => false),
      /no port is free/,
    );
    const broken: Transport = { ...makeTransport([]).transport, listen: () => Promise.reject(new Error('EACCES')) };
    await assert.rejects(
      listenOnFirst(broken, [1, 2], async () => false),
      /EACCES/,
    );
  });
});

describe('opening a browser', () => {
  function makeInvitations() {
    const state = { now: 0, pages: 0 };
    const identity = { key: newKey(), port: 4711 };
    const portal = () => identity;
    const now = () => state.now;
    const codes = new Codes(portal, now, () => {});
    const open = (path: string) => `http://127.0.0.1:815${path}?door=x`;
    const doors = () => ({ prepare: async () => {}, open, close() {} });
    return { state, codes, invitations: new Invitations({ portal, codes, now, pages: () => state.pages, doors }) };
  }

  test('when no page is there, then the first asker opens one and others wait for it, 10 s at most', () => {
    const { state, invitations } = makeInvitations();
    assert.match(invitations.claim('first000') ?? '', /^http:\/\/127\.0\.0\.1:815\/choice\/first000\?door=x$/);
    state.now = 9_999;
    assert.equal(invitations.claim('second00'), null);
    state.now = 10_000;
    assert.match(invitations.claim('third000') ?? '', /third000/);
  });

  test('when a page is there, then nobody opens another', () => {
    const { state, invitations } = makeInvitations();
    state.pages = 1;
    assert.equal(invitations.claim('first000'), null);
    state.pages = 0;
    assert.ok(invitations.claim('first000'));
  });

  test('when the launch is over, by a page or by the end of its own prompt, then the next asker opens its own', () => {
    const { invitations } = makeInvitations();
    invitations.claim('first000');
    invitations.endLaunch('another0');
    assert.equal(invitations.claim('second00'), null);
    invitations.endLaunch('first000');
    assert.ok(invitations.claim('second00'));
    invitations.endLaunch();
    assert.ok(invitations.claim('third000'));
  });
});

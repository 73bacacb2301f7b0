// Finding the route, the port, and who may open a browser: the portal's small decisions.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matchPath, ROUTES } from '../../../../src/portal/http/routes.ts';
import { listenOnFirst } from '../../../../src/portal/listeners.ts';
import { PortTakenError, type Transport } from '../../../../src/transport/transport.ts';

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
      listenAt: () => assert.fail('a path'),
      stopListening() {},
      async close() {},
    };
    return { transport, tried };
  }

  test('when ports are taken by strangers, then the next one is tried, on 127.0.0.1 only', async () => {
    const { transport, tried } = makeTransport([1, 2]);
    assert.equal(await listenOnFirst(transport, [1, 2, 3, 4]), 3);
    assert.deepEqual(tried, ['127.0.0.1:1', '127.0.0.1:2', '127.0.0.1:3']);
    assert.equal(await listenOnFirst(transport, [1, 0]), 50_000);
  });

  test('when no port can be had, or listening fails otherwise, then it says so', async () => {
    await assert.rejects(listenOnFirst(makeTransport([1]).transport, [1]), /no port is free/);
    const broken: Transport = { ...makeTransport([]).transport, listen: () => Promise.reject(new Error('EACCES')) };
    await assert.rejects(listenOnFirst(broken, [1, 2]), /EACCES/);
  });
});

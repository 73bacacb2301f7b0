// Addresses and views.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseRoute, routePath, sameRoute } from '../../../web/shell/route.ts';

describe('parseRoute', () => {
  test('when the path is a prompt’s page, then it is that prompt, and back', () => {
    const route = parseRoute('/choice/abc12345');
    assert.deepEqual(route, { name: 'prompt', id: 'abc12345' });
    assert.equal(routePath(route), '/choice/abc12345');
    assert.ok(sameRoute(route, parseRoute('/choice/abc12345/')));
  });

  for (const name of ['history', 'settings'] as const) {
    test(`when the path is /${name}, then it is that page, and back`, () => {
      assert.deepEqual(parseRoute(`/${name}/`), { name });
      assert.equal(routePath(parseRoute(`/${name}`)), `/${name}`);
    });
  }

  for (const path of [
    '/',
    '/choice/',
    '/choice/ABC12345',
    '/choice/short',
    '/choice/abc12345/more',
    '/history/x',
    '/elsewhere',
  ]) {
    test(`when the path is ${path}, then it is the dashboard`, () => assert.equal(routePath(parseRoute(path)), '/'));
  }
});

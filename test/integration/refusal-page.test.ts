// Refusals for a human: a page where a browser goes to an address, JSON for everything else, nothing of the request in it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { DEFAULT_SETTINGS } from '../../src/protocol/settings.ts';
import { forEachEngine } from '../contract/engines.ts';
import { assertRefused, assertSecured } from '../helpers/answers.ts';
import { test } from '../helpers/attempts.ts';
import { type CallOptions, TestPortal } from '../helpers/portal.ts';

const NAVIGATION = 'Sec-Fetch-Mode: navigate';
const OLD_BROWSER = 'Accept: text/html,application/xhtml+xml;q=0.9';
const EVIL = '<script>alert(1)</script>evil"';
const LARGE = `Cookie: ${EVIL}${'x'.repeat(17_000)}`;

forEachEngine((under) => {
  const cases: readonly [name: string, path: string, status: number, options: CallOptions][] = [
    ['a foreign Host', '/', 421, { host: 'evil.example' }],
    ['a foreign Host, at an API', '/api/prompts', 421, { host: 'evil.example' }],
    ['a large head', '/', 431, { headers: [LARGE] }],
    ['a larger head', '/', 431, { headers: [`Cookie: ${'x'.repeat(40_000)}`] }],
    ['no such address', '/choice', 404, {}],
    ['an odd address', '/choice/%3Cscript%3Eevil', 404, {}],
    ['no such asset', '/assets/nothing.js', 404, {}],
    ['no token', '/api/prompts', 401, {}],
    ['another method', '/api/session', 405, {}],
  ];

  test('when a browser goes where nothing can be shown, then it gets a page; programs and scripts get JSON', async (t) => {
    const portal = await TestPortal.start(t, under);
    for (const [name, path, status, options] of cases) {
      const call = (...headers: string[]) =>
        portal.call('GET', path, { ...options, headers: [...(options.headers ?? []), ...headers] });
      for (const mark of [NAVIGATION, OLD_BROWSER]) {
        const page = await call(mark);
        assert.equal(page.status, status, name);
        assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8', name);
        assert.match(page.text, /^<!doctype html>[\s\S]*<h1>[^<]+<\/h1>[\s\S]*<\/html>\s*$/, name);
        assert.doesNotMatch(page.text, /<script|evil|style=/i, name);
        const policy = page.headers.get('content-security-policy') ?? '';
        const digest = createHash('sha256')
          .update(/<style>(.*)<\/style>/s.exec(page.text)?.[1] ?? '')
          .digest('base64');
        assert.ok(
          policy.includes(` 'sha256-${digest}'`),
          'its own style sheet, which could not be loaded, is let through',
        );
        const usual = ['content-security-policy', policy.replace(` 'sha256-${digest}'`, '')] as const;
        assertSecured({ ...page, headers: new Map([...page.headers, usual]) });
      }
      assertRefused(await call(), status, /./);
      assertRefused(await call('Sec-Fetch-Mode: cors', OLD_BROWSER), status, /./);
    }
    assertRefused(await portal.call('POST', '/choice', { headers: [NAVIGATION] }), 404, /./);
  });

  test('when the browser or the setting speaks Chinese, then so does the page', async (t) => {
    const settings = { ...DEFAULT_SETTINGS };
    const access = { read: () => settings, write: () => settings };
    const portal = await TestPortal.start(t, under, { settings: access });
    const read = async (...headers: string[]) =>
      (await portal.call('GET', '/choice', { headers: [NAVIGATION, ...headers] })).text;
    assert.match(await read(), /<html lang="en">[\s\S]*There is nothing at this address/);
    assert.match(await read('Accept-Language: zh-CN,en;q=0.5'), /<html lang="zh-CN">[\s\S]*此地址没有内容/);
    Object.assign(settings, { language: 'zh-CN' });
    assert.match(await read('Accept-Language: en'), /<html lang="zh-CN">/);
  });

  test('when a head of nearly 16 KiB comes at once, then it is served', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { status } = await portal.call('GET', '/', { headers: [`Cookie: ${'x'.repeat(16_000)}`] });
    assert.equal(status, 200);
  });
});

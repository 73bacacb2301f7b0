// The page's files: one shell for every address of a human, hashed assets for ever, and no way out of their folder.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { forEachEngine } from '../contract/engines.ts';
import { assertRefused, assertSecured } from '../helpers/answers.ts';
import { test } from '../helpers/attempts.ts';
import { PAGE, SCRIPT, TestPortal, WORKER } from '../helpers/portal.ts';

const DECODE: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  none: (body) => body,
};

forEachEngine((under) => {
  test('when files of the page are asked for, then each has its type, its caching and its text', async (t) => {
    const portal = await TestPortal.start(t, under);
    const files = [
      ['/', 'text/html; charset=utf-8', 'no-store', PAGE],
      ['/choice/p0000001', 'text/html; charset=utf-8', 'no-store', PAGE],
      ['/sw.js', 'text/javascript; charset=utf-8', 'no-cache', WORKER],
      ['/assets/x-abc.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable', SCRIPT],
    ] as const;
    for (const [path, type, caching, text] of files) {
      const answer = await portal.call('GET', path);
      assert.deepEqual([answer.status, answer.headers.get('content-type'), answer.text], [200, type, text]);
      assertSecured(answer, caching);
    }
  });

  test('when an encoding is accepted, then the file comes in it: br before gzip, plain where neither is wanted', async (t) => {
    const portal = await TestPortal.start(t, under);
    const accepted = [
      ['gzip, deflate, br, zstd', 'br'],
      ['br;q=0.5, gzip', 'br'],
      ['GZIP', 'gzip'],
      ['gzip;q=1.0', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
      ['br; q=0.000', 'none'],
      ['identity', 'none'],
      ['', 'none'],
      ['brotli, gzipped', 'none'],
    ] as const;
    for (const [accept, encoding] of accepted) {
      for (const [path, text] of [
        ['/', PAGE],
        ['/sw.js', WORKER],
        ['/assets/x-abc.js', SCRIPT],
      ] as const) {
        const answer = await portal.call('GET', path, { headers: [`Accept-Encoding: ${accept}`] });
        assert.equal(answer.headers.get('content-encoding') ?? 'none', encoding, `${path} ${accept}`);
        assert.equal(answer.headers.get('vary'), 'accept-encoding');
        assert.equal(DECODE[encoding]?.(answer.body).toString(), text);
      }
    }
  });

  test('when another version is installed in place, then the portal goes on with the page that it read', async (t) => {
    const portal = await TestPortal.start(t, under);
    // One file is asked for: all are read.
    assert.equal((await portal.call('GET', '/sw.js')).status, 200);
    const { pageDirectory } = portal.options;
    rmSync(pageDirectory, { recursive: true });
    mkdirSync(join(pageDirectory, 'assets'), { recursive: true });
    for (const name of ['index.html', 'index.html.br', 'assets/y-def.js'])
      writeFileSync(join(pageDirectory, name), 'another version');
    for (const encoding of ['br', 'gzip', 'none'])
      for (const [path, text] of [
        ['/', PAGE],
        ['/sw.js', WORKER],
        ['/assets/x-abc.js', SCRIPT],
      ] as const) {
        const answer = await portal.call('GET', path, { headers: [`Accept-Encoding: ${encoding}`] });
        assert.equal(DECODE[encoding]?.(answer.body).toString(), text, `${path} ${encoding}`);
      }
    assertRefused(await portal.call('GET', '/assets/y-def.js'), 404, /no such file/);
  });

  test('when a path tries to leave the folder of assets, then 404', async (t) => {
    const portal = await TestPortal.start(t, under);
    writeFileSync(join(portal.options.pageDirectory, 'secret.js'), 'secret');
    const tries = [
      '/assets/../secret.js',
      '/assets/..%2fsecret.js',
      '/assets/%2e%2e/secret.js',
      '/assets/%2e%2e%2fsecret.js',
      '/assets/..\\secret.js',
      '/assets/..',
      '/assets/.',
      '/assets/',
      '/assets',
      '/assets//x-abc.js',
      '/assets/x-abc.js/',
      '/assets/x-abc.js%00.css',
      '/assets/%78-abc.js',
      '/assets/__proto__',
      '/assets/constructor',
      '/secret.js',
    ];
    for (const path of tries) {
      const answer = await portal.call('GET', path);
      assertRefused(answer, 404, /there is no(thing|.*such file)/);
      assert.ok(!answer.text.includes('secret'));
    }
  });

  test('when a compressed form is asked for by its own name, then 404, whatever is accepted', async (t) => {
    const portal = await TestPortal.start(t, under);
    for (const name of ['x-abc.js.br', 'x-abc.js.gz']) {
      for (const headers of [[], ['Accept-Encoding: br, gzip']])
        assertRefused(await portal.call('GET', `/assets/${name}`, { headers }), 404, /no such file; reload/);
    }
  });
});

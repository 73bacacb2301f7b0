// What `npm pack` makes, installed where nothing else is: it asks and answers.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { makeHome, root, startIn } from '../helpers/choice.ts';
import { openTab } from '../helpers/tab.ts';

const execute = promisify(execFile);
const npm = (args: readonly string[]) => execute('npm', args, { cwd: root, maxBuffer: 16 * 1024 * 1024 });

describe('the package', () => {
  const directory = mkdtempSync(join(tmpdir(), 'choice-package-'));
  const prefix = join(directory, 'prefix');
  const command = join(prefix, 'node_modules', '.bin', 'choice');
  const installed = join(prefix, 'node_modules', 'choice-cli');
  let files: string[] = [];

  before(async () => {
    // The build is there already; building again would pull it away under the tests that run beside this one.
    const packed = await npm(['pack', '--ignore-scripts', '--json', '--pack-destination', directory]);
    const [{ filename, files: list }] = JSON.parse(packed.stdout);
    files = list.map(({ path }: { path: string }) => path);
    await npm([
      'install',
      '--prefix',
      prefix,
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      join(directory, filename),
    ]);
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  test('when it is packed, then it holds what runs and nothing else', () => {
    const isWanted = (path: string) =>
      /^(bin|dist)\//.test(path) || /^(package\.json|(README|CHANGELOG|SECURITY|docs\/\w+)\.md|LICENSE)$/.test(path);
    assert.deepEqual(
      files.filter((path) => !isWanted(path)),
      [],
    );
    for (const path of [
      'bin/choice.js',
      'dist/cli.js',
      'dist/portal.js',
      'dist/web/index.html',
      'dist/web/sw.js',
      'dist/THIRD-PARTY-LICENSES.txt',
      'LICENSE',
      'README.md',
    ])
      assert.ok(files.includes(path), path);
    assert.ok(files.some((path) => /^dist\/web\/assets\/app-\w+\.js\.br$/.test(path)));
  });

  test('when a document links to another, then that is there too, unless it is about the repository', () => {
    const atHome = /^(CONTRIBUTING\.md|openspec\/|scripts\/bench\/RESULTS\.md)$/;
    for (const path of files.filter((name) => name.endsWith('.md'))) {
      const links = [...readFileSync(join(installed, path), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)];
      const wanted = links.map(([, link = '']) => posix.join(posix.dirname(path), link));
      assert.deepEqual(
        wanted.filter((link) => !files.includes(link) && !atHome.test(link)),
        [],
        path,
      );
    }
  });

  test('when its files are read, then none of them names a place on the machine that built it', () => {
    for (const path of files) {
      // The sockets of X11 are in the same place on every machine.
      const text = readFileSync(join(installed, path), 'latin1').replaceAll('/tmp/.X11-unix/', '');
      for (const place of [root, tmpdir(), homedir()]) assert.ok(!text.includes(`${place}/`), `${path} names ${place}`);
    }
  });

  test('when it is installed, then only what it needs at run time comes along', () => {
    const modules = readdirSync(join(prefix, 'node_modules'));
    for (const name of ['typescript', 'esbuild', 'preact', 'playwright-core', 'commander', 'tsx', 'open'])
      assert.ok(!modules.includes(name), name);
  });

  test('it has the licence of every package whose code is in it, and depends on none at a floating version', () => {
    const text = readFileSync(join(installed, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of [
      'commander',
      'kleur',
      'marked',
      'open',
      'wsl-utils',
      'preact',
      '@preact/signals',
      'valibot',
      'ws',
    ])
      assert.match(text, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\([\\w-]+\\)$`, 'm'));
    assert.ok((text.match(/Permission is hereby granted/g)?.length ?? 0) >= 9, 'the licences themselves');
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
      readFileSync(join(installed, 'package.json'), 'utf8'),
    );
    for (const [name, version] of Object.entries({ ...dependencies, ...optionalDependencies }))
      assert.doesNotMatch(String(version), /[\^~*<>|]|latest/, name);
  });

  test('when the installed command asks, then it starts its own portal, serves its page and prints the answer', async (t) => {
    const home = makeHome(t);
    const asker = startIn(home, command, ['ask', '--timeout', '60', 'Pick one', 'a', 'b', 'c']);
    const link = await asker.url();

    const page = await fetch(link);
    assert.equal(page.status, 200);
    const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
    assert.equal((await fetch(new URL(script, link))).status, 200);

    const tab = await openTab(link);
    tab.answer('b');
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [0, 'b\n']);
    await tab.heard('delivered');
  });

  test('when the installed doctor is asked, then it finds an engine in its own installation', async (t) => {
    const { code, stdout } = await startIn(makeHome(t), command, ['doctor', '--json']).exit;
    assert.equal(code, 0);
    const { transport } = JSON.parse(stdout);
    if (transport.engine === 'uws') assert.ok(transport.reason.includes(prefix), transport.reason);
    else assert.equal(transport.engine, 'node');
  });
});

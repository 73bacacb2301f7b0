// What `npm pack` makes, installed where nothing else is: it asks and answers.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { after, before, describe, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { selectTransport } from '../../src/transport/select.ts';
import { test } from '../helpers/attempts.ts';
import { makeHome, root, startIn } from '../helpers/choice.ts';
import { openTab } from '../helpers/tab.ts';

const execute = promisify(execFile);
const npm = (args: readonly string[]) => execute('npm', args, { cwd: root, maxBuffer: 16 * 1024 * 1024 });

const MIB = 1024 * 1024;
const MAX_INSTALLED_BYTES = 3 * MIB;

/** The native engine of this clone; null where its binaries do not fit. */
const native = await selectTransport('uws').then(
  () => join(root, 'node_modules', 'uWebSockets.js'),
  () => null,
);
const skip = native === null && 'no binary of uWebSockets.js for this machine';

/** What the files below `folder` take on a disk of 4 KiB blocks. */
function measure(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => lstatSync(join(folder, path)))
    .reduce((sum, { size }) => sum + Math.ceil(size / 4096) * 4096, 0);
}

describe('the package', () => {
  const directory = mkdtempSync(join(tmpdir(), 'choice-package-'));
  const prefix = join(directory, 'prefix');
  const command = join(prefix, 'node_modules', '.bin', 'choice');
  const installed = join(prefix, 'node_modules', 'choice-cli');
  let files: string[] = [];
  let said = '';

  before(async () => {
    // The build is there already; building again would pull it away under the tests that run beside this one.
    const packed = await npm(['pack', '--ignore-scripts', '--json', '--pack-destination', directory]);
    const [{ filename, files: list }] = JSON.parse(packed.stdout);
    files = list.map(({ path }: { path: string }) => path);
    const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--foreground-scripts'];
    const installed = await npm(['install', '--prefix', prefix, ...flags, join(directory, filename)]);
    said = installed.stdout;
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

  test('every script and style sheet of the page is bound to its digest', () => {
    const web = join(installed, 'dist', 'web');
    const page = readFileSync(join(web, 'index.html'), 'utf8');
    const bound = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"(?: integrity="sha256-([^"]+)")?/g)];
    assert.equal(bound.length, 2, page);
    for (const [, path = '', digest] of bound) {
      assert.equal(
        digest,
        createHash('sha256')
          .update(readFileSync(join(web, path)))
          .digest('base64'),
        path,
      );
    }
  });

  test('when it is installed, then nothing else comes along, and no script runs', () => {
    const modules = readdirSync(join(prefix, 'node_modules')).filter((name) => !name.startsWith('.'));
    assert.deepEqual(modules, ['choice-cli']);
    assert.doesNotMatch(said, /^> /m);
    const { scripts } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    for (const name of ['preinstall', 'install', 'postinstall']) assert.ok(!(name in scripts), name);
  });

  test('when it is installed, then it takes at most 3 MiB', () => {
    const bytes = measure(prefix);
    assert.ok(bytes <= MAX_INSTALLED_BYTES, `${(bytes / MIB).toFixed(2)} MiB`);
  });

  test('it has the licence of every package whose code is in it, and depends on none', () => {
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
    const { dependencies, optionalDependencies, peerDependenciesMeta } = JSON.parse(
      readFileSync(join(installed, 'package.json'), 'utf8'),
    );
    assert.deepEqual([dependencies, optionalDependencies], [undefined, undefined]);
    assert.deepEqual(peerDependenciesMeta, { 'uWebSockets.js': { optional: true } });
  });

  test('the engine of a clone does not bring the ws with the known fault that its package asks for', async () => {
    const listing = npm(['ls', 'ws', '--all', '--json', '--package-lock-only']).catch((error) => error);
    const { problems = [], dependencies } = JSON.parse((await listing).stdout);
    assert.deepEqual(problems, []);
    const versions = new Set([dependencies.ws.version, dependencies['uWebSockets.js'].dependencies.ws.version]);
    assert.equal(versions.size, 1, [...versions].join());
    const [major = 0, minor = 0] = dependencies.ws.version.split('.').map(Number);
    // CVE-2024-37890 is fixed in 8.17.1.
    assert.ok(major > 8 || (major === 8 && minor > 17), dependencies.ws.version);
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
    await tab.delivery('delivered');
  });

  const doctor = async (t: TestContext, env: Record<string, string> = {}) => {
    const { code, stdout } = await startIn(makeHome(t, env), command, ['doctor', '--json']).exit;
    assert.equal(code, 0);
    return JSON.parse(stdout).transport;
  };

  test('when no native engine is installed, then doctor names the line that installs it', async (t) => {
    const env = { npm_config_prefix: join(directory, 'nowhere') };
    const { engine, install } = await doctor(t, env);
    assert.equal(engine, 'node');
    assert.match(install, /^npm install -g uNetworking\/uWebSockets\.js#v\d+\.\d+\.\d+$/);
    const table = await startIn(makeHome(t, env), command, ['doctor']).exit;
    assert.ok(table.stdout.includes(install), table.stdout);
    assert.ok(readFileSync(join(root, 'README.md'), 'utf8').includes(install));
  });

  for (const [name, variable, folder] of [
    ["npm's global folder", 'npm_config_prefix', 'lib/node_modules'],
    ['a folder of NODE_PATH', 'NODE_PATH', ''],
  ] as const) {
    test(`when a native engine is in ${name}, then the portal runs on it`, { skip }, async (t) => {
      const place = mkdtempSync(join(directory, 'global-'));
      mkdirSync(join(place, folder), { recursive: true });
      symlinkSync(native ?? '', join(place, folder, 'uWebSockets.js'));
      const env = { [variable]: place };
      const { engine, reason } = await doctor(t, env);
      assert.equal(engine, 'uws');
      assert.ok(reason.includes(join(place, folder, 'uWebSockets.js')), reason);

      const home = makeHome(t, env);
      const asker = startIn(home, command, ['ask', '--timeout', '60', 'Pick one', 'a']);
      await asker.url();
      assert.match(readFileSync(join(home.directory, 'log', 'portal.log'), 'utf8'), /listens on \S+ \(uws\)/);
    });
  }
});

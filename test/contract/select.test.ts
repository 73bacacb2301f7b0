// Which engine runs, and what people are told about it.
import assert from 'node:assert/strict';
import { chmod, chown, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { isInRoot } from '../../src/transport/foreign-path.ts';
import { type Host, selectTransport } from '../../src/transport/select.ts';
import { test } from '../helpers/attempts.ts';
import { noOtherUser, OTHER_UID } from '../helpers/other-user.ts';

/** A machine whose only module folder is new; `files` lie in its package uWebSockets.js, if any are given. */
async function host(t: TestContext, files: Record<string, string> | null): Promise<Host> {
  const folder = await mkdtemp(join(tmpdir(), 'choice-select-'));
  t.after(() => rm(folder, { recursive: true }));
  if (files) await mkdir(join(folder, 'uWebSockets.js', 'binaries'), { recursive: true });
  for (const [name, content] of Object.entries(files ?? {})) {
    await writeFile(join(folder, 'uWebSockets.js', name), content);
  }
  return { platform: 'plan9', arch: 'mips', abi: '1', moduleFolders: [join(folder, 'absent'), folder], maxFiles: null };
}

const MISSING: Record<string, [files: Record<string, string> | null, reason: RegExp]> = {
  'the package is not installed': [null, /^uWebSockets\.js is not installed$/],
  'no binary fits': [
    { 'binaries/uws_linux_x64_1.node': '' },
    /^uWebSockets\.js has no binary for plan9 mips and Node ABI 1$/,
  ],
  'the binary does not load': [
    { 'binaries/uws_plan9_mips_1.node': 'not\na library' },
    /^uWebSockets\.js could not be loaded: .+$/,
  ],
  'the binary in the package root does not load': [
    { 'uws_plan9_mips_1.node': 'not a library' },
    /^uWebSockets\.js could not be loaded: .+uws_plan9_mips_1\.node.*$/,
  ],
};

for (const [name, [files, reason]] of Object.entries(MISSING)) {
  test(`when ${name}, the node engine runs and says why`, async (t) => {
    for (const forced of [undefined, '']) {
      const selected = await selectTransport(forced, await host(t, files));
      assert.equal(selected.engine, 'node');
      assert.match(selected.reason, reason);
    }
  });

  test(`when ${name} and uws is forced, the error names cause and fix in one line`, async (t) => {
    const cause = reason.source.slice(1, -1);
    await assert.rejects(selectTransport('uws', await host(t, files)), {
      message: new RegExp(`^CHOICE_TRANSPORT=uws, but ${cause}; unset it or set CHOICE_TRANSPORT=node$`),
    });
  });
}

/** Loads as the native module does: Node takes a folder of that name for a module. */
const FAKE_ENGINE =
  'exports.App = exports.us_listen_socket_close = () => {};\
exports.LIBUS_LISTEN_EXCLUSIVE_PORT = exports.DISABLED = 0;';

/** A module folder whose package uWebSockets.js has `content` as its binary, for the machine of `host`. */
async function moduleFolder(t: TestContext, content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'choice-select-'));
  t.after(() => rm(folder, { recursive: true }));
  const binary = join(folder, 'uWebSockets.js', 'uws_plan9_mips_1.node');
  await mkdir(binary, { recursive: true });
  await writeFile(join(binary, 'index.js'), content);
  return folder;
}

test('when a nearer package has no binary that fits or loads, the next one is used', async (t) => {
  const misfit = await host(t, { 'uws_linux_x64_1.node': '' });
  const broken = await moduleFolder(t, 'throw new Error("broken")');
  const other = await moduleFolder(t, 'exports.App = () => {};');
  const good = await moduleFolder(t, FAKE_ENGINE);
  const folders = [...misfit.moduleFolders, broken, other, good];
  const { engine, reason } = await selectTransport(undefined, { ...misfit, moduleFolders: folders });
  assert.equal(engine, 'uws');
  assert.equal(reason, `uWebSockets.js loaded from ${join(good, 'uWebSockets.js', 'uws_plan9_mips_1.node')}`);
});

test('when few files may be open, then the engine runs that limits its connections, unless uws is asked for', async (t) => {
  const folder = await moduleFolder(t, FAKE_ENGINE);
  const machine = { ...(await host(t, null)), moduleFolders: [folder] };
  const { engine, reason, install } = await selectTransport(undefined, { ...machine, maxFiles: 4_095 });
  assert.deepEqual([engine, install], ['node', null]);
  assert.equal(reason, 'ulimit -Hn is 4095, and uWebSockets.js needs at least 4096');
  assert.equal((await selectTransport('uws', { ...machine, maxFiles: 4_095 })).engine, 'uws');
  assert.equal((await selectTransport(undefined, { ...machine, maxFiles: 4_096 })).engine, 'uws');
});

const BINARY = ['uWebSockets.js', 'uws_plan9_mips_1.node'] as const;

/** Ways in which another user may have a hand in the module folder `folder`. */
const HANDS: Record<string, (folder: string) => Promise<unknown>> = {
  'owns the binary': (folder) => chown(join(folder, ...BINARY), OTHER_UID, OTHER_UID),
  'owns the package': (folder) => chown(join(folder, BINARY[0]), OTHER_UID, OTHER_UID),
  'owns the module folder': (folder) => chown(folder, OTHER_UID, OTHER_UID),
  'may write the binary': (folder) => chmod(join(folder, ...BINARY), 0o777),
  'may replace the package': (folder) => chmod(folder, 0o777),
};

for (const [name, open] of Object.entries(HANDS)) {
  test(`when another user ${name}, then it is not loaded`, { skip: noOtherUser }, async (t) => {
    const misfit = await host(t, null);
    const folder = await moduleFolder(t, FAKE_ENGINE);
    const link = `${folder}-link`;
    await symlink(folder, link);
    t.after(() => rm(link));
    await open(folder);
    for (const each of [folder, link]) {
      const { engine, reason } = await selectTransport(undefined, { ...misfit, moduleFolders: [each] });
      assert.equal(engine, 'node');
      assert.match(
        reason,
        /^\/.+ could have been written by another user, so uWebSockets\.js is not loaded from there$/,
      );
    }
  });
}

test('when a module folder is in the root of a disk, then that is known', () => {
  assert.ok(isInRoot('/node_modules'));
  assert.ok(!isInRoot('/srv/node_modules'));
});

test('when the node engine is forced, it runs', async () => {
  const { engine, reason } = await selectTransport('node');
  assert.equal(engine, 'node');
  assert.equal(reason, 'CHOICE_TRANSPORT=node');
});

test('an unknown engine is an error that names the known ones', async () => {
  await assert.rejects(selectTransport('bun'), {
    message: 'CHOICE_TRANSPORT=bun is not supported; use uws or node',
  });
});

test('when nothing is forced, the reason is one line, whichever engine runs', async () => {
  const { engine, reason } = await selectTransport(undefined);
  assert.match(reason, engine === 'uws' ? /^uWebSockets\.js loaded from .+\.node$/ : /^.+$/);
});

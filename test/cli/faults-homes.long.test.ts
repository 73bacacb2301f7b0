// Homes that cannot hold files: the question is put all the same, from a private temporary directory, and one line says so.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, type TestContext } from 'node:test';
import { test } from '../helpers/attempts.ts';
import {
  binary,
  type Home,
  makeHome,
  portalPids,
  type Result,
  run,
  startCommand,
  startShell,
} from '../helpers/choice.ts';
import { registered } from '../helpers/question.ts';
import { openTab } from '../helpers/tab.ts';

const isRoot = process.getuid?.() === 0;
const refugeName = `choice-${process.getuid?.()}`;

/** A home whose environment names no CHOICE_HOME, and a temporary directory of its own in TMPDIR. */
function makeBareHome(t: TestContext): Home & { readonly temporary: string; readonly place: string } {
  // Before the home goes: portals of the fallback directory know no other home than that.
  t.after(() => run(home, ['stop', '--force'], { CHOICE_HOME: join(temporary, refugeName) }).then(() => {}));
  const home = makeHome(t);
  const temporary = join(home.directory, 'tmp');
  const place = join(home.directory, 'home');
  mkdirSync(temporary);
  mkdirSync(place, { mode: 0o700 });
  const { CHOICE_HOME: _, ...env } = home.env;
  return { ...home, temporary, place, env: { ...env, HOME: place, TMPDIR: temporary } };
}

const lines = (stderr: string) => stderr.split('\n').filter((line) => line.includes('CHOICE_HOME'));

/** Asks and answers. Gives the end of the command. */
async function answer(home: Home, args: readonly string[] = [], command = [process.execPath, binary]): Promise<Result> {
  const [file = '', ...rest] = command;
  const running = startCommand(file, [...rest, 'ask', ...args, 'Pick one', 'a', 'b'], home.env, true);
  home.children.add(running.child);
  const asker = await registered(running);
  (await openTab(asker.link)).answer('b');
  return asker.exit;
}

function assertRefuge(home: { temporary: string }, { code, stdout, stderr }: Result, reason: RegExp): void {
  assert.deepEqual([code, stdout], [0, 'b\n'], stderr);
  const [line = '', ...more] = lines(stderr);
  assert.match(line, reason);
  assert.deepEqual(more, [], 'one line');
  const directory = join(home.temporary, refugeName);
  assert.ok(line.includes(directory));
  assert.equal(statSync(directory).mode & 0o777, 0o700);
  assert.equal(readdirSync(join(directory, 'state', 'journal')).length, 1);
}

describe('a home that cannot hold files', { concurrency: true }, () => {
  test('when HOME is not set, then a private temporary directory takes its place, shared by all askers', async (t) => {
    const home = makeBareHome(t);
    const { HOME: _, ...env } = home.env;
    const homeless = { ...home, env };
    assertRefuge(home, await answer(homeless), /^choice: HOME is not set; files go to /);
    assert.equal((await answer(homeless)).stdout, 'b\n');
    const journals = join(home.temporary, refugeName, 'state', 'journal');
    assert.equal(readdirSync(journals).length, 1, 'both were served by the same portal');
    const { stdout } = await run(homeless, ['history', '--json']);
    assert.equal(JSON.parse(stdout).length, 2, 'and the other commands look there too');
  });

  test('when there is a file where a directory should be, then alike', async (t) => {
    const home = makeBareHome(t);
    writeFileSync(join(home.place, '.local'), '');
    assertRefuge(home, await answer(home), /\.local is not a directory; files go to /);
    assert.deepEqual(readdirSync(home.place), ['.local'], 'nothing was written there');
  });

  test('when the home is read-only, then alike', async (t) => {
    const home = makeBareHome(t);
    const command = [process.execPath, binary];
    if (isRoot) {
      // Nothing else keeps root from writing. The mount is seen by the command and its portal alone, and goes with them.
      const readOnly = ['unshare', '-m', 'sh', '-c', `mount -t tmpfs -o ro,size=64k test "$HOME" && exec "$@"`, 'sh'];
      if (spawnSync(readOnly[0] ?? '', [...readOnly.slice(1), 'true'], { env: home.env }).status !== 0) {
        t.skip('no read-only file system can be mounted here');
        return;
      }
      command.unshift(...readOnly);
    } else {
      chmodSync(home.place, 0o500);
    }
    assertRefuge(
      home,
      await answer(home, [], command),
      /home cannot be written to \((read-only file system|permission denied)\); files go to /,
    );
    assert.deepEqual(readdirSync(home.place), []);
  });

  test('when its directory belongs to another user, then alike', {
    skip: !isRoot && 'only root can give files away',
  }, async (t) => {
    const home = makeBareHome(t);
    const data = join(home.place, '.local', 'share', 'choice');
    mkdirSync(data, { recursive: true, mode: 0o700 });
    chownSync(data, 12_345, 12_345);
    assertRefuge(home, await answer(home), /choice belongs to another user; files go to /);
    assert.deepEqual(readdirSync(data), []);
  });

  for (const there of ['nothing', 'the directory of an earlier run as root'] as const) {
    test(`a home of another user with ${there} in it is never written to`, {
      skip: !isRoot && 'only root may write there',
    }, async (t) => {
      const home = makeBareHome(t);
      if (there !== 'nothing')
        mkdirSync(join(home.place, '.local', 'share', 'choice'), { recursive: true, mode: 0o700 });
      const before = readdirSync(home.place, { recursive: true });
      chownSync(home.place, 12_345, 12_345);
      assertRefuge(home, await answer(home), /home belongs to another user; files go to /);
      const set = await run(home, ['config', 'set', 'theme', 'dark']);
      assert.equal(set.code, 0, set.stderr);
      assert.match(set.stderr, /^choice: \S+home belongs to another user; files go to [^\n]+\n$/);
      assert.equal((await run(home, ['config', 'get', 'theme'])).stdout, 'dark\n');
      const reads = [['history'], ['dashboard'], ['doctor'], ['show', 'abc'], ['stop'], ['config', 'list']];
      for (const args of reads) await run(home, args);
      await run(home, ['ask', '--timeout', '1', 'Q', 'a'], { XDG_DATA_HOME: join(home.place, 'data') });
      const below = { CHOICE_HOME: join(home.place, 'given') };
      const given = await run(home, ['ask', '--timeout', '1', 'Q', 'a'], below);
      assert.equal(given.code, 69);
      assert.match(given.stderr, /cannot create \S+ \(\S+home belongs to another user\); set CHOICE_HOME/);
      assert.equal((await run(home, ['config', 'set', 'theme', 'dark'], below)).code, 69);

      assert.deepEqual(readdirSync(home.place, { recursive: true }), before);
    });
  }

  test('a relative HOME, XDG path or TMPDIR is ignored, and nothing is written below the current directory', async (t) => {
    const home = makeBareHome(t);
    const directory = join(home.directory, 'current');
    mkdirSync(directory);
    const asked = (env: Record<string, string>) =>
      startShell(home, `cd ${directory} && exec choice ask --timeout 1 --portal inline Q a`, env).exit;
    const relative = await asked({ HOME: 'here' });
    assert.equal(relative.code, 124, relative.stderr);
    assert.match(relative.stderr, /HOME is not an absolute path; files go to /);
    for (const env of [{ XDG_DATA_HOME: 'data', XDG_STATE_HOME: './state', XDG_CONFIG_HOME: '~/c' }, { HOME: '~' }])
      assert.equal((await asked(env)).code, 124);
    const set = await startShell(home, `cd ${directory} && exec choice config set theme dark`, { HOME: 'here' }).exit;
    assert.equal(set.code, 0, set.stderr);
    assert.deepEqual(readdirSync(directory), []);
    assert.ok(existsSync(join(home.place, '.local', 'share', 'choice')), 'the usual place under HOME is used');
  });

  test('when the user is in no user database and has no HOME, then alike', {
    skip: !isRoot && 'only root can become another user',
  }, async (t) => {
    const home = makeBareHome(t);
    const { HOME: _, ...env } = home.env;
    const stranger = { ...home, env: { ...env, CHOICE_PORTAL: 'inline' } };
    for (const directory of [home.directory, home.temporary]) chmodSync(directory, 0o777);
    const identity = ['--reuid=12345', '--regid=12345', '--clear-groups'];
    if (spawnSync('setpriv', [...identity, process.execPath, '--version']).status !== 0) {
      t.skip('setpriv cannot start node as another user here');
      return;
    }
    const { code, stdout, stderr } = await answer(stranger, [], ['setpriv', ...identity, process.execPath, binary]);
    assert.deepEqual([code, stdout], [0, 'b\n'], stderr);
    assert.match(stderr, /HOME is not set; files go to \S+choice-12345 for now/);
  });

  for (const [what, make] of [
    ['open to others', (path: string) => mkdirSync(path, { mode: 0o755 })],
    ['a link', (path: string) => symlinkSync(dirname(path), path)],
  ] as const) {
    test(`when the temporary directory is ${what} as well, then the portal is inside the command, and nothing is left`, async (t) => {
      const home = makeBareHome(t);
      const { HOME: _, ...env } = home.env;
      make(join(home.temporary, refugeName));
      const { code, stdout, stderr } = await answer({ ...home, env }, ['--portal', 'background']);
      assert.deepEqual([code, stdout], [0, 'b\n'], stderr);
      assert.equal(lines(stderr).length, 1);
      assert.deepEqual(readdirSync(home.temporary), [refugeName]);
      assert.deepEqual(portalPids(home), []);
    });
  }

  test('when CHOICE_HOME itself cannot be used, then it is not replaced: exit code 69, nothing is written', async (t) => {
    const home = makeBareHome(t);
    const file = join(home.place, 'file');
    writeFileSync(file, '');
    const { code, stdout, stderr } = await run(home, ['ask', 'Pick one', 'a'], { CHOICE_HOME: file });
    assert.deepEqual([code, stdout], [69, '']);
    assert.match(stderr, /^choice: no human can be reached: [^\n]+\n$/);
    assert.deepEqual(readdirSync(home.temporary), []);
  });

  for (const mode of [0o770, 0o777]) {
    test(`row 9: when the usual directory has mode ${mode.toString(8)}, then exit code 69 and nothing is written`, async (t) => {
      const home = makeBareHome(t);
      const data = join(home.place, '.local', 'share', 'choice');
      mkdirSync(data, { recursive: true });
      chmodSync(data, mode);
      const { code, stderr } = await run(home, ['ask', 'Pick one', 'a']);
      assert.equal(code, 69);
      assert.match(stderr, /^choice: no human can be reached: .* is open to other users; run: chmod 700 [^\n]+\n$/);
      assert.deepEqual([readdirSync(data), readdirSync(home.temporary)], [[], []]);
    });
  }

  test('row 9: when the usual directory is a symbolic link, then exit code 69 and nothing is written', async (t) => {
    const home = makeBareHome(t);
    const [share, target] = [join(home.place, '.local', 'share'), join(home.place, 'target')];
    mkdirSync(share, { recursive: true });
    mkdirSync(target);
    symlinkSync(target, join(share, 'choice'));
    const { code, stderr } = await run(home, ['ask', 'Pick one', 'a']);
    assert.equal(code, 69);
    assert.match(stderr, /choice is a symbolic link/);
    assert.deepEqual([readdirSync(target), existsSync(join(home.temporary, refugeName))], [[], false]);
  });
});

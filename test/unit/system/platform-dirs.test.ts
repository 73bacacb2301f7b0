// Where files go on each platform, and where they go when those places cannot be used.
import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { findFallbackDir } from '../../../src/system/fallback-dir.ts';
import { resolvePaths } from '../../../src/system/paths.ts';
import { findObstacle, platformDirs } from '../../../src/system/platform-dirs.ts';
import { makeDirectory } from '../../helpers/directory.ts';

describe('the places of a platform', () => {
  const cases = [
    ['linux', { HOME: '/h' }, ['/h/.config/choice', '/h/.local/share/choice', '/h/.local/state/choice']],
    [
      'linux',
      { HOME: '/h', XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d', XDG_STATE_HOME: '/s' },
      ['/c/choice', '/d/choice', '/s/choice'],
    ],
    [
      'linux',
      { XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d', XDG_STATE_HOME: '/s' },
      ['/c/choice', '/d/choice', '/s/choice'],
    ],
    [
      'darwin',
      { HOME: '/h' },
      ['/h/Library/Preferences/choice', '/h/Library/Application Support/choice', '/h/Library/Logs/choice'],
    ],
    [
      'win32',
      { USERPROFILE: '/u', LOCALAPPDATA: '/l' },
      ['/u/AppData/Roaming/choice/Config', '/l/choice/Data', '/l/choice/Log'],
    ],
  ] as const;
  for (const [platform, env, [config, data, log]] of cases) {
    test(`when it is ${platform} with ${Object.keys(env).join(', ')}, then they are the usual ones`, () =>
      assert.deepEqual(platformDirs(env, platform), { config, data, log }));
  }

  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    test(`when ${platform} names no home, then there are none`, () => {
      assert.equal(platformDirs({}, platform), null);
      assert.equal(platformDirs({ HOME: '', USERPROFILE: '' }, platform), null);
    });
  }
});

describe('an obstacle', () => {
  const root = process.getuid?.() === 0;

  test('when a directory is there or can be made, then there is none, and nothing is made', (t) => {
    const home = makeDirectory(t);
    assert.deepEqual([findObstacle(home), findObstacle(join(home, 'a', 'b'))], [null, null]);
    assert.deepEqual(readdirSync(home), []);
  });

  test('when a file is in its place or above it, then it is named', (t) => {
    const file = join(makeDirectory(t), 'file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'below')]) assert.equal(findObstacle(path), `${file} is not a directory`);
  });

  test('when it cannot be written to, then the reason is named', { skip: root && 'root may write anywhere' }, (t) => {
    const home = makeDirectory(t);
    chmodSync(home, 0o500);
    assert.equal(findObstacle(join(home, 'a')), `${home} cannot be written to (permission denied)`);
  });

  test('when it belongs to another user, then that is said', { skip: root && 'everything here is of root' }, () =>
    assert.equal(findObstacle('/'), '/ belongs to another user'),
  );
});

describe('a fallback directory', () => {
  const isRoot = process.getuid?.() === 0;
  const TMPDIR = process.env.TMPDIR;

  /** Makes `directory` the temporary directory of this process. */
  function setTemporary(t: TestContext): string {
    const directory = makeDirectory(t);
    process.env.TMPDIR = directory;
    t.after(() => {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    });
    return directory;
  }
  const name = `choice-${process.getuid?.()}`;

  test('when CHOICE_HOME is given or the home will do, then none is needed', (t) => {
    assert.equal(findFallbackDir({ CHOICE_HOME: '/nowhere' }), null);
    assert.equal(findFallbackDir({ HOME: makeDirectory(t) }), null);
  });

  test('when there is no home, then one directory for all commands of this user, and nothing is made', (t) => {
    const temporary = setTemporary(t);
    const directory = join(temporary, name);
    assert.deepEqual(findFallbackDir({}), { directory, reason: 'HOME is not set', isShared: true });
    assert.equal(resolvePaths({}).state, join(directory, 'state'));
    assert.deepEqual(readdirSync(temporary), []);
    mkdirSync(directory, { mode: 0o700 });
    assert.equal(findFallbackDir({})?.isShared, true);
  });

  test('when another user makes that directory meanwhile, then one command does not change to another one', (t) => {
    const temporary = setTemporary(t);
    const env = {};
    const first = findFallbackDir(env);
    mkdirSync(join(temporary, name), { mode: 0o755 });
    assert.equal(findFallbackDir(env), first);
  });

  test('when the home cannot hold files, then the configuration is still read there', (t) => {
    setTemporary(t);
    const home = makeDirectory(t);
    writeFileSync(join(home, '.local'), '');
    const fallback = findFallbackDir({ HOME: home });
    assert.equal(fallback?.reason, `${join(home, '.local')} is not a directory`);
    const { config, run } = resolvePaths({ HOME: home });
    assert.deepEqual([config, run], [join(home, '.config', 'choice'), join(fallback.directory, 'run')]);
  });

  test('a temporary directory that is relative, or of another user, gives way to /tmp', {
    skip: !isRoot && 'only root can give files away',
  }, (t) => {
    const foreign = setTemporary(t);
    chownSync(foreign, 12_345, 12_345);
    assert.match(findFallbackDir({})?.directory ?? '', /^\/tmp\/choice-0/);
    process.env.TMPDIR = 'tmp';
    assert.match(findFallbackDir({})?.directory ?? '', /^\/tmp\/choice-0/);
  });

  for (const [what, make] of [
    ['open to others', (path: string) => mkdirSync(path, { mode: 0o755 })],
    ['a link', (path: string) => symlinkSync('/', path)],
    ['a file', (path: string) => writeFileSync(path, '')],
  ] as const) {
    test(`when that directory is ${what}, then this command has one of its own`, (t) => {
      const temporary = setTemporary(t);
      make(join(temporary, name));
      const fallback = findFallbackDir({});
      assert.equal(fallback?.isShared, false);
      assert.match(fallback.directory, new RegExp(`^${temporary}/${name}-\\w{10}$`));
      assert.deepEqual(findFallbackDir({}), fallback, 'the same one each time');
    });
  }
});

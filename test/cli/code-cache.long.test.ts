// The code that V8 compiled is kept beside the program, and never makes a command fail.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext } from 'node:test';
import { Script } from 'node:vm';
import { test } from '../helpers/attempts.ts';
import { makeHome, type Result, root, startIn } from '../helpers/choice.ts';
import { OTHER_UID } from '../helpers/other-user.ts';

/** An installation of its own: its caches are nobody else's. */
function install(t: TestContext) {
  const directory = mkdtempSync(join(root, '.dist-test-'));
  const dist = join(directory, 'dist');
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(join(root, part), join(directory, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  const caches = () =>
    readdirSync(dist)
      .filter((name) => name.endsWith('.cache'))
      .sort();
  for (const name of caches()) rmSync(join(dist, name));
  const home = makeHome(t);
  const run = (...args: string[]): Promise<Result> =>
    startIn(home, process.execPath, [join(directory, 'bin', 'choice.js'), ...args], { CHOICE_PORTAL: 'inline' }).exit;
  const ask = () => run('ask', '--timeout', '1s', '--fallback', 'a', '--no-open', 'Ready?', 'a', 'b');
  /** What a question prints that a file answers: no portal has to start. */
  const askFile = async () => {
    const answers = join(home.directory, 'answers');
    writeFileSync(answers, '{ "Ready?": "a" }');
    const args = [join(directory, 'bin', 'choice.js'), 'ask', 'Ready?', 'a', 'b'];
    return (await startIn(home, process.execPath, args, { CHOICE_ANSWERS: answers }).exit).stdout;
  };
  return { dist, caches, run, ask, askFile };
}

function moveBehindLink(file: string, dist: string): void {
  const target = join(dist, 'elsewhere');
  renameSync(file, target);
  symlinkSync(target, file);
}

function makeGroupWritable(file: string): void {
  chownSync(file, 0, OTHER_UID);
  chmodSync(file, 0o660);
}

function replaceByFifo(file: string): void {
  rmSync(file);
  execFileSync('mkfifo', ['-m', '600', file]);
}

/** Code that says so when it runs, as V8 keeps it for the program at `file`. */
function forge(file: string): Buffer {
  const wrapper = '(function (exports, require, module, __filename, __dirname) {\n})';
  // As long as the script that it stands for: V8 looks at no more.
  const evil = '(function(){process.stdout.write("owned\\n");process.exit(0)})'.padEnd(
    statSync(file).size + wrapper.length,
    ' ',
  );
  return new Script(evil, { filename: file }).createCachedData();
}

describe('the code cache', () => {
  test('a question leaves one of each program that ran, and the next command runs by them', async (t) => {
    const { caches, ask } = install(t);
    assert.deepEqual(caches(), []);
    assert.deepEqual([(await ask()).stdout, (await ask()).stdout], ['a\n', 'a\n']);
    const programs = caches().map((name) => name.split('.', 1)[0]);
    assert.deepEqual(programs, ['cli', 'portal']);
  });

  test('a command that fails or asks nobody leaves none', async (t) => {
    const { caches, run } = install(t);
    assert.equal((await run('ask', '--nonsense')).code, 2);
    assert.equal((await run('help')).code, 0);
    assert.deepEqual(caches(), []);
  });

  test('under umask 000 nobody else may read or write it', async (t) => {
    const { dist, caches, ask } = install(t);
    const before = process.umask(0);
    try {
      await ask();
    } finally {
      process.umask(before);
    }
    const [name = ''] = caches();
    assert.equal(statSync(join(dist, name)).mode & 0o777, 0o600);
  });

  const isRoot = process.getuid?.() === 0;
  const foreign: readonly [string, (file: string, dist: string) => void, boolean][] = [
    ['is writable by everybody', (file) => chmodSync(file, 0o666), false],
    // To a group with the number of its one user, that user belongs alone.
    ['is writable by a group of others', (file) => makeGroupWritable(file), !isRoot],
    ['is a link', (file, dist) => moveBehindLink(file, dist), false],
    ['belongs to another user', (file) => chownSync(file, OTHER_UID, OTHER_UID), !isRoot],
    ['lies where everybody may write', (_file, dist) => chmodSync(dist, 0o777), false],
    ['is a FIFO', (file) => replaceByFifo(file), false],
  ];
  test('code that another user could have written does not run', async (t) => {
    const { dist, caches, ask, askFile } = install(t);
    await ask();
    const [name = ''] = caches();
    const file = join(dist, name);
    const forgery = forge(join(dist, 'cli.js'));
    writeFileSync(file, forgery);
    assert.equal(await askFile(), 'owned\n', 'the forgery works where it is ours alone');
    for (const [what, change, skip] of foreign) {
      if (skip) continue;
      rmSync(file, { force: true });
      writeFileSync(file, forgery, { mode: 0o600 });
      change(file, dist);
      assert.equal(await askFile(), 'a\n', `one that ${what}`);
    }
  });

  for (const content of ['', 'damaged', 'x'.repeat(300_000)]) {
    test(`one of ${content.length} bytes of something else is replaced, and the command works`, async (t) => {
      const { dist, caches, ask } = install(t);
      await ask();
      const names = caches();
      for (const name of names) writeFileSync(join(dist, name), content);
      assert.equal((await ask()).stdout, 'a\n');
      assert.deepEqual(caches(), names);
    });
  }
});

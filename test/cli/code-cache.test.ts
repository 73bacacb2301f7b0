// The code that V8 made is kept beside the program: an aid, and never in the way.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { makeHome, type Result, root, startIn } from '../helpers/choice.ts';

/** An installation of its own: its caches are nobody else's. */
function install(t: TestContext) {
  const directory = mkdtempSync(join(root, '.dist-test-'));
  const dist = join(directory, 'dist');
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(join(root, part), join(directory, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  const caches = () => readdirSync(dist).filter((name) => name.endsWith('.cache'));
  for (const name of caches()) rmSync(join(dist, name));
  const home = makeHome(t);
  const run = (...args: string[]): Promise<Result> =>
    startIn(home, process.execPath, [join(directory, 'bin', 'choice.js'), ...args], { CHOICE_PORTAL: 'inline' }).exit;
  const ask = () => run('ask', '--timeout', '1s', '--fallback', 'a', '--no-open', 'Ready?', 'a', 'b');
  return { dist, caches, run, ask };
}

describe('the code cache', () => {
  test('when a question was put, then one is kept, and the next command runs by it', async (t) => {
    const { caches, ask } = install(t);
    assert.deepEqual(caches(), []);
    assert.deepEqual([(await ask()).stdout, (await ask()).stdout], ['a\n', 'a\n']);
    assert.equal(caches().length, 1);
  });

  test('when a command failed or asks nobody, then none is kept', async (t) => {
    const { caches, run } = install(t);
    assert.equal((await run('ask', '--nonsense')).code, 2);
    assert.equal((await run('help')).code, 0);
    assert.deepEqual(caches(), []);
  });

  for (const content of ['', 'damaged', 'x'.repeat(300_000)]) {
    test(`when it holds ${content.length} bytes of something else, then the command works and mends it`, async (t) => {
      const { dist, caches, ask } = install(t);
      await ask();
      const [name = ''] = caches();
      writeFileSync(join(dist, name), content);
      assert.equal((await ask()).stdout, 'a\n');
      assert.deepEqual(caches(), [name]);
    });
  }
});

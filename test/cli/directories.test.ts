// Secrets lie only in directories that are real, ours and closed to others.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { PROTOCOL } from '../../src/protocol/version.ts';
import { test } from '../helpers/attempts.ts';
import { ask, makeHome, portalPids, run, startShell } from '../helpers/choice.ts';

const QUICK = ['ask', '--timeout', '1', 'Pick one', 'a'];

describe('row 9: CHOICE_HOME', { concurrency: true }, () => {
  test('when it is a relative path, then it is below the directory of the command', async (t) => {
    const home = makeHome(t);
    const script =
      'cd "$HOME" && CHOICE_HOME=relative choice ask --timeout 1 "Pick one" a; code=$?; CHOICE_HOME=relative choice stop; exit $code';
    const { code, stdout } = await startShell(home, script).exit;
    assert.deepEqual([code, stdout], [124, 'timeout\n']);
    assert.ok(existsSync(join(home.directory, 'relative', 'state', 'key')));
  });

  for (const portal of ['background', 'inline']) {
    test(`when it is a symbolic link (${portal}), then exit code 69 and nothing is written`, async (t) => {
      const home = makeHome(t);
      const [target, link] = [join(home.directory, 'target'), join(home.directory, 'link')];
      mkdirSync(target);
      symlinkSync(target, link);
      const { code, stdout, stderr } = await run(home, QUICK, { CHOICE_HOME: link, CHOICE_PORTAL: portal });
      assert.deepEqual([code, stdout], [69, '']);
      assert.match(stderr, /^choice: no human can be reached: .*link is a symbolic link.*\n$/);
      assert.deepEqual(readdirSync(target), []);
    });

    test(`when others may write to it (${portal}), then exit code 69 and nothing is written`, async (t) => {
      const home = makeHome(t);
      chmodSync(home.directory, 0o770);
      const { code, stdout, stderr } = await run(home, QUICK, { CHOICE_PORTAL: portal });
      assert.deepEqual([code, stdout], [69, '']);
      assert.match(stderr, /^choice: no human can be reached: .* is open to other users; run: chmod 700 .*\n$/);
      assert.deepEqual(readdirSync(home.directory), []);
    });

    for (const mode of [0o750, 0o705, 0o777]) {
      test(`when its state directory has mode ${mode.toString(8)} (${portal}), then exit code 69 and nothing is written`, async (t) => {
        const home = makeHome(t);
        const state = join(home.directory, 'state');
        mkdirSync(state);
        chmodSync(state, mode);
        const { code, stderr } = await run(home, QUICK, { CHOICE_PORTAL: portal });
        assert.equal(code, 69);
        assert.match(stderr, /^choice: .*state is open to other users.*\n$/);
        assert.deepEqual(readdirSync(state), []);
        assert.deepEqual(portalPids(home), []);
      });
    }
  }

  test('when it cannot be made, then exit code 69 and the line names the fix', async (t) => {
    const home = makeHome(t);
    const file = join(home.directory, 'file');
    writeFileSync(file, '');
    // The kernel's own directories take no others.
    for (const place of [join(file, 'below'), ...(process.platform === 'linux' ? ['/proc/choice'] : [])]) {
      const { code, stderr } = await run(home, QUICK, { CHOICE_HOME: place });
      assert.equal(code, 69);
      assert.match(stderr, /^choice: no human can be reached: .*CHOICE_HOME.*\n$/);
    }
  });

  test('when the settings cannot be read, then a line says so and the question is asked all the same', async (t) => {
    const home = makeHome(t);
    mkdirSync(join(home.directory, 'config', 'config.json'), { recursive: true });
    const { code, stdout, stderr } = await run(home, QUICK);
    assert.deepEqual([code, stdout], [124, 'timeout\n']);
    assert.match(stderr, /^choice: cannot read .*config\.json \(it is a directory\); using the defaults$/m);
  });

  test('when the key is readable by others, then exit code 69', async (t) => {
    const home = makeHome(t);
    await run(home, QUICK, { CHOICE_PORTAL: 'background' });
    await run(home, ['stop', '--force']);
    chmodSync(join(home.directory, 'state', 'key'), 0o644);
    const { code, stderr } = await run(home, QUICK);
    assert.equal(code, 69);
    assert.match(stderr, /key is not a private file/);
  });

  test('when it is missing, then it is made, and everything in it is closed to others', async (t) => {
    const outer = makeHome(t);
    const home = makeHome(t, { CHOICE_HOME: join(outer.directory, 'new') });
    const asker = await ask({ ...home, directory: join(outer.directory, 'new') }, ['Pick one', 'a']);
    const made = join(outer.directory, 'new');
    for (const path of [
      '.',
      'state',
      'run',
      'log',
      'state/key',
      'run/portal.json',
      `run/portal-${PROTOCOL}`,
      'log/portal.log',
      'state/journal',
    ]) {
      assert.ok(existsSync(join(made, path)), path);
      assert.equal(statSync(join(made, path)).mode & 0o077, 0, `${path} is open to others`);
    }
    for (const name of readdirSync(join(made, 'state/journal')))
      assert.equal(statSync(join(made, 'state/journal', name)).mode & 0o777, 0o600);
    await run(home, ['stop', '--force']);
    assert.equal((await asker.exit).code, 3);
  });
});

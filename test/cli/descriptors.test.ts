// What a command inherits from the script that runs it, and what must not outlive that command.
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { type Home, makeHome, portalPids, startShell } from '../helpers/choice.ts';

const skip = process.platform === 'linux' ? false : 'elsewhere children inherit nothing that is not named';

/** A browser that notes its pid and stays open until the test ends; gives the command that starts it. */
function lastingBrowser(home: Home): { readonly command: string; pid(): number } {
  const [script, note] = [join(home.directory, 'browser'), join(home.directory, 'browser.pid')];
  writeFileSync(script, `#!/bin/sh\necho $$ >${note}.new && mv ${note}.new ${note}\nexec sleep 50\n`);
  chmodSync(script, 0o755);
  return { command: script, pid: () => Number(readFileSync(note, 'utf8')) };
}

describe('descriptors of the caller', { concurrency: true, skip }, () => {
  test('a lock that a script holds is free once the script ended', async (t) => {
    const home = makeHome(t);
    const lock = join(home.directory, 'lock');
    const script = `
      exec 200>${lock} 9>${lock}.9
      flock -n 200 && flock -n 9 || { echo "already running"; exit 5; }
      choice ask --timeout 1 --no-open "Pick one" a b`;
    // In bash, which takes descriptors of several digits.
    const once = () => startShell(home, `exec bash -c '${script}'`).exit;
    assert.deepEqual(await once().then(({ code, stdout }) => [code, stdout]), [124, 'timeout\n']);
    assert.equal(portalPids(home).length, 1, 'the portal lives on');
    assert.deepEqual(await once().then(({ code, stdout }) => [code, stdout]), [124, 'timeout\n']);
  });

  test('who reads a pipe to its end need not wait for the portal to leave', async (t) => {
    const home = makeHome(t);
    const { code, stdout } = await startShell(
      home,
      `exec bash -c '{ choice ask --timeout 1 --no-open "Pick one" a b 3>&1 40>&1 99>&1; } | cat; echo over'`,
    ).exit;
    assert.deepEqual([code, stdout], [0, 'timeout\nover\n']);
    assert.equal(portalPids(home).length, 1, 'the portal lives on');
  });

  test('the command itself keeps the lock while it waits', async (t) => {
    const home = makeHome(t);
    const lock = join(home.directory, 'lock');
    const shell = startShell(home, `exec 9>${lock}; flock -n 9 && exec choice ask --timeout 50 "Pick one" a b`);
    await shell.url();
    const other = await startShell(home, `flock -n ${lock} true; echo $?`).exit;
    assert.equal(other.stdout, '1\n');
  });

  for (const way of ['BROWSER', 'xdg-open'] as const) {
    test(`a browser that is opened by ${way} holds neither lock nor pipe`, async (t) => {
      const home = makeHome(t);
      const browser = lastingBrowser(home);
      const folder = join(home.directory, 'desktop');
      const asked = `choice ask --timeout 1 "Pick one" a b 99>${join(home.directory, 'lock')} 40>&1`;
      const environment = way === 'BROWSER' ? `BROWSER=${browser.command}` : `DISPLAY=:77 PATH=${folder}:$PATH`;
      const prepare = `mkdir -p ${folder} && ln -s ${browser.command} ${folder}/xdg-open`;
      const script = `${prepare}; { ${environment} ${asked}; } | cat`;
      const { code, stdout } = await startShell(home, `exec bash -c '${script}'`).exit;
      assert.deepEqual([code, stdout], [0, 'timeout\n']);
      const pid = browser.pid();
      t.after(() => process.kill(pid, 'SIGKILL'));
      const held = await startShell(home, `ls -l /proc/${pid}/fd | grep -e lock -e pipe; true`).exit;
      assert.equal(held.stdout, '');
    });
  }
});

// Threats that only whole processes show: what others may read of them, and who listens where a portal was.
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, Socket } from 'node:net';
import { join } from 'node:path';
import { describe, type TestContext } from 'node:test';
import { readCode } from '../../src/protocol/paths.ts';
import { test } from '../helpers/attempts.ts';
import { ask, eventually, type Home, isAlive, makeHome, portalPid, run } from '../helpers/choice.ts';
import { ENGINES } from '../helpers/engines.ts';
import { noTerminal, startInTerminal } from '../helpers/pty.ts';
import { squat } from '../helpers/squatter.ts';
import { openSession, Tab, throughDoor } from '../helpers/tab.ts';

/** Between two connections of a flood, so that the machine is left to others too: ms. */
const BREATH = 20;

/**
 * Sends requests on `port` without a token, ahead of their answers and again and again, until the test ends. What it gives
 * tells whether some were refused for being too many.
 */
function flood(t: TestContext, port: number): () => boolean {
  const requests = `GET /x HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(1_200);
  let socket = new Socket();
  let next: NodeJS.Timeout | undefined;
  let isRefused = false;
  let isOver = false;
  t.after(() => {
    isOver = true;
    clearTimeout(next);
    socket.destroy();
  });
  const begin = () => {
    let said = '';
    socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.on('data', (chunk) => (said += String(chunk)));
    socket.once('close', () => {
      isRefused ||= said.includes('HTTP/1.1 429 ');
      if (!isOver) next = setTimeout(begin, BREATH);
    });
    socket.write(requests);
  };
  begin();
  return () => isRefused;
}

function readKey({ directory }: Home): string {
  return readFileSync(join(directory, 'state', 'key'), 'utf8');
}

/** The text of all files below `directory` but the key. */
function readAll(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'key')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe('threats', { concurrency: true }, () => {
  for (const engine of ENGINES) {
    test(`row 8 (${engine}): when a prompt is asked, opened and answered, then no token is in an argv, an environment or a file`, async (t) => {
      if (process.platform !== 'linux') return t.skip('there is no /proc to look into');
      const home = makeHome(t, { CHOICE_TRANSPORT: engine });
      const notes = join(home.directory, 'opened');
      const browser = join(home.directory, 'browser');
      // A browser that stays, so that its own argv and environment can be read.
      writeFileSync(
        browser,
        `#!/bin/sh\necho $$ "$@" >'${notes}'\nexec '${process.execPath}' -e 'setTimeout(() => {}, 60000)' "$@"\n`,
      );
      chmodSync(browser, 0o755);
      const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a', 'b'], { CHOICE_BROWSER: browser });
      await eventually(() => existsSync(notes) && readFileSync(notes, 'utf8').includes('http'), 'the browser');
      const [opener = '', opened = ''] = readFileSync(notes, 'utf8').trim().split(' ');
      t.after(() => isAlive(Number(opener)) && process.kill(Number(opener)));
      const led = await throughDoor(new URL(opened));
      const token = await openSession(led);
      const secrets = { key: readKey(home), token };
      const code = readCode(led.hash) ?? assert.fail(led.href);
      const seen = [portalPid(home), asker.child.pid, Number(opener)].map((pid) =>
        ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8')).join('\0'),
      );
      assert.match(seen.join(), /portal\.js.*choice\.js/s);
      (await Tab.open(asker.link, token, asker.id)).answer('a');
      const { stdout, stderr, code: exitCode } = await asker.exit;
      assert.equal(exitCode, 0);
      await run(home, ['stop']);
      const written = readAll(home.directory);
      assert.match(written, /"type":"outcome"/);
      for (const [what, secret] of Object.entries(secrets)) {
        assert.ok(secret.length > 40, what);
        assert.ok(![...seen, written, stdout, stderr].join().includes(secret), `${what} can be read`);
      }
      for (const [what, text] of Object.entries({ seen: seen.join(), written, notes: readFileSync(notes, 'utf8') }))
        assert.ok(!text.includes(code), `the code can be read: ${what}`);
      await assert.rejects(openSession(new URL(opened)), 'what stays in the argv of the browser is used up');
    });

    test(`row 10 (${engine}): when another user took the port, then commands do not even connect to it, and the next portal is elsewhere`, async (t) => {
      const home = makeHome(t, { CHOICE_TRANSPORT: engine });
      const first = await ask(home, ['Pick one', 'a']);
      first.child.kill('SIGKILL');
      const pid = portalPid(home) ?? assert.fail('no portal');
      process.kill(pid, 'SIGKILL');
      await eventually(() => !isAlive(pid), 'the end of the portal');
      const port = Number(first.link.port);
      const squatter = await squat(t, port);
      const second = await ask(home, ['--timeout', '60', 'Pick one', 'a', 'b']);
      assert.notEqual(second.link.port, first.link.port);
      const listed = await run(home, ['dashboard', '--json']);
      assert.equal(JSON.parse(listed.stdout).length, 1);
      await run(home, ['answer', second.id, 'b']);
      assert.equal((await second.exit).stdout, 'b\n');
      assert.deepEqual(squatter.heard, []);
    });
  }

  test('row 10: when the run directory is open to others or a link, then every command ends with 69 and says nothing there', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a']);
    const directory = join(home.directory, 'run');
    for (const [spoil, restore] of [
      [() => chmodSync(directory, 0o770), () => chmodSync(directory, 0o700)],
      [
        () => {
          renameSync(directory, `${directory}.real`);
          symlinkSync(`${directory}.real`, directory);
        },
        () => {
          rmSync(directory);
          renameSync(`${directory}.real`, directory);
        },
      ],
    ] as const) {
      spoil();
      for (const args of [['ask', 'Secret', 'a'], ['dashboard'], ['answer', asker.id, 'a'], ['stop', '--force']]) {
        const { code, stderr } = await run(home, args);
        assert.equal(code, 69, stderr);
        assert.match(stderr, /run is (?:open to other users|a symbolic link)/);
      }
      restore();
    }
    assert.equal((await run(home, ['answer', asker.id, 'a'])).code, 0);
  });

  test('row 14: when every text holds escapes, then no 0x1b is on stderr under a pty, and stdout has the value as given', {
    skip: noTerminal,
  }, async (t) => {
    const home = makeHome(t);
    const evil = '\u001b]0;owned\u0007\u001b[2J\u009b31m';
    const args = ['ask', '--no-tty', '--timeout', '60', `Q${evil}`, `v${evil}`];
    const terminal = startInTerminal(home, args, { env: { NO_COLOR: '1' } });
    const link = await terminal.url();
    const id = link.pathname.split('/').pop() ?? '';
    await run(home, ['answer', id, `v${evil}`, '--note', evil]);
    assert.deepEqual(await terminal.exit, { code: 0, stdout: `v${evil}\n` });
    assert.match(terminal.raw(), /Q/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    assert.doesNotMatch(terminal.raw(), /[\u001b\u0007\u009b]/);
  });
});

for (const engine of ENGINES) {
  test(`row 17 (${engine}): when a stranger floods the portal with requests, then some get 429, and commands of the user are served`, async (t) => {
    const home = makeHome(t, { CHOICE_TRANSPORT: engine });
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    await eventually(flood(t, Number(asker.link.port)), 'a refusal for too many requests');
    for (let tried = 0; tried < 3; tried += 1) {
      const { code, stdout } = await run(home, ['dashboard', '--json']);
      assert.deepEqual([code, JSON.parse(stdout).length], [0, 1]);
    }
    const { code, stderr } = await run(home, ['answer', asker.id, 'a']);
    assert.deepEqual([code, stderr], [0, 'choice: answered "a": Pick one\n']);
    assert.equal((await asker.exit).stdout, 'a\n');
  });
}

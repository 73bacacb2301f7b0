// `choice doctor` in each bad state: it says what is wrong and what to do, in words and as JSON, and exits with 1.
import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, type TestContext } from 'node:test';
import { resolvePaths } from '../../src/system/paths.ts';
import { candidatePorts } from '../../src/system/portal-files.ts';
import { test } from '../helpers/attempts.ts';
import { ask, type Home, makeHome, portalPid, run } from '../helpers/choice.ts';
import { buildVariant } from '../helpers/variant.ts';

type Environment = Readonly<Record<string, string>>;

const onLinux = { skip: process.platform !== 'linux' && 'who listens is read from /proc' };

/** Fails unless doctor finds that one problem, both ways of printing it. Gives the whole report. */
async function assertFinds(home: Home, check: string, what: RegExp, fix: RegExp, env: Environment = {}) {
  const [json, text] = await Promise.all([run(home, ['doctor', '--json'], env), run(home, ['doctor'], env)]);
  assert.deepEqual([json.code, text.code, json.stderr, text.stderr], [1, 1, '', '']);
  const report = JSON.parse(json.stdout);
  const [problem, ...more] = report.problems;
  assert.deepEqual([problem?.check, more], [check, []]);
  assert.match(problem.what, what);
  assert.match(problem.fix, fix);
  assert.ok(text.stdout.includes(`\n${check}: ${problem.what}\n  to do: ${problem.fix}\n`), text.stdout);
  return report;
}

function makeState(home: Home, mode = 0o700): string {
  const state = join(home.directory, 'state');
  mkdirSync(join(state, 'journal'), { recursive: true, mode: 0o700 });
  chmodSync(state, mode);
  return state;
}

/** Listens on a port until the test ends; on any when it is 0. Gives the port. */
async function listen(t: TestContext, port: number): Promise<number> {
  const server = createServer((socket) => socket.destroy());
  t.after(() => void server.close());
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('choice doctor finds', { concurrency: true }, () => {
  test('when a directory is open to others, then which, and how to close it', async (t) => {
    const home = makeHome(t);
    const state = makeState(home, 0o755);
    await assertFinds(home, 'directory', /state is open to other users$/, new RegExp(`chmod 700 ${state}$`));
  });

  test('when CHOICE_HOME is a link, then so', async (t) => {
    const home = makeHome(t);
    const link = join(home.directory, 'link');
    mkdirSync(join(home.directory, 'target'));
    symlinkSync('target', link);
    await assertFinds(home, 'directory', /link is a symbolic link$/, /use the directory it points to/, {
      CHOICE_HOME: link,
    });
  });

  test('when a directory belongs to another user, then so', {
    skip: process.getuid?.() !== 0 && 'only root can give files away',
  }, async (t) => {
    const home = makeHome(t);
    mkdirSync(join(home.directory, 'log'), { mode: 0o700 });
    chownSync(join(home.directory, 'log'), 12_345, 12_345);
    await assertFinds(home, 'directory', /log belongs to another user$/, /CHOICE_HOME/);
  });

  test('when the key is readable by others, then so', async (t) => {
    const home = makeHome(t);
    const state = makeState(home);
    writeFileSync(join(state, 'key'), 'x'.repeat(43), { mode: 0o644 });
    await assertFinds(home, 'key', /key is not a private file$/, /^run: rm /);
  });

  test('when there is no home for files, then so, and where they go', async (t) => {
    const home = makeHome(t);
    const env = { CHOICE_HOME: '', HOME: '', TMPDIR: home.directory };
    await assertFinds(
      home,
      'home',
      new RegExp(`^HOME is not set; files go to ${home.directory}/choice-`),
      /set CHOICE_HOME/,
      env,
    );
  });

  test('when the port that browsers know is taken, then by whom', onLinux, async (t) => {
    const home = makeHome(t);
    const port = await listen(t, 0);
    writeFileSync(join(makeState(home), 'port'), String(port));
    const report = await assertFinds(
      home,
      'port',
      new RegExp(`^${port} is taken by \\S+ \\(pid ${process.pid}\\)$`),
      /stop it/,
    );
    assert.deepEqual([report.port.state, report.port.owner.pid], ['taken', process.pid]);
  });

  test('when the engine that was asked for is unknown, then what to do', async (t) =>
    void (await assertFinds(makeHome(t), 'transport', /bogus/, /CHOICE_TRANSPORT/, { CHOICE_TRANSPORT: 'bogus' })));

  test('when the time after which a portal leaves is none, then what is one', async (t) =>
    void (await assertFinds(makeHome(t), 'variable', /^CHOICE_IDLE_EXIT: "soon" is not a duration; write/, /unset/, {
      CHOICE_IDLE_EXIT: 'soon',
    })));

  test('when the browser that was named is not there, then so', async (t) =>
    void (await assertFinds(makeHome(t), 'browser', /names no-such-browser/, /set CHOICE_BROWSER/, {
      CHOICE_BROWSER: 'no-such-browser --new',
    })));

  test('when the file of settings is damaged, then so', async (t) => {
    const home = makeHome(t);
    mkdirSync(join(home.directory, 'config'), { mode: 0o700 });
    writeFileSync(join(home.directory, 'config', 'config.json'), '{');
    await assertFinds(home, 'settings', /not valid JSON/, /choice config set/);
  });

  test('when the wall clock went back, then until when', async (t) => {
    const home = makeHome(t);
    const journal = join(makeState(home), 'journal', '1-x-0.jsonl');
    writeFileSync(journal, '');
    utimesSync(journal, new Date(), new Date(Math.round(Date.now() / 60_000 + 120) * 60_000));
    const report = await assertFinds(
      home,
      'clock',
      /^it was set back: a journal was written at 20\d\d-/,
      /set the clock/,
    );
    assert.ok(report.clock.ahead_ms > 7_000_000);
  });

  test('when a file is where the journals should be, then so', async (t) => {
    const home = makeHome(t);
    const state = join(home.directory, 'state');
    mkdirSync(state, { mode: 0o700 });
    writeFileSync(join(state, 'journal'), '', { mode: 0o600 });
    const { stdout, code } = await run(home, ['doctor', '--json']);
    assert.equal(code, 1);
    const { journal, problems } = JSON.parse(stdout);
    assert.match(journal.obstacle, /journal is not a directory/);
    assert.deepEqual(
      problems.map(({ check }: { check: string }) => check),
      ['directory', 'journal'],
    );
  });

  test('when the portal does not answer, then which process, and what to try', onLinux, async (t) => {
    const home = makeHome(t);
    await ask(home, ['Pick one', 'a']);
    const pid = portalPid(home) ?? assert.fail('no portal');
    process.kill(pid, 'SIGSTOP');
    await assertFinds(home, 'portal', new RegExp(`^pid ${pid} does not answer$`), new RegExp(`kill -CONT ${pid}`));
  });

  test('when a portal of another protocol is busy, then that one will run beside it', async (t) => {
    const home = makeHome(t);
    const other = await buildVariant({ protocol: 7, version: '9.9.9' });
    await other.ask(home, ['Pick one', 'a']);
    const report = await assertFinds(
      home,
      'portal',
      /^version 9\.9\.9 is running \(protocol 7\)/,
      /answer its open prompts \(1\)/,
    );
    assert.deepEqual([report.portal.version, report.portal.protocol], ['9.9.9', 7]);
  });
});

describe('choice doctor is content', { concurrency: true }, () => {
  test('when the first port is taken and no browser knows it yet, then it names the one that the portal will have', async (t) => {
    const home = makeHome(t);
    const [taken = 0, next] = candidatePorts(resolvePaths(home.env));
    await listen(t, taken);
    const { code, stdout } = await run(home, ['doctor', '--json']);
    assert.deepEqual([code, JSON.parse(stdout).port], [0, { port: next, state: 'free', owner: null }]);
  });

  test('when a journal has a torn line, then it says that the line is skipped', async (t) => {
    const home = makeHome(t);
    const journal = join(makeState(home), 'journal', '1-x-0.jsonl');
    writeFileSync(journal, '{"n":0,"ty');
    const { code, stdout } = await run(home, ['doctor']);
    assert.equal(code, 0);
    assert.match(stdout, /^journal +1 file, 10 B; 1 unreadable line skipped$/m);
  });

  test('when a portal of another version speaks the same protocol, then it says so', async (t) => {
    const home = makeHome(t);
    const other = await buildVariant({ version: '9.9.9' });
    await other.ask(home, ['Pick one', 'a']);
    const { code, stdout } = await run(home, ['doctor']);
    assert.equal(code, 0);
    assert.match(stdout, /^portal .*version 9\.9\.9; after choice stop/m);
  });

  test('when it has looked at a home, then nothing was made there', async (t) => {
    const home = makeHome(t);
    assert.equal((await run(home, ['doctor'])).code, 0);
    assert.deepEqual(readdirSync(home.directory), []);
  });
});

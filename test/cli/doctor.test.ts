// `choice doctor`: what runs here and why; and that either engine does the whole work.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { PROTOCOL } from '../../src/protocol/version.ts';
import { test } from '../helpers/attempts.ts';
import { ask, makeHome, portalPid, portalPids, root, run } from '../helpers/choice.ts';
import { killPortal } from '../helpers/portals.ts';
import { openTab } from '../helpers/tab.ts';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('choice doctor', { concurrency: true }, () => {
  test('when no portal runs, then --json says what would be used and nothing is started', async (t) => {
    const home = makeHome(t);
    const { code, stdout, stderr } = await run(home, ['doctor', '--json']);
    assert.deepEqual([code, stderr], [0, '']);
    const report = JSON.parse(stdout);
    assert.equal(report.version, version);
    assert.equal(report.node, process.version);
    assert.deepEqual(Object.keys(report.transport), ['engine', 'reason', 'install']);
    assert.deepEqual([report.portal.running, report.portal.pid, report.portal.url], [false, null, null]);
    assert.equal(report.paths.state, join(home.directory, 'state'));
    assert.deepEqual(portalPids(home), []);
    assert.deepEqual(readdirSync(home.directory), []);
  });

  test('when a portal runs, then it is described', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const { portal } = JSON.parse((await run(home, ['doctor', '--json'])).stdout);
    assert.deepEqual(portal, {
      running: true,
      pid: portalPid(home),
      url: `${asker.link.origin}/`,
      open: 1,
      kept: 0,
      version,
      protocol: PROTOCOL,
      silent_pid: null,
    });
  });

  test('when no portal runs and open prompts are on disk, then it says so, and names one that is damaged', async (t) => {
    const home = makeHome(t);
    const ids = await Promise.all(
      ['One?', 'Two?'].map(async (question) => (await run(home, ['ask', '--detach', question, 'a'])).stdout.trim()),
    );
    await killPortal(home);
    const whole = await run(home, ['doctor']);
    assert.match(whole.stdout, /not running; 2 open prompts wait on disk: to see them, run: choice dashboard/);
    assert.match((await run(home, ['stop'])).stderr, /no background portal is running; 2 open prompts wait on disk/);
    const path = join(home.directory, 'state', 'open', `${ids[0]}.json`);
    writeFileSync(path, '{"version":1');
    const { code, stdout } = await run(home, ['doctor']);
    assert.equal(code, 1);
    assert.ok(stdout.includes(path) && stdout.includes('holds an open prompt and cannot be read'), stdout);
    assert.match((await run(home, ['dashboard'])).stdout, /Two\?/, 'the other one goes on');
  });

  test('when the settings file holds escapes, then none reaches the terminal', async (t) => {
    const home = makeHome(t);
    mkdirSync(join(home.directory, 'config'), { mode: 0o700 });
    const name = '\u001b]0;title\u0007\u001b[2J\u202e\nchoice: all fine';
    writeFileSync(join(home.directory, 'config', 'config.json'), JSON.stringify({ [name]: 1 }), { mode: 0o600 });
    const { code, stdout } = await run(home, ['doctor']);
    assert.equal(code, 1);
    assert.match(stdout, /^settings: .*there is no setting/m);
    assert.doesNotMatch(stdout, /[^\P{Cc}\n]|\u202e|^choice: all fine/mu);
  });

  test('when no --json is given, then it is a table for people', async (t) => {
    const { code, stdout } = await run(makeHome(t), ['doctor']);
    assert.equal(code, 0);
    for (const row of [
      `choice +${version}`,
      `node +${process.version}`,
      'transport +(uws|node): \\S',
      'portal +not running',
      'browser +none: there is no display',
      'port +\\d+: free',
      'journal +0 files',
      'clock +20',
      'state +/',
      'all is well$',
    ])
      assert.match(stdout, new RegExp(`^${row}`, 'm'));
  });

  const skip =
    process.platform === 'linux' && process.arch === 'x64' && process.version.startsWith('v20.')
      ? false
      : 'no binary of uWebSockets.js for this machine';
  test('when the native engine fits this machine, then it is the one that runs', { skip }, async (t) => {
    const { transport } = JSON.parse((await run(makeHome(t), ['doctor', '--json'])).stdout);
    assert.equal(transport.engine, 'uws');
    assert.match(transport.reason, /\.node$/);
  });

  for (const [name, value] of [
    ['CHOICE_BROWSER', 'my-browser'],
    ['BROWSER', 'other'],
  ] as const) {
    test(`when ${name} is set, then the report names it`, async (t) => {
      const { browser } = JSON.parse((await run(makeHome(t), ['doctor', '--json'], { [name]: value })).stdout);
      assert.deepEqual(browser, { how: `${name}=${value}`, reason: null });
    });
  }
});

describe('variables of the portal', { concurrency: true }, () => {
  test('when CHOICE_TRANSPORT is node, then that engine runs and does the whole work', async (t) => {
    const home = makeHome(t, { CHOICE_TRANSPORT: 'node' });
    const { transport } = JSON.parse((await run(home, ['doctor', '--json'])).stdout);
    assert.deepEqual(transport, { engine: 'node', reason: 'CHOICE_TRANSPORT=node', install: null });
    const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a', 'b']);
    const log = readFileSync(join(home.directory, 'log', 'portal.log'), 'utf8');
    assert.match(log, /listens on \S+ \(node\)/);
    const [first, second] = await Promise.all([openTab(asker.link), openTab(asker.link)]);
    await first.request({ type: 'extend', by_ms: 60_000 });
    await second.view(({ remaining_ms }) => (remaining_ms ?? 0) > 60_000);
    assert.equal((await second.request({ type: 'answer', answer: { values: ['b'] } })).type, 'accepted');
    await first.delivery('delivered');
    assert.equal((await asker.exit).stdout, 'b\n');
  });

  for (const portal of ['background', 'inline']) {
    test(`when CHOICE_TRANSPORT is unknown (${portal}), then ask names those that are, with exit code 2`, async (t) => {
      const home = makeHome(t, { CHOICE_TRANSPORT: 'bogus' });
      const { code, stdout, stderr } = await run(home, ['ask', '--portal', portal, 'Pick one', 'a']);
      assert.deepEqual([code, stdout], [2, '']);
      assert.equal(stderr, 'choice: CHOICE_TRANSPORT: "bogus" is not valid; use one of: uws, node\n');
      assert.deepEqual(portalPids(home), []);
    });
  }

  test('when a portal should leave after what is no duration, then ask says what is one, with exit code 2', async (t) => {
    const home = makeHome(t);
    for (const wrong of ['soon', '2d', '-1']) {
      const { code, stdout, stderr } = await run(home, ['confirm', 'Go on?'], { CHOICE_IDLE_EXIT: wrong });
      assert.deepEqual([code, stdout], [2, ''], wrong);
      assert.match(stderr, /^choice: CHOICE_IDLE_EXIT: "\S+" is (not a duration|out of range); .+\n$/);
    }
    assert.deepEqual(portalPids(home), []);
  });

  test('when CHOICE_TRANSPORT is unknown, then doctor still answers and says what is wrong', async (t) => {
    const { code, stdout } = await run(makeHome(t), ['doctor', '--json'], { CHOICE_TRANSPORT: 'bogus' });
    assert.equal(code, 1);
    const { transport } = JSON.parse(stdout);
    assert.equal(transport.engine, null);
    assert.match(transport.reason, /bogus/);
  });
});

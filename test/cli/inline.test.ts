// `--portal inline`: the portal lives in the command itself and leaves nothing behind but its journal.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, eventually, type Home, makeHome, portalPids, readDashboard, run } from '../helpers/choice.ts';
import { assertWithin } from '../helpers/promptness.ts';
import { answerByHttp, openTab } from '../helpers/tab.ts';

function assertNothingLeft(home: Home): void {
  assert.deepEqual(portalPids(home), []);
  assert.ok(!existsSync(join(home.directory, 'run', 'portal.json')));
}

/** Resolves once nobody listens at `link` any more. */
function refusedAt(link: URL): Promise<void> {
  return eventually(
    () =>
      fetch(new URL('/healthz', link)).then(
        () => false,
        () => true,
      ),
    'the end of the portal',
  );
}

describe('--portal inline', { concurrency: true }, () => {
  const WAYS = [
    ['--portal inline', ['--portal', 'inline'], {}],
    ['CI=true', [], { CI: 'true' }],
    ['CI=1 and the node engine', [], { CI: '1', CHOICE_TRANSPORT: 'node' }],
  ] as const;
  for (const [way, flags, env] of WAYS) {
    test(`when ${way} is given, then a tab answers and nothing outlives the command`, async (t) => {
      const home = makeHome(t);
      const asker = await ask(home, [...flags, 'Pick one', 'a', 'b'], env);
      assertNothingLeft(home);
      const tab = await openTab(asker.link);
      tab.answer('b');
      const { code, stdout } = await asker.exit;
      assert.deepEqual([code, stdout], [0, 'b\n']);
      await tab.delivery('delivered');
      await refusedAt(asker.link);
      assertNothingLeft(home);
    });
  }

  test('when CI is set but --portal background is given, then the portal is in the background', async (t) => {
    const home = makeHome(t);
    await ask(home, ['--portal', 'background', 'Pick one', 'a'], { CI: 'true' });
    assert.equal(portalPids(home).length, 1);
  });

  test('when CI is set to no, then the portal is in the background', async (t) => {
    const home = makeHome(t);
    await ask(home, ['Pick one', 'a'], { CI: 'false' });
    assert.equal(portalPids(home).length, 1);
  });

  test('when nobody answers, then it times out', async (t) => {
    const home = makeHome(t);
    await assertWithin(1_250, async () => {
      const { code, stdout } = await run(home, [
        'ask',
        '--portal',
        'inline',
        '--json',
        '--timeout',
        '1',
        'Pick one',
        'a',
      ]);
      assert.equal(code, 124);
      const { elapsed_ms } = JSON.parse(stdout);
      assert.ok(elapsed_ms >= 1_000, `never early: ${elapsed_ms} ms`);
      return elapsed_ms;
    });
    assertNothingLeft(home);
  });

  test('when two run at once, then each has its own portal and a code of one is nothing to the other', async (t) => {
    const home = makeHome(t);
    const [first, second] = await Promise.all(
      ['First', 'Second'].map((question) => ask(home, ['--portal', 'inline', question, 'a', 'b'])),
    );
    assert.ok(first && second);
    assert.notEqual(first.link.port, second.link.port);
    const crossed = new URL(second.link);
    crossed.port = first.link.port;
    await assert.rejects(openTab(crossed), /401/);
    assert.deepEqual(await readDashboard(home), [], 'neither is in the list of the background portal');
    assert.equal((await answerByHttp(second.link, 'b')).status, 200);
    assert.equal((await second.exit).stdout, 'b\n');
    (await openTab(first.link)).answer('a');
    assert.equal((await first.exit).stdout, 'a\n');
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`when ${signal} comes, then the tab shows it, the command dies of it and nothing is left`, async (t) => {
      const home = makeHome(t);
      const asker = await ask(home, ['--portal', 'inline', 'Pick one', 'a']);
      const tab = await openTab(asker.link);
      asker.child.kill(signal);
      const ended = await asker.exit;
      assert.deepEqual([ended.signal, ended.stdout], [signal, '']);
      const status = await tab.settled();
      assert.equal(status.outcome?.by, 'asker');
      assertNothingLeft(home);
    });
  }

  test('when the tab stays open, then the command ends all the same', async (t) => {
    const asker = await ask(makeHome(t), ['--portal', 'inline', 'Pick one', 'a']);
    const tab = await openTab(asker.link);
    await tab.hasten();
    assert.equal((await asker.exit).code, 124);
    await tab.delivery('delivered');
  });
});

// A command that ends before its answer: by a signal it says so, killed it is noticed. The portal lives on.
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import {
  ask,
  idOf,
  isAlive,
  makeHome,
  portalPid,
  readDashboard,
  start,
  startGroup,
  startShell,
} from '../helpers/choice.ts';
import { ENGINES } from '../helpers/engines.ts';
import { assertWithin } from '../helpers/promptness.ts';
import { answerByHttp, openTab } from '../helpers/tab.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

describe('a signal', { concurrency: true }, () => {
  for (const signal of SIGNALS) {
    test(`when ${signal} comes, then it dies of that, stdout is empty and the prompt is closed everywhere`, async (t) => {
      const home = makeHome(t);
      const asker = await ask(home, ['--json', 'Pick one', 'a', 'b']);
      const tab = await openTab(asker.link);
      asker.child.kill(signal);
      const ended = await asker.exit;
      assert.deepEqual([ended.signal, ended.stdout], [signal, '']);
      const status = await tab.settled();
      assert.deepEqual([status.outcome?.status, status.outcome?.by], ['cancelled', 'asker']);
      await tab.delivery('gone');
      assert.deepEqual(await readDashboard(home), []);
      assert.ok(isAlive(portalPid(home) ?? 0), 'the portal lives on');
    });
  }

  for (const signal of SIGNALS) {
    test(`when ${signal} goes to the whole group that started the portal, then the portal and other askers live on`, async (t) => {
      const home = makeHome(t);
      const group = startGroup(home, ['ask', 'First', 'a', 'b']);
      const link = await group.url();
      const pid = portalPid(home) ?? assert.fail('no portal');
      const other = await ask(home, ['Second', 'a', 'b']);
      // As a terminal does: to every process of the foreground group.
      process.kill(-(group.child.pid ?? assert.fail()), signal);
      assert.equal((await group.exit).signal, signal);
      assert.deepEqual(
        (await readDashboard(home)).map(({ id }) => id),
        [other.id],
      );
      assert.notEqual(other.id, idOf(link));
      assert.equal(portalPid(home), pid);
      (await openTab(other.link)).answer('b');
      assert.equal((await other.exit).stdout, 'b\n');
    });
  }

  test('when the signal comes before the prompt is registered, then the command ends all the same', async (t) => {
    const home = makeHome(t);
    const asker = start(home, ['ask', 'Pick one', 'a', 'b']);
    await new Promise((resolve) => asker.child.once('spawn', resolve));
    asker.child.kill('SIGTERM');
    const { signal, stdout } = await asker.exit;
    assert.deepEqual([signal, stdout], ['SIGTERM', '']);
  });

  test('when a second signal comes, then the command does not outlive it', async (t) => {
    const asker = await ask(makeHome(t), ['Pick one', 'a', 'b']);
    asker.child.kill('SIGINT');
    asker.child.kill('SIGINT');
    assert.equal((await asker.exit).signal, 'SIGINT');
  });

  test('when SIGHUP comes and no stream is a terminal, then it goes on waiting, as nohup asks for', async (t) => {
    const asker = await ask(makeHome(t), ['Pick one', 'a', 'b']);
    asker.child.kill('SIGHUP');
    asker.child.kill('SIGHUP');
    await answerByHttp(asker.link, 'b');
    assert.equal((await asker.exit).stdout, 'b\n');
  });

  test('when a script is interrupted, then it stops with its command', async (t) => {
    const shell = startShell(makeHome(t), 'bash -c "choice ask First a; echo went on"');
    await shell.url();
    process.kill(-(shell.child.pid ?? assert.fail()), 'SIGINT');
    assert.equal((await shell.exit).stdout, '');
  });
});

describe('a killed asker', () => {
  for (const engine of ENGINES) {
    test(`G7: when it is killed (${engine}), then its tab hears within 1 s that the command is gone`, async (t) => {
      const home = makeHome(t, { CHOICE_TRANSPORT: engine });
      await assertWithin(1_000, async () => {
        const asker = await ask(home, ['Pick one', 'a', 'b']);
        const tab = await openTab(asker.link);
        await tab.look();
        const killed = performance.now();
        asker.child.kill('SIGKILL');
        const status = await tab.settled();
        await tab.delivery('gone');
        const took = performance.now() - killed;
        assert.deepEqual([status.outcome?.status, status.outcome?.by], ['cancelled', 'asker']);
        assert.equal((await tab.look()).delivery, 'gone');
        const verdict = await tab.request({ type: 'answer', answer: { values: ['a'] } });
        assert.ok(verdict.type === 'refused' && verdict.outcome?.status === 'cancelled');
        assert.deepEqual(await readDashboard(home), []);
        return took;
      });
    });
  }
});

// SIGKILL of the portal loses nothing: the askers start another and go on with the time that was left.
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, makeHome, portalPid, portalPids, readDashboard } from '../helpers/choice.ts';
import { ENGINES } from '../helpers/engines.ts';
import { killPortal, reattached } from '../helpers/portals.ts';
import { gap, openSession, openTab, Tab } from '../helpers/tab.ts';

describe('a killed portal', () => {
  for (const engine of ENGINES) {
    test(`when three askers wait (${engine}), then all find one new portal on the same port, with the same deadlines`, async (t) => {
      const home = makeHome(t, { CHOICE_TRANSPORT: engine });
      const timeouts = ['60', '5m', '1h'];
      const askers = await Promise.all(
        timeouts.map((timeout) => ask(home, ['--timeout', timeout, 'Pick one', 'a', 'b'])),
      );
      const tokens = await Promise.all(askers.map(({ link }) => openSession(link)));
      const tabs = await Promise.all(askers.map(({ link, id }, index) => Tab.open(link, tokens[index] ?? '', id)));
      await tabs[1]?.request({ type: 'extend', by_ms: 60_000 });
      const before = await Promise.all(tabs.map((tab) => tab.boundDeadline()));

      const killed = await killPortal(home);
      const lost = performance.now();
      await Promise.all(askers.map(reattached));
      assert.ok(performance.now() - lost < 3_000, 're-attached within 3 s');
      assert.deepEqual(portalPids(home), [portalPid(home)], 'one portal');
      assert.notEqual(portalPid(home), killed);
      const listed = await readDashboard(home);
      assert.deepEqual(new Set(listed.map(({ id }) => id)), new Set(askers.map(({ id }) => id)));
      assert.ok(listed.every(({ url }) => new URL(url).port === askers[0]?.link.port));

      for (const [index, { link, id, exit }] of askers.entries()) {
        // What a tab kept from the earlier portal still opens the door of the new one.
        const tab = await Tab.open(link, tokens[index] ?? '', id);
        const moved = gap(await tab.boundDeadline(), before[index] ?? assert.fail());
        assert.ok(moved <= 50, `deadline ${index} moved by ${moved} ms`);
        tab.answer(index % 2 === 0 ? 'a' : 'b');
        assert.deepEqual(await exit.then(({ code, stdout }) => [code, stdout]), [0, index % 2 === 0 ? 'a\n' : 'b\n']);
        await tab.delivery('delivered');
      }
    });
  }

  test('when the printed URL is opened only afterwards, then its code still opens a session', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a', 'b']);
    await killPortal(home);
    await reattached(asker);
    const tab = await openTab(asker.link);
    tab.answer('b');
    assert.equal((await asker.exit).stdout, 'b\n');
  });

  test('when the code in the printed URL was used up before, then the new portal refuses it too', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a', 'b']);
    for (let use = 1; use <= 8; use += 1) await openSession(asker.link);
    await killPortal(home);
    await reattached(asker);
    await assert.rejects(openSession(asker.link), /401/);
  });

  test('when it is killed again and again, then the deadline still comes when it was due', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--json', '--timeout', '6', 'Pick one', 'a', 'b']);
    const deadline = await (await openTab(asker.link)).measureDeadline();
    const killed = await killPortal(home);
    await reattached(asker);
    assert.notEqual(await killPortal(home), killed);
    const { code, stdout } = await asker.exit;
    const late = performance.now() - deadline;
    assert.equal(code, 124);
    assert.ok(late > -50 && late < 2_000, `${late} ms late`);
    const { id, elapsed_ms } = JSON.parse(stdout);
    assert.equal(id, asker.id);
    // The time with the portals that were killed counts.
    assert.ok(elapsed_ms >= 5_950 && elapsed_ms < 8_000, `${elapsed_ms} ms`);
  });

  test('when a prompt was settled before, then a tab that comes back learns its outcome from the journal', async (t) => {
    const home = makeHome(t);
    const [first, second] = [await ask(home, ['First', 'a', 'b']), await ask(home, ['Second', 'a', 'b'])];
    const token = await openSession(first.link);
    const tab = await Tab.open(first.link, token, first.id);
    tab.answer('b');
    await first.exit;
    await killPortal(home);
    await reattached(second);
    const { outcome } = await (await Tab.open(first.link, token, first.id)).look();
    assert.deepEqual(outcome?.values, ['b']);
  });
});

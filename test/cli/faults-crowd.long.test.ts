// A crowd of real commands: twenty start at once and share one portal; fifty wait while it is killed, and none is lost.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { type Asker, ask, makeHome, portalPid, portalPids, readDashboard } from '../helpers/choice.ts';
import { ENGINES } from '../helpers/engines.ts';
import { killPortal, reattached } from '../helpers/portals.ts';
import { answerByHttp, type Bounds, gap, openSession, Tab } from '../helpers/tab.ts';

const REATTACH_WITHIN = 3_000;
const MAX_SHIFT = 50;

/** By when each prompt ends, in ms of this process's clock, as its tabs see it. */
async function measureDeadlines(askers: readonly Asker[], tokens: readonly string[]): Promise<Bounds[]> {
  const deadlines: Bounds[] = [];
  // One after another: fifty at once would only measure each other.
  for (const [index, { link, id }] of askers.entries()) {
    const tab = await Tab.open(link, tokens[index] ?? '', id);
    deadlines.push(await tab.boundDeadline());
    tab.close();
  }
  return deadlines;
}

describe('a crowd of askers', () => {
  test('when twenty start at once from cold, then there is exactly one portal, and there never was another', async (t) => {
    const home = makeHome(t);
    const askers = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(home, [`Question ${n}`, 'a', 'b'])));
    assert.deepEqual(portalPids(home), [portalPid(home)]);
    const log = readFileSync(join(home.directory, 'log', 'portal.log'), 'utf8');
    assert.equal(log.match(/ listens on /g)?.length, 1);
    assert.equal(new Set(askers.map(({ link }) => link.origin)).size, 1);
    assert.equal((await readDashboard(home)).length, 20);
  });

  for (const engine of ENGINES) {
    test(`when the portal is killed with fifty askers open (${engine}), then one new portal has all within 3 s, the deadlines as they were`, {
      timeout: 170_000,
    }, async (t) => {
      const home = makeHome(t, { CHOICE_TRANSPORT: engine });
      const askers: Asker[] = [];
      for (let group = 0; group < 5; group += 1) {
        const ten = Array.from({ length: 10 }, (_, n) =>
          ask(home, ['--timeout', '10m', `Question ${group}${n}`, 'a', 'b']),
        );
        askers.push(...(await Promise.all(ten)));
      }
      const tokens = await Promise.all(askers.map(({ link }) => openSession(link)));
      const before = await measureDeadlines(askers, tokens);

      const killed = await killPortal(home);
      const lost = performance.now();
      const times = await Promise.all(askers.map((asker) => reattached(asker).then(() => performance.now() - lost)));
      const slowest = Math.max(...times);
      t.diagnostic(`50 askers (${engine}): the slowest was back after ${Math.round(slowest)} ms`);

      assert.notEqual(portalPid(home), killed);
      assert.deepEqual(portalPids(home), [portalPid(home)], 'one new portal');
      const listed = await readDashboard(home);
      assert.deepEqual(new Set(listed.map(({ id }) => id)), new Set(askers.map(({ id }) => id)), 'the same ids');
      const after = await measureDeadlines(askers, tokens);
      const shifts = after.map((deadline, index) => gap(deadline, before[index] ?? assert.fail()));
      t.diagnostic(
        `50 askers (${engine}): the deadline that moved most moved by ${Math.round(Math.max(...shifts))} ms`,
      );
      assert.ok(Math.max(...shifts) <= MAX_SHIFT, `${Math.max(...shifts)} ms`);
      assert.ok(slowest < REATTACH_WITHIN, `${slowest} ms`);

      // Each still gets its own answer.
      const [first = assert.fail(), last = assert.fail()] = [askers[0], askers.at(-1)];
      await Promise.all([answerByHttp(first.link, 'a'), answerByHttp(last.link, 'b')]);
      assert.deepEqual([(await first.exit).stdout, (await last.exit).stdout], ['a\n', 'b\n']);
    });
  }
});

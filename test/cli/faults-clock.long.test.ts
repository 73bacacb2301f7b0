// The wall clock of the portal steps by hours while its monotonic clock runs on: no deadline moves.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, binary, eventually, makeHome, portalPid, readDashboard, root, run, startIn } from '../helpers/choice.ts';
import { ENGINES } from '../helpers/engines.ts';
import { findFaketime } from '../helpers/faketime.ts';
import { killPortal, reattached } from '../helpers/portals.ts';
import { readJournal } from '../helpers/question.ts';
import { gap, openTab } from '../helpers/tab.ts';

const HOUR = 3_600_000;

const library = findFaketime();
const skip = library === null && 'libfaketime is not installed (Debian: apt-get install faketime)';

describe('a wall clock that steps', { concurrency: true, skip }, () => {
  for (const engine of ENGINES) {
    test(`when it goes forth and back by two hours (${engine}), then no deadline moves, and the prompt ends when it was due`, async (t) => {
      const home = makeHome(t, { CHOICE_TRANSPORT: engine });
      const offset = join(home.directory, 'offset');
      const step = (hours: string) => writeFileSync(offset, `${hours}h\n`);
      step('+0');
      // The portal itself, since askers pass no LD_PRELOAD on to the one that they start.
      startIn(home, process.execPath, [join(root, 'dist', 'load.js'), 'portal.js'], {
        LD_PRELOAD: library ?? '',
        FAKETIME_TIMESTAMP_FILE: offset,
        FAKETIME_NO_CACHE: '1',
        DONT_FAKE_MONOTONIC: '1',
      });
      await eventually(() => portalPid(home) !== null, 'the start of the portal');
      const asker = await ask(home, ['--json', '--timeout', '60', 'Pick one', 'a', 'b']);
      const tab = await openTab(asker.link);
      const before = await tab.boundDeadline();
      for (const hours of ['+2', '-2']) {
        step(hours);
        const moved = gap(await tab.boundDeadline(), before);
        assert.ok(moved <= 50, `${hours} h: the deadline moved by ${moved} ms`);
      }
      await tab.request({ type: 'extend', by_ms: 60_000 });
      await tab.hasten();
      const due = await tab.measureDeadline(2);
      const { code, stdout } = await asker.exit;
      const late = performance.now() - due;
      assert.equal(code, 124);
      assert.ok(late > -20 && late < 2_000, `${late} ms late`);
      const { elapsed_ms, opened_at, settled_at } = JSON.parse(stdout);
      assert.ok(elapsed_ms >= 1_000 && elapsed_ms < 60_000, `${elapsed_ms} ms`);
      // The steps were real to the portal: by its wall clock the prompt ended before it was opened.
      assert.ok(Math.abs(settled_at - opened_at + 2 * HOUR) < 60_000, `${settled_at - opened_at} ms`);
      await eventually(() => readJournal(home).some(({ type }) => type === 'received'), 'the acknowledgement');
    });
  }
});

describe('an asker with a monotonic clock of its own', { concurrency: true }, () => {
  for (const place of ['ten days ahead', 'ten days behind'] as const) {
    test(`when the portal is ${place} and another one takes its place, then no time is lost`, async (t) => {
      const home = makeHome(t);
      const days = ['unshare', '-T', '-f', '--boottime', '864000', '--monotonic', '864000', '--', process.execPath];
      if (spawnSync(days[0] ?? '', [...days.slice(1), '--version']).status !== 0) {
        t.skip('no time namespace can be made here');
        return;
      }
      const command = [...(place === 'ten days behind' ? days : [process.execPath]), binary];
      if (place === 'ten days ahead') {
        startIn(home, days[0] ?? '', [...days.slice(1), join(root, 'dist', 'load.js'), 'portal.js']);
        await eventually(() => portalPid(home) !== null, 'the start of the portal');
      } else await run(home, ['ask', '--timeout', '1', 'Q', 'a']);
      const args = ['ask', '--timeout', '1h', '--fallback', 'b', 'Pick one', 'a', 'b'];
      const asker = startIn(home, command[0] ?? '', [...command.slice(1), ...args]);
      await asker.url();
      await killPortal(home);
      await reattached(asker);
      const [prompt] = await readDashboard(home);
      assert.ok(prompt && (prompt.remaining_ms ?? 0) > 3_400_000, `${prompt?.remaining_ms}`);
      assert.equal((await run(home, ['answer', prompt.id, 'a'])).code, 0);
      assert.equal((await asker.exit).stdout, 'a\n');
    });
  }
});

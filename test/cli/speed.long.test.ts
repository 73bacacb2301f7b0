// A guard against what makes it slow: quick forms of the benches, with bounds that a crowded machine keeps. `npm run
// bench` measures. Ratios only, and the best of a few attempts, since a neighbour can spoil any one.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { measureDeadline } from '../../scripts/bench/deadline.ts';
import { measureFanout } from '../../scripts/bench/fanout.ts';
import type { Bench } from '../../scripts/bench/report.ts';
import { measureStart } from '../../scripts/bench/start.ts';
import { median } from '../../scripts/bench/statistics.ts';
import { selectTransport } from '../../src/transport/select.ts';
import { test } from '../helpers/attempts.ts';

const ATTEMPTS = 3;

/** Passes when `check` does for one of a few runs of `bench`. */
async function guard<Figures>(bench: Bench, check: (figures: Figures) => void): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { figures } = await bench({ quick: true });
    try {
      return check(figures as Figures);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

const { engine, reason } = await selectTransport(undefined);
const skip = engine === 'uws' ? false : `the native engine does not run here: ${reason}`;

describe('speed', () => {
  test('when choice starts, then it takes a few times what Node itself takes', () =>
    guard<{ ratios: { version: number; warm: number; cold: number } }>(measureStart, ({ ratios }) => {
      assert.ok(ratios.version <= 2, `--version: ${ratios.version}`);
      assert.ok(ratios.warm <= 3, `with a portal: ${ratios.warm}`);
      assert.ok(ratios.cold <= 7, `without: ${ratios.cold}`);
    }));

  test(
    'when deadlines pass, then none is early, and most are told long before a loop that ticks each second',
    { skip },
    () =>
      guard<{ late_ms: Readonly<Record<'idle' | 'loaded' | 'loop', number[]>> }>(measureDeadline, ({ late_ms }) => {
        const { idle, loaded, loop } = late_ms;
        assert.ok(Math.min(...idle, ...loaded) >= 0, 'early');
        assert.ok(median(idle) <= median(loop) / 2, `${median(idle)} ms against ${median(loop)} ms`);
        assert.ok(median(loaded) <= median(loop) / 2, `loaded: ${median(loaded)} ms against ${median(loop)} ms`);
      }),
  );

  test('when tabs are sent the time left, then it costs little more than the engine alone', { skip }, () =>
    guard<{ messages_per_cpu_second: Record<string, Record<'uws' | 'bare' | 'node', number>> }>(
      measureFanout,
      ({ messages_per_cpu_second }) => {
        for (const { uws, bare, node } of Object.values(messages_per_cpu_second)) {
          assert.ok(uws >= bare / 2, `against a bare server: ${uws / bare}`);
          assert.ok(uws >= node * 0.7, `against the node engine: ${uws / node}`);
        }
      },
    ),
  );
});

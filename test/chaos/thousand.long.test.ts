// As many prompts as a portal takes: each asker gets its own answer, and neither memory nor patience runs out.
import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { test } from 'node:test';
import type { Asker } from '../helpers/asker.ts';
import { ENGINES } from '../helpers/engines.ts';
import { countingIds } from '../helpers/ids.ts';
import { makeSpec } from '../helpers/prompts.ts';
import { PortalProcess } from './portal-process.ts';

const PROMPTS = 1_000;
/** Askers that come at the same moment. */
const AT_ONCE = 20;
const MAX_RSS = 200 * 1024 * 1024;
const MAX_REGISTERING = 1_000;

/** Does `work` for each of `items`, `AT_ONCE` of them side by side. */
async function forEach<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  const left = [...items.entries()];
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

for (const engine of ENGINES) {
  test(`when 1,000 prompts are open (${engine}), then each gets its own answer; registering and memory stay in bounds`, async (t) => {
    const portal = await PortalProcess.start(t, engine);
    const newId = countingIds();
    const prompts = Array.from({ length: PROMPTS }, () => ({ id: newId(), asker: null as Asker | null }));
    const latencies: number[] = [];
    const lag = monitorEventLoopDelay({ resolution: 10 });
    lag.enable();
    await forEach(prompts, async (prompt, index) => {
      const began = performance.now();
      prompt.asker = await portal.connectAsker();
      const options = [{ value: `yes ${index}` }, { value: `no ${index}` }];
      await prompt.asker.open(prompt.id, makeSpec({ options, timeout_ms: 3_600_000 }));
      latencies.push(performance.now() - began);
    });
    const p99 = latencies.sort((a, b) => a - b)[Math.floor(PROMPTS * 0.99)] ?? Number.NaN;
    lag.disable();
    // What a busy machine adds is not the portal's: this process was kept from running for so long, and each of the
    // four legs of connecting and registering may have been.
    const noise = (4 * lag.max) / 1e6;
    const { rss } = await portal.measure();
    t.diagnostic(
      `registering p99 ${p99.toFixed(1)} ms, noise up to ${noise.toFixed(1)} ms, RSS ${(rss / 1024 / 1024).toFixed(1)} MiB`,
    );
    assert.ok(p99 < MAX_REGISTERING + noise, `registering takes ${p99} ms at p99`);
    assert.ok(rss < MAX_RSS, `RSS ${rss}`);

    const answerOf = (index: number) => `${index % 3 === 0 ? 'no' : 'yes'} ${index}`;
    await forEach([...prompts.entries()].reverse(), async ([index, { id }]) => {
      assert.equal(await portal.answer(id, { values: [answerOf(index)] }), 200);
    });
    for (const [index, { id, asker }] of prompts.entries()) {
      const settled = await asker?.heard('settled');
      assert.deepEqual([settled?.id, settled?.outcome.values], [id, [answerOf(index)]]);
      asker?.send({ type: 'received' });
      await asker?.closed;
    }
    assert.ok(prompts.every(({ asker }) => asker?.told.filter(({ type }) => type === 'settled').length === 1));
  });
}

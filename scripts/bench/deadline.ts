// Deadlines: how late 1,000 prompts time out, idle and while the portal sends to 1,000 tabs without a pause.
import { join } from 'node:path';
import { bundle, Worker } from './processes.ts';
import { atLeast, atMost, type Bench, beside } from './report.ts';
import { cleanUp } from './scope.ts';
import { percentile } from './statistics.ts';

export const measureDeadline: Bench = ({ quick }) =>
  cleanUp(async (scope) => {
    const count = quick ? 200 : 1_000;
    const directory = await bundle(scope);
    const [server, crowd] = [join(directory, 'server.mjs'), join(directory, 'crowd.mjs')];
    const calm = await Worker.start(scope, server, ['uws']);
    const idle = await calm.ask<number[]>({ type: 'lateness', count });
    const { timers, loop } = await calm.ask<{ timers: number[]; loop: number[] }>({ type: 'others', count });
    await calm.end();

    const busy = await Worker.start(scope, server, ['uws']);
    const tabs = await Worker.start(scope, crowd, [busy.first, quick ? 200 : 1_000]);
    await busy.ask({ type: 'load', on: true });
    const loaded = await busy.ask<number[]>({ type: 'lateness', count });
    await busy.ask({ type: 'load', on: false });
    await Promise.all([busy.end(), tabs.end()]);

    const spread = (samples: readonly number[]) =>
      `${percentile(samples, 0.5).toFixed(1)} ms median, ${percentile(samples, 0.99).toFixed(1)} ms p99`;
    return {
      title: 'Deadline',
      method: `${count.toLocaleString('en')} prompts with random deadlines within 5 s, from the deadline to the outcome being announced, the journal included. Loaded: the same process sends to ${tabs.first.toLocaleString('en')} tabs without a pause meanwhile.`,
      rows: [
        atLeast('earliest of all, idle and loaded', Math.min(...idle, ...loaded), 0, ' ms', 2),
        atMost('lateness idle, p99', percentile(idle, 0.99), 20, ' ms'),
        atMost('lateness loaded, p99', percentile(loaded, 0.99), 50, ' ms'),
        beside('idle', spread(idle)),
        beside('loaded', spread(loaded)),
        beside('one `setTimeout` a prompt, idle, nothing written', spread(timers)),
        beside('a loop that looks each second', spread(loop)),
        beside('`setTimeout` before its deadline', `${timers.filter((late) => late < 0).length} of ${count}`),
      ],
      figures: { count, late_ms: { idle, loaded, timers, loop } },
    };
  });

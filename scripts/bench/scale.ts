// Scale: memory and processor time of a whole portal as prompts and tabs grow.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeHome, portalPid, run, type Scope } from '../../test/helpers/choice.ts';
import { bundle, descriptorLimit, type Usage, Worker } from './processes.ts';
import { atMost, type Bench, beside } from './report.ts';
import { cleanUp } from './scope.ts';

interface Step {
  readonly prompts: number;
  readonly tabs: number;
  readonly rss_mib: number;
  /** Of one core, in percent. */
  readonly cpu: number;
}

export const measureScale: Bench = ({ quick }) =>
  cleanUp(async (scope) => {
    const seconds = quick ? 6 : 20;
    const most = quick ? 1_000 : Math.min(10_000, descriptorLimit() - 1_500);
    const directory = await bundle(scope);
    const portal = await Worker.start(scope, join(directory, 'server.mjs'), ['portal']);
    const tokens = await portal.ask<{ asker: string; tab: string }>({ type: 'tokens' });
    const steps: Step[] = [];
    let [prompts, tabs] = [0, 0];

    /** Waits until the portal is idle, then measures its memory and CPU time for a while. */
    async function look(): Promise<void> {
      await wait(2);
      const before = await portal.ask<Usage>({ type: 'usage' });
      await wait(seconds);
      const after = await portal.ask<Usage>({ type: 'usage' });
      const cpu = (after.cpu_ms - before.cpu_ms) / (10 * seconds);
      steps.push({ prompts, tabs, rss_mib: after.rss_mib, cpu });
    }

    const crowd = (count: number, ...rest: (string | number)[]) =>
      Worker.start(scope, join(directory, 'crowd.mjs'), [portal.first, count, ...rest]);
    await look();
    // Askers use numbered ids, so the second crowd joins the prompts of the first one and adds the rest.
    for (const count of [100, 1_000]) {
      await crowd(count, 'asker', tokens.asker);
      prompts = count;
      await look();
    }
    for (const count of [1_000, most].filter((count, at) => at === 0 || count > 1_000)) {
      tabs += (await crowd(count - tabs, 'tab', tokens.tab, prompts)).first;
      await look();
    }

    const idle = await weighIdle(scope);
    const [none, some, many, first, last] = steps;
    const name = ({ prompts, tabs }: Step) =>
      `${prompts.toLocaleString('en')} prompts, ${tabs.toLocaleString('en')} tabs`;
    const show = ({ rss_mib, cpu }: Step) => `${rss_mib.toFixed(0)} MiB, ${cpu.toFixed(1)} % of a core`;
    const per = (from: Step | undefined, to: Step | undefined, of: 'prompts' | 'tabs') =>
      from && to ? `${(((to.rss_mib - from.rss_mib) * 1_024) / (to[of] - from[of])).toFixed(1)} KiB` : '';
    return {
      title: 'Scale',
      method: `One portal on uws; its askers and tabs in other processes, each tab synced every 5 s. Processor time over ${seconds} s each.${most < 10_000 && !quick ? ` The descriptor limit here allows ${most.toLocaleString('en')} tabs.` : ''}`,
      rows: [
        atMost('the background portal, idle', idle, 60, ' MiB', 0),
        ...(first ? [atMost(name(first), first.rss_mib, 120, ' MiB', 0)] : []),
        ...(last && !quick
          ? [atMost(name(last), last.rss_mib, 300, ' MiB', 0), atMost(`${name(last)}, of one core`, last.cpu, 10, ' %')]
          : []),
        ...steps.map((step) => beside(name(step), show(step))),
        beside(
          'memory for each prompt and its asker: from 0 to 100, from 100 to 1,000',
          `${per(none, some, 'prompts')}, ${per(some, many, 'prompts')}`,
        ),
        beside(
          'memory for each tab: the first 1,000, the rest',
          `${per(many, first, 'tabs')}, ${per(first, last, 'tabs')}`,
        ),
      ],
      figures: { seconds, idle_mib: idle, steps },
    };
  });

/** MiB of memory of the real background portal after its only prompt has settled. */
async function weighIdle(scope: Scope): Promise<number> {
  const home = makeHome(scope);
  await run(home, ['ask', '--no-open', '--portal', 'background', '--timeout', '1s', 'Ready?', 'yes', 'no']);
  return readRss(portalPid(home) ?? 0);
}

/** MiB. proc(5): the second field of `statm` is in pages of 4 KiB. */
function readRss(pid: number): number {
  return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4) / 1_024;
}

function wait(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}

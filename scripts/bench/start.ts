// Start: from the spawn of `choice ask` until its prompt is registered, compared with `node -e 0` in the same rounds.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { binary, eventually, type Home, makeHome, portalPids } from '../../test/helpers/choice.ts';
import { atMost, type Bench, beside } from './report.ts';
import { cleanUp } from './scope.ts';
import { median, pairedRatio } from './statistics.ts';

const ASK = ['ask', '--no-open', '--portal', 'background', 'Pick one', 'a', 'b'];

/** Ms from the spawn to the end of `node ARGS`. */
async function timeCommand({ env }: Home, args: readonly string[]): Promise<number> {
  const started = performance.now();
  await once(spawn(process.execPath, args, { env, stdio: 'ignore' }), 'exit');
  return performance.now() - started;
}

/** Ms from the spawn of an asker to the URL of its prompt on stderr, which it prints once that is registered. */
async function timeRegistration({ env }: Home): Promise<number> {
  const started = performance.now();
  // 'ignore' looks like a closed stdout, and then the command does not ask.
  const child = spawn(process.execPath, [binary, ...ASK], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const took = await new Promise<number>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
      if (said.includes('http://')) resolve(performance.now() - started);
    });
    child.once('exit', () => reject(new Error(`the asker ended: ${said}`)));
  });
  child.kill();
  await once(child, 'exit');
  return took;
}

/** Ends the portal of `home`, so that the next start there is cold again. */
async function endPortal(home: Home): Promise<void> {
  for (const pid of portalPids(home)) process.kill(pid);
  await eventually(() => portalPids(home).length === 0, 'the end of the portal');
}

export const measureStart: Bench = ({ quick }) =>
  cleanUp(async (scope) => {
    const env = { CHOICE_IDLE_EXIT: '60s' };
    const [warmHome, coldHome] = [makeHome(scope, env), makeHome(scope, env)];
    const node: number[] = [];
    const version: number[] = [];
    const warm: number[] = [];
    const cold: number[] = [];
    // The first rounds also fill the disk cache, and write the code caches of src/load.cjs.
    const [warmUps, rounds] = [2, quick ? 5 : 40];
    await timeCommand(warmHome, [binary, 'confirm', '--no-open', '--timeout', '1s', '--fallback', 'yes', 'Ready?']);
    for (let round = 0; round < warmUps + rounds; round += 1) {
      const times = [
        await timeCommand(warmHome, ['-e', '0']),
        await timeCommand(warmHome, [binary, '--version']),
        await timeRegistration(warmHome),
        await timeRegistration(coldHome),
      ] as const;
      await endPortal(coldHome);
      if (round < warmUps) continue;
      for (const [samples, time] of [node, version, warm, cold].map((samples, at) => [samples, times[at]] as const)) {
        if (time !== undefined) samples.push(time);
      }
    }
    const ratios = {
      version: pairedRatio(version, node),
      warm: pairedRatio(warm, node),
      cold: pairedRatio(cold, node),
    };
    return {
      title: 'Start',
      method: `${rounds} rounds, each of one run of every kind in turn; ratios are taken round by round, and their median is told. Registered is when the asker prints the URL of its prompt.`,
      rows: [
        beside('`node -e 0`', `${median(node).toFixed(0)} ms`),
        atMost('`choice --version`, against `node -e 0`', ratios.version, 1.15, '×', 2),
        atMost('`choice ask` to registered, portal up', ratios.warm, 1.5, '×', 2),
        atMost('`choice ask` to registered, no portal', ratios.cold, 2.8, '×', 2),
      ],
      figures: { rounds, ratios, ms: { node, version, warm, cold } },
    };
  });

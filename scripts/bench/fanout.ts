// Fan-out: `sync` messages per second of CPU time, on either engine, on a bare uWS server, and on FastAPI.
import { join } from 'node:path';
import { FASTAPI_PACKAGES, startFastApi } from './fastapi.ts';
import { bundle, descriptorLimit, type Usage, Worker } from './processes.ts';
import { atLeast, atMost, type Bench, beside, type Row } from './report.ts';
import { cleanUp } from './scope.ts';
import { median } from './statistics.ts';

/** A server under test, in any language. */
interface Peer {
  readonly port: number;
  sendRounds(count: number): Promise<unknown>;
  cpu(): Promise<number>;
  end(): Promise<void>;
}

interface Count {
  readonly heard: number;
  readonly open: number;
  readonly lost: number;
}

type PeerName = 'uws' | 'bare' | 'node' | 'fastapi';

export const measureFanout: Bench = ({ quick }) =>
  cleanUp(async (scope) => {
    const directory = await bundle(scope);
    const startPeer = async (name: PeerName): Promise<Peer | null> => {
      if (name === 'fastapi') {
        const server = await startFastApi(scope);
        return (
          server && {
            port: server.port,
            sendRounds: (count) => server.call(`/rounds?count=${count}`),
            cpu: async () => (await server.call<Usage>('/usage')).cpu_ms,
            end: server.end,
          }
        );
      }
      const server = await Worker.start(scope, join(directory, 'server.mjs'), [name]);
      return {
        port: server.first,
        sendRounds: (count) => server.ask({ type: 'rounds', count }),
        cpu: async () => (await server.ask<Usage>({ type: 'usage' })).cpu_ms,
        end: () => server.end(),
      };
    };
    const gather = (port: number, tabs: number) => Worker.start(scope, join(directory, 'crowd.mjs'), [port, tabs]);

    const names: readonly PeerName[] = quick ? ['uws', 'bare', 'node'] : ['uws', 'bare', 'node', 'fastapi'];
    const sizes = quick ? [200] : [1_000, Math.min(10_000, descriptorLimit() - 500)];
    const [messages, times] = quick ? [20_000, 4] : [40_000, 9];
    const rates: Record<string, Record<string, number>> = {};
    const missing = new Set<PeerName>();
    for (const tabs of sizes) {
      const peers: { name: PeerName; peer: Peer; crowd: Worker; samples: number[] }[] = [];
      for (const name of names) {
        const peer = await startPeer(name);
        if (peer) peers.push({ name, peer, crowd: await gather(peer.port, tabs), samples: [] });
        else missing.add(name);
      }
      // The servers take turns, so that other load on the machine affects all of them.
      for (let sample = 0; sample < times; sample += 1) {
        for (const { peer, crowd, samples } of peers)
          samples.push(await timeRounds(peer, crowd, Math.ceil(messages / tabs)));
      }
      rates[tabs] = Object.fromEntries(peers.map(({ name, samples }) => [name, median(samples.slice(1))]));
      for (const { peer, crowd } of peers) await Promise.all([peer.end(), crowd.end()]);
    }
    const minute = quick || missing.has('fastapi') ? null : await measureMinute();

    async function measureMinute() {
      const [hub, fastApi] = [await startPeer('uws'), await startFastApi(scope)];
      if (!hub || !fastApi) return null;
      const crowds = [await gather(hub.port, 1_000), await gather(fastApi.port, 1_000)];
      const read = async () => [await hub.cpu(), (await fastApi.call<Usage>('/usage')).cpu_ms] as const;
      // Work left over from the handshakes must not count towards the minute.
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      const before = await read();
      await fastApi.call('/tick?seconds=60');
      const after = await read();
      await Promise.all([hub.end(), fastApi.end(), ...crowds.map((crowd) => crowd.end())]);
      return { portal_ms: after[0] - before[0], fastapi_ms: after[1] - before[1] };
    }

    const rows: Row[] = [];
    for (const [tabs, rate] of Object.entries(rates)) {
      const of = (name: PeerName) => rate[name] ?? Number.NaN;
      const show = (name: PeerName) => `${Math.round(of(name)).toLocaleString('en')} per CPU-second`;
      const crowd = `${Number(tabs).toLocaleString('en')} tabs`;
      rows.push(
        beside(`${crowd}: portal on uws`, show('uws')),
        beside(`${crowd}: bare uWS server`, show('bare')),
        beside(`${crowd}: portal on node`, show('node')),
        atLeast(`${crowd}: portal on uws, against a bare uWS server`, of('uws') / of('bare'), 0.85, '×', 2),
        atLeast(`${crowd}: portal on uws, against on node`, of('uws') / of('node'), 1.6, '×', 2),
      );
      if (rate.fastapi !== undefined) {
        rows.push(
          beside(`${crowd}: FastAPI on uvicorn`, show('fastapi')),
          atLeast(`${crowd}: portal on uws, against FastAPI`, of('uws') / of('fastapi'), 3, '×', 2),
        );
      }
    }
    if (minute) {
      rows.push(
        beside('1,000 tabs for a minute: portal, a push every 5 s', `${minute.portal_ms.toFixed(0)} ms of CPU`),
        beside('… FastAPI, a push every second by each connection', `${minute.fastapi_ms.toFixed(0)} ms of CPU`),
        atMost('1,000 tabs for a minute: portal, against FastAPI', minute.portal_ms / minute.fastapi_ms, 0.083, '×', 3),
      );
    }
    if (missing.size > 0) rows.push(beside('FastAPI on uvicorn', `skipped: apt-get install ${FASTAPI_PACKAGES}`));
    return {
      title: 'Fan-out',
      method: `Messages sent for each second of CPU, user and system, that the server took; every message was received. Tabs live in other processes, ${sizes.map((size) => size.toLocaleString('en')).join(' and ')} of them; servers take turns.`,
      rows,
      figures: { messages_per_cpu_second: rates, minute },
    };
  });

/**
 * Returns the messages per second of CPU time: sends `rounds` of one message to every tab, and waits until all have arrived.
 */
async function timeRounds(peer: Peer, crowd: Worker, rounds: number): Promise<number> {
  const count = () => crowd.ask<Count>({ type: 'usage' });
  const { heard, open } = await count();
  const before = await peer.cpu();
  await peer.sendRounds(rounds);
  const took = (await peer.cpu()) - before;
  const wanted = heard + open * rounds;
  for (let now = await count(); now.heard < wanted; now = await count()) {
    if (now.lost > 0) throw new Error(`${now.lost} tabs were lost`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return (open * rounds) / (took / 1_000);
}

// The process under test, controlled over IPC: the portal's own hub on either engine, a whole portal, or a bare uWS server
// that sends the same messages to the same tabs. Bundled by processes.ts, so that no TypeScript loader is measured with it.
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MemoryRegistry } from '../../src/core/memory-registry.ts';
import { Hub } from '../../src/portal/links/hub.ts';
import { startPortal } from '../../src/portal/portal.ts';
import { Scheduler } from '../../src/portal/scheduler.ts';
import { JournalStore } from '../../src/portal/store/journal-store.ts';
import { DEFAULT_SETTINGS } from '../../src/protocol/settings.ts';
import { newKey } from '../../src/security/key.ts';
import { newTabToken } from '../../src/security/token.ts';
import { systemClock } from '../../src/system/clock.ts';
import { silentLog } from '../../src/system/log.ts';
import { selectTransport } from '../../src/transport/select.ts';
import type { NativeModule, NativeSocket } from '../../src/transport/uws-native.ts';
import { makeSpec } from '../../test/helpers/prompts.ts';
import type { Command } from './processes.ts';

const TABS_PER_PROMPT = 25;
const MiB = 1024 * 1024;

/** What the fan-out bench drives: one call sends one message to every tab. */
interface FanOut {
  readonly port: number;
  sendAll(): Promise<void>;
}

const clock = systemClock();
const registry = new MemoryRegistry({
  clock,
  recorder: new JournalStore({
    directory: mkdtempSync(join(tmpdir(), 'choice-bench-')),
    instance: 'bench',
    wall: clock.wall,
    now: clock.now,
    retention: () => null,
    log: silentLog,
  }),
  nextTurn: (flush) => setImmediate(flush),
});

function openPrompt(id: string, timeout_ms = 3_600_000) {
  return registry.open({ id, spec: makeSpec({ timeout_ms }), key: null });
}

/** The portal's hub on an engine. Each tab that connects is added to a prompt, `TABS_PER_PROMPT` tabs per prompt. */
async function serveHub(engine: 'uws' | 'node'): Promise<FanOut> {
  const hub = new Hub({
    registry,
    clock,
    settings: () => {
      throw new Error('no lists here');
    },
    limits: { all: Number.POSITIVE_INFINITY, perPrompt: Number.POSITIVE_INFINITY },
    findPast: async () => null,
    onTabs: () => {},
    deliveryState: () => ({ delivery: 'waiting', logged: true }),
  });
  const { create } = await selectTransport(engine);
  const nothing = { status: 404, headers: {}, body: '' };
  let tabs = 0;
  const transport = create(
    {
      request: () => ({ reply: nothing }),
      upgrade: () => ({
        protocol: null,
        maxMessageBytes: 16_384,
        listener: {
          open(socket) {
            const id = `prompt${String(Math.floor(tabs / TABS_PER_PROMPT)).padStart(4, '0')}`;
            tabs += 1;
            void openPrompt(id).then(() => hub.add({ socket, id, isPage: true }));
          },
          message() {},
          close() {},
        },
      }),
      failed: () => nothing,
      malformed: () => nothing,
    },
    { maxHeadBytes: 4_096, maxMessageBytes: MiB, maxBackpressureBytes: 4 * MiB, idleTimeoutSeconds: 960 },
  );
  return { port: await transport.listen('127.0.0.1', 0), sendAll: () => hub.syncAll() };
}

/** The native engine alone, without the portal around it. */
async function serveBare(): Promise<FanOut> {
  const folders = createRequire(import.meta.filename).resolve.paths('uWebSockets.js') ?? [];
  const file = `uWebSockets.js/binaries/uws_${process.platform}_${process.arch}_${process.versions.modules}.node`;
  const load = createRequire(import.meta.filename);
  const native: NativeModule = load(
    folders.map((folder) => join(folder, file)).find((path) => canLoad(load, path)) ?? file,
  );
  const sockets: NativeSocket<object>[] = [];
  const app = native.App<object>({});
  app.ws('/*', {
    compression: native.DISABLED,
    idleTimeout: 960,
    sendPingsAutomatically: true,
    maxPayloadLength: 16_384,
    maxBackpressure: 4 * MiB,
    closeOnBackpressureLimit: true,
    upgrade: (res, req, context) => {
      let key = '';
      req.forEach((name, value) => {
        if (name === 'sec-websocket-key') key = value;
      });
      res.upgrade({}, key, '', '', context);
    },
    open: (socket) => void sockets.push(socket),
    message() {},
    ping() {},
    pong() {},
    close() {},
  });
  const port = 20_000 + (process.pid % 10_000);
  await new Promise<void>((resolve, reject) => {
    app.listen('127.0.0.1', port, native.LIBUS_LISTEN_EXCLUSIVE_PORT, (token) =>
      token ? resolve() : reject(new Error(`port ${port} is taken`)),
    );
  });
  return {
    port,
    async sendAll() {
      const text = Buffer.from(
        JSON.stringify({ type: 'sync', id: 'prompt0000', remaining_ms: 3_599_999, revision: 1 }),
      );
      for (const socket of sockets) socket.send(text, false, false);
    },
  };
}

function canLoad(load: NodeJS.Require, path: string): boolean {
  try {
    load.resolve(path);
    return true;
  } catch {
    return false;
  }
}

/** Lets `count` prompts time out at random moments within 5 s; returns how late each was, in ms. */
async function measureLateness(count: number): Promise<number[]> {
  const scheduler = new Scheduler(registry, clock);
  const late: number[] = [];
  const done = new Promise<void>((resolve) => {
    registry.subscribe(({ type, prompt }) => {
      if (type !== 'settled' || prompt.deadline === null) return;
      late.push(clock.now() - prompt.deadline);
      if (late.length === count) resolve();
    });
  });
  for (let each = 0; each < count; each += 1) {
    const timeout = 1_000 + Math.floor(Math.random() * 4_000);
    // The tabs' prompts count towards the limit of open prompts, too: at the limit, one has to settle first.
    while (!(await openPrompt(`deadline${each}`, timeout)).accepted) await nextTurn();
  }
  await done;
  scheduler.stop();
  return late;
}

/** The same deadlines by other means: one timer each, and a loop that checks once a second. */
async function measureOthers(count: number): Promise<{ timers: number[]; loop: number[] }> {
  const timers: number[] = [];
  const loop: number[] = [];
  let open = Array.from({ length: count }, () => clock.now() + 1_000 + Math.random() * 4_000);
  await new Promise<void>((resolve) => {
    const finish = () => timers.length === count && loop.length === count && resolve();
    for (const deadline of open) {
      setTimeout(() => {
        timers.push(clock.now() - deadline);
        finish();
      }, deadline - clock.now());
    }
    const ticking = setInterval(() => {
      const now = clock.now();
      for (const deadline of open) if (deadline <= now) loop.push(now - deadline);
      open = open.filter((deadline) => deadline > now);
      if (open.length === 0) clearInterval(ticking);
      finish();
    }, 1_000);
  });
  return { timers, loop };
}

/** A whole portal, without limits on the number of tabs. */
async function servePortal(): Promise<FanOut> {
  const { create } = await selectTransport('uws');
  const directory = mkdtempSync(join(tmpdir(), 'choice-bench-'));
  const portal = await startPortal({
    key,
    clock,
    log: silentLog,
    version: '0.0.0',
    createTransport: create,
    pageDirectory: directory,
    journalDirectory: join(directory, 'journal'),
    settings: { read: () => DEFAULT_SETTINGS, write: (change) => ({ ...DEFAULT_SETTINGS, ...change }) },
    ports: [0],
    socketPath: join(directory, 'portal'),
    idleDelay: null,
    tabLimits: { all: Number.POSITIVE_INFINITY, perPrompt: Number.POSITIVE_INFINITY },
    onLeave() {},
  });
  tokens = { asker: portal.socketPath, tab: newTabToken({ key, port: portal.port }, Date.now()) };
  return { port: portal.port, sendAll: async () => {} };
}

const key = newKey();
/** Credentials: the path of the socket for an asker, a token for a tab. */
let tokens = { asker: '', tab: '' };
let isLoaded = false;

async function keepSending({ sendAll }: FanOut): Promise<void> {
  while (isLoaded) {
    await sendAll();
    await nextTurn();
  }
}

const [kind] = process.argv.slice(2);
const KINDS = { bare: serveBare, portal: servePortal, node: () => serveHub('node'), uws: () => serveHub('uws') };
const fanOut = await KINDS[kind as keyof typeof KINDS]();

async function carryOut(command: Command): Promise<unknown> {
  switch (command.type) {
    case 'rounds':
      for (let round = 0; round < command.count; round += 1) {
        await fanOut.sendAll();
        await nextTurn();
      }
      return null;
    case 'usage': {
      const { user, system } = process.cpuUsage();
      return { cpu_ms: (user + system) / 1_000, rss_mib: process.memoryUsage.rss() / MiB };
    }
    case 'tokens':
      return tokens;
    case 'lateness':
      return measureLateness(command.count);
    case 'others':
      return measureOthers(command.count);
    case 'load':
      isLoaded = command.on;
      if (isLoaded) void keepSending(fanOut);
      return null;
  }
}

process.on('message', async (command: Command) => process.send?.({ id: command.id, result: await carryOut(command) }));
process.send?.({ id: 0, result: fanOut.port });

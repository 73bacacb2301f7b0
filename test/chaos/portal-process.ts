// A portal process without an asker that started it, which tells how much it holds: for soaks and crowds.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { request } from '../../src/client/wire/http.ts';
import { REPORT_PIPE, type StartReport } from '../../src/protocol/start-report.ts';
import { loadKey } from '../../src/security/key.ts';
import { prepareSocket } from '../../src/security/local-socket.ts';
import { newTabToken } from '../../src/security/token.ts';
import { resolvePaths } from '../../src/system/paths.ts';
import { lastPort } from '../../src/system/portal-files.ts';
import { Asker } from '../helpers/asker.ts';
import { makeHome, type Scope } from '../helpers/choice.ts';
import { Tab } from '../helpers/tab.ts';
import { buildWithEdits, type Edit } from '../helpers/test-build.ts';

/** Lets a portal of a test's own build say what it holds, after it threw away what it can. */
const MEASURABLE: Edit = {
  file: 'src/portal/process.ts',
  find: "process.on('SIGHUP', () => {});",
  replace: `process.on('SIGHUP', () => {});
  process.on('message', () => {
    globalThis.gc?.();
    const functions = require('node:v8').queryObjects?.(Function, { format: 'count' }) ?? 0;
    process.send?.({ heap: process.memoryUsage().heapUsed, functions, resources: process.getActiveResourcesInfo() });
  });`,
};

/** What a portal holds at a moment. Bytes of memory, the rest are numbers of things. */
export interface Figures {
  readonly rss: number;
  readonly heap: number;
  /** Listeners are among them: one that is left behind keeps a function. 0 where Node cannot count (before 20.13). */
  readonly functions: number;
  readonly descriptors: number;
  readonly timers: number;
}

export class PortalProcess {
  readonly url: URL;
  readonly #child;
  readonly #socketPath: string;
  readonly #tabToken: string;

  private constructor(child: ReturnType<typeof spawn>, url: URL, socketPath: string, tabToken: string) {
    this.#child = child;
    this.url = url;
    this.#socketPath = socketPath;
    this.#tabToken = tabToken;
  }

  /** Starts one in a home of its own, on `engine`. It goes when `scope` ends. */
  static async start(scope: Scope, engine: 'uws' | 'node'): Promise<PortalProcess> {
    const home = makeHome(scope, { CHOICE_TRANSPORT: engine, CHOICE_IDLE_EXIT: 'none' });
    const loader = join(dirname(await buildWithEdits(scope, [MEASURABLE])), 'load.js');
    const child = spawn(process.execPath, ['--expose-gc', '--no-warnings', loader, 'portal.js'], {
      env: home.env,
      stdio: ['ignore', 'ignore', 'inherit', 'pipe', 'ipc'],
    });
    home.children.add(child);
    const report: StartReport = JSON.parse(await text(child.stdio[REPORT_PIPE] as Readable));
    if (report.type !== 'ready') throw new Error(`the portal did not start: ${JSON.stringify(report)}`);
    const paths = resolvePaths(home.env);
    const key = loadKey(paths.state);
    const port = lastPort(paths) ?? 0;
    const url = new URL(`http://127.0.0.1:${port}/`);
    return new PortalProcess(child, url, prepareSocket(paths), newTabToken({ key, port }, Date.now()));
  }

  connectAsker(): Promise<Asker> {
    return Asker.connect(this.#socketPath);
  }

  openTab(id: string | null): Promise<Tab> {
    return Tab.open(this.url, this.#tabToken, id);
  }

  /** Answers by HTTP; gives the status. */
  async answer(id: string, answer: object): Promise<number> {
    const body = { request_id: `answer-${id}`, answer };
    const address = { socketPath: this.#socketPath };
    return (await request(address, 'POST', `/api/prompts/${id}/answer`, 10_000, body)).status;
  }

  async measure(): Promise<Figures> {
    const reply = once(this.#child, 'message');
    this.#child.send?.('measure');
    const [{ heap, functions, resources }] = (await reply) as [
      { heap: number; functions: number; resources: string[] },
    ];
    const timers = resources.filter((type) => type === 'Timeout').length;
    const proc = `/proc/${this.#child.pid}`;
    const [, kib = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(join(proc, 'status'), 'utf8')) ?? [];
    return { rss: Number(kib) * 1024, heap, functions, descriptors: readdirSync(join(proc, 'fd')).length, timers };
  }
}

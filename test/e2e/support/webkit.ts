// WebKitGTK's small browser on a display of its own, driven by WebDriver.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { requireWebKit } from '../../../scripts/find-other-browsers.ts';
import type { Scope } from '../../helpers/choice.ts';
import { awaitFrom, type DrivenBrowser, type DrivenTab, makeRoom, startProgram, WAIT_TIMEOUT_MS } from './driven.ts';

/** Calls what is under `path` of the driver: a POST of `body` where there is one, else a GET. */
type Call = <T>(path: string, body?: object, method?: string) => Promise<T>;

/** How `/proc/net/tcp` writes that a socket listens. */
const LISTENING = '0A';

/**
 * Starts a display and the driver, which starts a browser for each visitor, one at a time. They run until the end of
 * `scope`.
 */
export async function startWebKit(scope: Scope): Promise<DrivenBrowser> {
  const { driver, display } = requireWebKit();
  const { env } = makeRoom(scope);
  const number = await startDisplay(scope, display, env);
  const child = startProgram(scope, driver, ['--port=0'], { ...env, DISPLAY: `:${number}`, GDK_BACKEND: 'x11' });
  const port = await awaitFrom(child, () => listeningPort(child.pid ?? 0), 'the port of WebKitWebDriver');
  const call = speak(`http://127.0.0.1:${port}`);
  return {
    async newVisitor() {
      const capabilities = { alwaysMatch: {} };
      const session = `/session/${(await call<{ sessionId: string }>('/session', { capabilities })).sessionId}`;
      return {
        async newTab() {
          // A window each: which of several tabs of one window is in front cannot be chosen.
          const { handle } = await call<{ handle: string }>(`${session}/window/new`, { type: 'window' });
          return makeTab(call, session, handle);
        },
        async close() {
          await call(session, undefined, 'DELETE');
        },
      };
    },
  };
}

/** Starts an X server without a screen, on the first number that is free; gives that. */
async function startDisplay(scope: Scope, program: string, env: Readonly<Record<string, string>>): Promise<string> {
  const args = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const child = startProgram(scope, program, args, env, ['ignore', 'ignore', 'ignore', 'pipe']);
  let said = '';
  (child.stdio[3] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  return awaitFrom(child, () => /^(\d+)\n/.exec(said)?.[1] ?? null, 'the number of the display');
}

/** The port of the loopback interface that process `pid` listens on, or null. */
function listeningPort(pid: number): number | null {
  const files = `/proc/${pid}/fd`;
  const sockets = new Set(readdirSync(files).map((fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`${files}/${fd}`))?.[1]));
  for (const line of readFileSync(`/proc/${pid}/net/tcp`, 'utf8').split('\n')) {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    if (state === LISTENING && sockets.has(inode)) return Number.parseInt(local.split(':')[1] ?? '', 16);
  }
  return null;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function speak(origin: string): Call {
  return async <T>(path: string, body?: object, method = body ? 'POST' : 'GET') => {
    const response = await fetch(origin + path, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(WAIT_TIMEOUT_MS),
    });
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error} ${value.message}`);
    return value as T;
  };
}

function makeTab(call: Call, session: string, handle: string): DrivenTab {
  const inTab = async <T>(path: string, body: object) => {
    await call(`${session}/window`, { handle });
    return call<T>(session + path, body);
  };
  return {
    go: (url) => inTab('/url', { url }),
    reload: () => inTab('/refresh', {}),
    // Its window is on view as long as it is there.
    turnTo: async () => {},
    async read<T>(expression: string) {
      const script = `return JSON.stringify(${expression}) ?? 'null'`;
      return JSON.parse(await inTab<string>('/execute/sync', { script, args: [] })) as T;
    },
    perform: (actions) => inTab('/actions', { actions }),
  };
}

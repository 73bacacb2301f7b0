// Firefox without a window, driven by WebDriver BiDi, which it speaks itself.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { requireFirefox } from '../../../scripts/find-other-browsers.ts';
import { eventually, type Scope } from '../../helpers/choice.ts';
import { atEnd } from '../../helpers/cleanup.ts';
import { awaitFrom, type DrivenBrowser, type DrivenTab, makeRoom, startProgram, WAIT_TIMEOUT_MS } from './driven.ts';

type Call = <T>(method: string, params?: object) => Promise<T>;

/** Starts Firefox with a fresh profile. It runs until the end of `scope`. */
export async function startFirefox(scope: Scope): Promise<DrivenBrowser> {
  const program = requireFirefox();
  const { directory, env } = makeRoom(scope);
  const args = ['--headless', '--no-remote', '--profile', directory, '--remote-debugging-port=0', 'about:blank'];
  const child = startProgram(scope, program, args, { ...env, MOZ_CRASHREPORTER_DISABLE: '1' });
  const port = await awaitFrom(child, () => readPort(directory), 'the port of Firefox');
  const socket = new WebSocket(`ws://127.0.0.1:${port}/session`);
  atEnd(scope, () => socket.terminate());
  await once(socket, 'open');
  const call = speak(socket);
  await call('session.new', { capabilities: {} });
  return {
    async newVisitor() {
      const { userContext } = await call<{ userContext: string }>('browser.createUserContext');
      return {
        async newTab() {
          const { context } = await call<{ context: string }>('browsingContext.create', { type: 'tab', userContext });
          return makeTab(call, context);
        },
        async close() {
          await call('browser.removeUserContext', { userContext });
        },
      };
    },
  };
}

/** The port that Firefox listens on, or null as long as it has not said so in its profile. */
function readPort(profile: string): number | null {
  try {
    return JSON.parse(readFileSync(join(profile, 'WebDriverBiDiServer.json'), 'utf8')).ws_port;
  } catch {
    return null;
  }
}

interface Reply {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
}

/** Sends commands on `socket`, each of which is answered under its number. */
function speak(socket: WebSocket): Call {
  const waiting = new Map<number, (reply: Reply) => void>();
  let calls = 0;
  socket.on('message', (data) => {
    const reply: Reply = JSON.parse(String(data));
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
  });
  socket.on('close', () => {
    for (const end of waiting.values()) end({ error: 'Firefox is gone' });
  });
  return <T>(method: string, params: object = {}) => {
    calls += 1;
    const id = calls;
    return new Promise<T>((resolve, reject) => {
      const settle = ({ result, error, message = '' }: Reply) => {
        clearTimeout(timer);
        waiting.delete(id);
        if (error === undefined) resolve(result as T);
        else reject(new Error(`${method}: ${error} ${message}`));
      };
      const timer = setTimeout(settle, WAIT_TIMEOUT_MS, { error: `no answer within ${WAIT_TIMEOUT_MS} ms` });
      waiting.set(id, settle);
      socket.send(JSON.stringify({ id, method, params }));
    });
  };
}

interface Evaluated {
  readonly result?: { readonly value: string };
  readonly exceptionDetails?: { readonly text: string };
}

function makeTab(call: Call, context: string): DrivenTab {
  const read = async <T>(expression: string) => {
    const params = { expression: `JSON.stringify(${expression}) ?? 'null'`, target: { context }, awaitPromise: false };
    const { result, exceptionDetails } = await call<Evaluated>('script.evaluate', params);
    if (!result) throw new Error(`${expression}: ${exceptionDetails?.text}`);
    return JSON.parse(result.value) as T;
  };
  return {
    async go(url) {
      await call('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async reload() {
      await call('browsingContext.reload', { context, wait: 'complete' });
    },
    async turnTo() {
      await call('browsingContext.activate', { context });
      // The focus comes a while after the tab is on view.
      await eventually(() => read("document.visibilityState === 'visible' && document.hasFocus()"), 'a tab in front');
    },
    read,
    async perform(actions) {
      await call('input.performActions', { context, actions });
    },
  };
}

// A desktop with one browser, as people have it: its tabs are visible or hidden as they really are, commands open new ones
// in it. Playwright makes every page believe that it is looked at, so this speaks to Chromium without it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { WebSocket } from 'ws';
import { findChromium } from '../../../scripts/find-chromium.ts';
import { eventually, type Scope } from '../../helpers/choice.ts';
import { makeHomeDirectory } from '../../helpers/home-directory.ts';
import { CHROMIUM_FLAGS } from './browser.ts';

const FLAGS = [...CHROMIUM_FLAGS, '--headless=new', '--no-sandbox', '--remote-debugging-port=0'];

export interface DesktopTab {
  readonly id: string;
  readonly url: string;
}

export interface Desktop {
  /** Makes commands open their pages here. */
  readonly env: Readonly<Record<string, string>>;
  /** The tabs that show something under `path` of a portal, the newest last. */
  tabs(path?: string): Promise<DesktopTab[]>;
  /** A new tab at `url`, in front. */
  open(url: string): Promise<DesktopTab>;
  /** Closes every tab that shows something of a portal. */
  clear(): Promise<void>;
  /** The human turns to `tab`. Resolves once no other tab of a portal is visible. */
  turnTo(tab: DesktopTab): Promise<void>;
  /** The browser freezes `tab`, as it does with those that nobody looked at for a while. */
  freeze(tab: DesktopTab): Promise<void>;
  /** What `expression` gives on the page; a promise is waited for. */
  read<T>(tab: DesktopTab, expression: string): Promise<T>;
  /** Lets pages of `origin` show notifications. */
  allowNotifications(origin: string): Promise<void>;
  /**
   * From now on the service worker of `origin` notes the titles of what it shows. To look at what is shown may make
   * Chromium forget it.
   */
  noteNotifications(origin: string): Promise<() => Promise<string[]>>;
}

/** The desktop of this test file, started for its first test. */
export function useDesktop(): () => Promise<Desktop> {
  let desktop: Promise<Desktop> | null = null;
  const endings: (() => void | Promise<void>)[] = [];
  after(async () => {
    for (const end of endings) await end();
  });
  return () => {
    desktop ??= makeDesktop({ after: (end) => endings.push(end) });
    return desktop;
  };
}

/** Starts the browser, with one tab that is none of ours. */
async function makeDesktop(scope: Scope): Promise<Desktop> {
  const { directory, release } = makeHomeDirectory();
  const links = new Map<string, Promise<WebSocket>>();
  let calls = 0;
  const executable = findChromium() ?? assert.fail('no Chromium; npm test installs one where it can');
  const browser = spawn(executable, [...FLAGS, `--user-data-dir=${directory}`, 'about:blank'], {
    stdio: 'ignore',
    detached: true,
  });
  const ended = once(browser, 'exit');
  scope.after(async () => {
    for (const link of links.values()) (await link.catch(() => null))?.terminate();
    // Its helpers too, which would go on writing.
    if (browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL');
    await ended;
    release();
    rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
  });
  const file = join(directory, 'DevToolsActivePort');
  await eventually(
    () => existsSync(file) && readFileSync(file, 'utf8').includes('\n/'),
    'the port of the browser',
    60_000,
  );
  const [port, path] = readFileSync(file, 'utf8').split('\n');
  const origin = `http://127.0.0.1:${port}`;
  const command = join(directory, 'open-tab');
  const script = `fetch('${origin}/json/new?' + encodeURIComponent(process.argv[2]), { method: 'PUT' });\n`;
  writeFileSync(command, `#!${process.execPath}\n${script}`);
  chmodSync(command, 0o755);
  const whole = { id: '', url: `ws://127.0.0.1:${port}${path}` };
  /** Sends one command of the debugging protocol on a link that is kept: what it sets holds as long as that. */
  async function call<T>(target: string, method: string, params: object = {}): Promise<T> {
    const kept = links.get(target) ?? connect(target);
    links.set(target, kept);
    const socket = await kept;
    calls += 1;
    const id = calls;
    const answer = new Promise<T>((resolve, reject) => {
      const listen = (data: Buffer) => {
        const message = JSON.parse(String(data));
        if (message.id !== id) return;
        socket.off('message', listen);
        socket.off('close', end);
        if (message.error) reject(new Error(`${method}: ${message.error.message}`));
        else resolve(message.result);
      };
      const end = () => reject(new Error(`${method}: the tab is gone`));
      socket.on('message', listen);
      socket.once('close', end);
    });
    socket.send(JSON.stringify({ id, method, params }));
    return answer;
  }

  async function connect(target: string): Promise<WebSocket> {
    const socket = new WebSocket(target);
    socket.on('error', () => {});
    await once(socket, 'open');
    return socket;
  }

  const linkOf = ({ id }: DesktopTab) => `ws://127.0.0.1:${port}/devtools/page/${id}`;
  const list = async () => (await (await fetch(`${origin}/json/list`)).json()) as (DesktopTab & { type: string })[];
  const read = async <T>(tab: DesktopTab, expression: string) => {
    const params = { expression, awaitPromise: true, returnByValue: true };
    const { result } = await call<{ result: { value: T } }>(linkOf(tab), 'Runtime.evaluate', params);
    return result.value;
  };
  const tabs = async (under = '/choice/') => {
    const isOurs = ({ type, url }: DesktopTab & { type: string }) =>
      type === 'page' && url.startsWith('http://127.0.0.1:') && new URL(url).pathname.startsWith(under);
    return (await list()).filter(isOurs).reverse();
  };
  return {
    env: { CHOICE_BROWSER: command },
    tabs,
    async open(url) {
      const response = await fetch(`${origin}/json/new?${encodeURIComponent(url)}`, { method: 'PUT' });
      return (await response.json()) as DesktopTab;
    },
    async clear() {
      for (const { id } of await tabs('/')) await fetch(`${origin}/json/close/${id}`);
    },
    async turnTo(tab) {
      await fetch(`${origin}/json/activate/${tab.id}`);
      const isHidden = (other: DesktopTab) => read(other, "document.visibilityState === 'hidden'").catch(() => true);
      await eventually(async () => {
        const others = (await tabs('/')).filter(({ id }) => id !== tab.id);
        return (await Promise.all(others.map(isHidden))).every(Boolean);
      }, 'the other tabs to be hidden');
    },
    async freeze(tab) {
      await call(linkOf(tab), 'Page.enable');
      await call(linkOf(tab), 'Page.setWebLifecycleState', { state: 'frozen' });
    },
    read,
    async allowNotifications(of) {
      await call(whole.url, 'Browser.grantPermissions', { origin: of, permissions: ['notifications'] });
    },
    async noteNotifications(of) {
      const isWorker = ({ type, url }: DesktopTab & { type: string }) =>
        type === 'service_worker' && url.startsWith(of);
      const worker = (await list()).find(isWorker) ?? assert.fail('no service worker');
      await read(
        worker,
        `self.noted = [];
        const show = registration.showNotification.bind(registration);
        registration.showNotification = (title, options) => show(title, options).then(() => void noted.push(title));
        null`,
      );
      return () => read<string[]>(worker, 'noted');
    },
  };
}

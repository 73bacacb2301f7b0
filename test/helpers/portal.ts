// A portal inside the test's own process, on either engine, with a private journal and a small page.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { PortalOptions } from '../../src/portal/options.ts';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import type { JournalRecord } from '../../src/portal/store/journal-record.ts';
import { DEFAULT_SETTINGS } from '../../src/protocol/settings.ts';
import { newKey } from '../../src/security/key.ts';
import { newTabToken } from '../../src/security/token.ts';
import { systemClock } from '../../src/system/clock.ts';
import { silentLog } from '../../src/system/log.ts';
import type { TransportFactory } from '../../src/transport/transport.ts';
import { handshake, RawClient } from '../contract/raw-client.ts';
import { Asker } from './asker.ts';
import { atEnd } from './cleanup.ts';
import { makeDirectory } from './directory.ts';
import { countingIds } from './ids.ts';
import { makeSpec } from './prompts.ts';
import { Tab } from './tab.ts';

export const PAGE = '<!doctype html><title>choice</title><script type="module" src="/assets/x-abc.js"></script>\n';
export const SCRIPT = 'document.title = "ready";\n';
export const WORKER = 'self.addEventListener("push", () => {});\n';

/** An HTTP answer, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  readonly text: string;
}

export interface CallOptions {
  /** Header lines besides Host, each `Name: value`. */
  readonly headers?: readonly string[];
  /** Another Host, or null for none. */
  readonly host?: string | null;
  readonly body?: string | Uint8Array;
  /** Over the socket of this user's own processes. */
  readonly isLocal?: boolean;
}

/** Writes a page as the build makes it: `index.html`, `sw.js` and one asset, each with its compressed forms. */
function makePage(directory: string): string {
  const page = join(directory, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  for (const [name, text] of [
    ['index.html', PAGE],
    ['sw.js', WORKER],
    ['assets/x-abc.js', SCRIPT],
  ] as const) {
    writeFileSync(join(page, name), text);
    writeFileSync(join(page, `${name}.br`), brotliCompressSync(text));
    writeFileSync(join(page, `${name}.gz`), gzipSync(text));
  }
  return page;
}

export class TestPortal {
  readonly portal: Portal;
  readonly options: PortalOptions;
  /** `http://127.0.0.1:PORT/`. */
  readonly url: URL;
  /** A token as a tab would have it. */
  readonly tabToken: string;
  readonly #t: TestContext;
  readonly #newId = countingIds();

  private constructor(t: TestContext, portal: Portal, options: PortalOptions) {
    this.#t = t;
    this.portal = portal;
    this.options = options;
    this.url = new URL(`http://127.0.0.1:${portal.port}/`);
    this.tabToken = newTabToken({ key: options.key, port: portal.port }, options.clock.wall());
  }

  /** Starts a portal that is closed when the test ends; `own` replaces what the test is about. */
  static async start(
    t: TestContext,
    { create }: { readonly create: TransportFactory },
    own: Partial<PortalOptions> = {},
  ): Promise<TestPortal> {
    const directory = makeDirectory(t);
    const options: PortalOptions = {
      key: newKey(),
      clock: systemClock(),
      log: silentLog,
      version: '0.0.0-test',
      createTransport: create,
      pageDirectory: makePage(directory),
      journalDirectory: join(directory, 'journal'),
      ports: [0],
      settings: { read: () => DEFAULT_SETTINGS, write: (change) => ({ ...DEFAULT_SETTINGS, ...change }) },
      socketPath: join(directory, 'portal'),
      idleDelay: null,
      onLeave() {},
      ...own,
    };
    const portal = await startPortal(options);
    atEnd(t, () => portal.close());
    return new TestPortal(t, portal, options);
  }

  /** H, O and A of the threat table: the Host and Origin of this portal, and a tab's token. */
  get host(): string {
    return this.url.host;
  }

  get origin(): string {
    return `Origin: ${this.url.origin}`;
  }

  get bearer(): string {
    return `Authorization: Bearer ${this.tabToken}`;
  }

  /** Sends one request, byte by byte as told, on a connection of its own. */
  async call(
    method: string,
    path: string,
    { headers = [], host = this.host, body, isLocal = false }: CallOptions = {},
  ): Promise<Answer> {
    const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
    const lines = [...(host === null ? [] : [`Host: ${host}`]), ...headers, ...length];
    const request = [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
    const bytes = Buffer.concat([Buffer.from(request), Buffer.from(body ?? '')]);
    return this.exchange(bytes, method === 'HEAD', isLocal ? this.portal.socketPath : this.portal.port);
  }

  /** Asks for a WebSocket; 101 or a refusal. `own` replaces headers, null leaves one out. */
  upgrade(path: string, own: Record<string, string | null> = {}): Promise<Answer> {
    return this.exchange(handshake(path, { Host: this.host, Origin: this.url.origin, ...own }));
  }

  /** Asks for a link of an asker, on the socket; 101 or a refusal. */
  upgradeLocally(path: string): Promise<Answer> {
    return this.exchange(handshake(path), false, this.portal.socketPath);
  }

  /** Sends `bytes`, to the port unless told otherwise, and reads one answer. */
  async exchange(
    bytes: string | Uint8Array,
    toHead = false,
    where: number | string = this.portal.port,
  ): Promise<Answer> {
    const client = await RawClient.open(this.#t, where);
    client.write(bytes);
    const answer = await client.response(toHead);
    client.socket.destroy();
    return { ...answer, text: answer.body.toString() };
  }

  /** GET with a tab's token, the answer parsed. */
  async get<T>(path: string, token = this.tabToken): Promise<{ readonly status: number; readonly body: T }> {
    const { status, text } = await this.call('GET', path, { headers: [`Authorization: Bearer ${token}`] });
    return { status, body: JSON.parse(text) };
  }

  /** POST of JSON with a token, as the page does it; the answer parsed. */
  async post<T>(
    path: string,
    body: object,
    token = this.tabToken,
  ): Promise<{ readonly status: number; readonly body: T }> {
    const headers = [`Authorization: Bearer ${token}`, 'Content-Type: application/json', this.origin];
    const { status, text } = await this.call('POST', path, { headers, body: JSON.stringify(body) });
    return { status, body: JSON.parse(text) };
  }

  /** GET as a command does it, or POST where there is a body; the answer parsed. */
  async command<T>(path: string, body?: object): Promise<{ readonly status: number; readonly body: T }> {
    const more = body && { headers: ['Content-Type: application/json'], body: JSON.stringify(body) };
    const { status, text } = await this.call(body ? 'POST' : 'GET', path, { ...more, isLocal: true });
    return { status, body: JSON.parse(text) };
  }

  /** Exchanges a code for a token, at the page of the prompt `prompt_id` where one is given. */
  redeem(code: string, more: { readonly prompt_id?: string; readonly request_id?: string } = {}): Promise<Answer> {
    const headers = [this.origin, 'Content-Type: application/json'];
    return this.call('POST', '/api/session', { headers, body: JSON.stringify({ code, ...more }) });
  }

  /** A link of an asker that has registered nothing yet. */
  async connectAsker(): Promise<Asker> {
    const asker = await Asker.connect(this.portal.socketPath);
    atEnd(this.#t, () => asker.die());
    return asker;
  }

  /** Registers a prompt, by default that of `makeSpec`. */
  async ask(spec: object = makeSpec(), id = this.#newId()): Promise<{ asker: Asker; id: string; url: URL }> {
    const asker = await this.connectAsker();
    const { url } = await asker.open(id, spec);
    return { asker, id, url: new URL(url) };
  }

  /** A tab of the prompt `id`, or of the list when it is null. */
  async openTab(id: string | null, token = this.tabToken): Promise<Tab> {
    const tab = await Tab.open(this.url, token, id);
    atEnd(this.#t, () => tab.close());
    return tab;
  }

  /** A tab as `choice dashboard --watch` and the terminal have it. */
  async openTerminal(id: string | null): Promise<Tab> {
    const tab = await Tab.openLocally(this.portal.socketPath, id);
    atEnd(this.#t, () => tab.close());
    return tab;
  }

  /** What the journals hold, oldest first. */
  journal(): JournalRecord[] {
    const directory = this.options.journalDirectory;
    return readdirSync(directory)
      .sort()
      .flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n'))
      .filter((line) => line !== '')
      .map((line): JournalRecord => JSON.parse(line));
  }
}

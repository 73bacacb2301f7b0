// A tab without a browser: a session from a printed URL, the HTTP API, and WebSockets as the page speaks them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { WebSocket } from 'ws';
import { promptLink, readCode } from '../../src/protocol/paths.ts';
import type { PortalToTab } from '../../src/protocol/tab.ts';
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from '../../src/protocol/version.ts';
import type { AskedPrompt, Delivery, PromptView } from '../../src/protocol/view.ts';

/** One connection each: one kept for the next request may belong to a portal that has left its port to another. */
const ONCE = { connection: 'close' };

/** Where the door at `url` leads, as a browser of this user finds it; any other address as it is. */
export async function throughDoor(url: URL): Promise<URL> {
  if (!url.searchParams.has('door')) return url;
  const response = await fetch(url, { redirect: 'manual', headers: ONCE });
  const location = response.headers.get('location');
  if (location === null) throw new Error(`the door is shut: ${response.status} ${await response.text()}`);
  return new URL(location);
}

/** Exchanges the code in `url`, or behind its door, for a token. Rejects with the status of a refusal. */
export async function openSession(address: URL): Promise<string> {
  const url = await throughDoor(address);
  const prompt_id = /^\/choice\/([^/]+)$/.exec(url.pathname)?.[1];
  const response = await fetch(new URL('/api/session', url), {
    method: 'POST',
    headers: { ...ONCE, 'content-type': 'application/json', origin: url.origin },
    body: JSON.stringify({ code: readCode(url.hash), ...(prompt_id ? { prompt_id } : {}) }),
  });
  const { token } = (await response.json()) as { token: string };
  if (response.status !== 200) throw new Error(`no session: ${response.status}`);
  return token;
}

/** Calls the HTTP API with a bearer token. */
export function callApi(url: URL, token: string, path: string, body?: object): Promise<Response> {
  const headers = { ...ONCE, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return fetch(new URL(path, url), body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers });
}

type Message<Type extends PortalToTab['type']> = Extract<PortalToTab, { type: Type }>;

let requests = 0;

/** A request id that was not used before. */
export function nextRequestId(): string {
  requests += 1;
  return `request-${requests}`;
}

/** How long a test waits for a message before it fails with what came instead: ms. */
const WAIT_TIMEOUT_MS = 60_000;

/** Between which moments one lies: ms of this process's `performance.now()`. */
export interface Bounds {
  readonly earliest: number;
  readonly latest: number;
}

/** Where a deadline lies that was said, between `began` and `ended`, to be in `remaining_ms`, which is rounded up. */
export function boundsOf(remaining_ms: number, began: number, ended: number): Bounds {
  return { earliest: began + remaining_ms - 1, latest: ended + remaining_ms };
}

/** How far two moments are apart at least: ms. */
export function gap(a: Bounds, b: Bounds): number {
  return Math.max(0, a.earliest - b.latest, b.earliest - a.latest);
}

/** How far two deadlines that are the same may seem to be apart: ms. */
const APART = 100;

/** Fails unless `a` and `b`, which was then moved by `by` ms, are the same deadline. */
export function assertNear(a: Bounds, b: Bounds, by = 0): void {
  const apart = gap(a, { earliest: b.earliest + by, latest: b.latest + by });
  assert.ok(apart < APART, `${apart} ms apart`);
}

/** One connected link. Keeps everything that it was told. */
export class Tab {
  readonly socket: WebSocket;
  readonly told: PortalToTab[] = [];
  /** The prompt as of each state received. */
  readonly views: PromptView[] = [];
  #asked: AskedPrompt | null = null;
  /** Of the prompt, in ms of this process's `performance.now()`, by the last message that said it; null without one. */
  deadline: number | null = null;
  readonly #waiting = new Set<() => void>();
  readonly #failing = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      const message: PortalToTab = JSON.parse(String(data));
      this.#note(message, performance.now());
      this.told.push(message);
      for (const look of this.#waiting) look();
    });
    socket.on('close', () => {
      for (const fail of this.#failing) fail();
    });
  }

  /** Connects to the prompt `id`, or to the list when it is null. */
  static async open(url: URL, token: string, id: string | null): Promise<Tab> {
    const path = id === null ? '/ws' : promptLink(id);
    const socket = new WebSocket(`ws://${url.host}${path}`, [SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token], {
      origin: url.origin,
    });
    const tab = new Tab(socket);
    await once(socket, 'open');
    return tab;
  }

  /** The same for a process of the portal's user. */
  static async openLocally(socketPath: string, id: string | null): Promise<Tab> {
    const path = id === null ? '/ws' : promptLink(id);
    const socket = new WebSocket(`ws+unix:${socketPath}:${path}`, SUBPROTOCOL);
    const tab = new Tab(socket);
    await once(socket, 'open');
    return tab;
  }

  /** The first message of `type`, told already or later, that `accept` takes. Rejects when the link closes before. */
  heard<Type extends PortalToTab['type']>(
    type: Type,
    accept: (message: Message<Type>) => boolean = () => true,
  ): Promise<Message<Type>> {
    const isWanted = (message: PortalToTab): message is Message<Type> =>
      message.type === type && accept(message as Message<Type>);
    return this.#wait(type, isWanted);
  }

  /** The prompt as it was told when `accept` first held of it, already or later. */
  async view(accept: (view: PromptView) => boolean = () => true): Promise<PromptView> {
    await this.heard('state', () => this.views.some(accept));
    const found = this.views.find(accept);
    if (!found) throw new Error('a state was told before what is asked');
    return found;
  }

  /** The prompt with its outcome. */
  settled(): Promise<PromptView> {
    return this.view(({ outcome }) => outcome !== null);
  }

  /** The prompt once the outcome is `delivery` on its way. */
  delivery(wanted: Delivery): Promise<PromptView> {
    return this.view(({ delivery }) => delivery === wanted);
  }

  #wait<Wanted extends PortalToTab>(
    what: string,
    isWanted: (message: PortalToTab) => message is Wanted,
  ): Promise<Wanted> {
    return new Promise((resolve, reject) => {
      const end = (act: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        this.#failing.delete(fail);
        act();
      };
      const fail = (when = 'before it closed') => {
        const told = this.told.map((message) => JSON.stringify(message)).join('\n');
        end(() => reject(new Error(`did not hear ${what} ${when}; this was told:\n${told}`)));
      };
      const look = () => {
        const found = this.told.find(isWanted);
        if (found) end(() => resolve(found));
        return found;
      };
      const timer = setTimeout(() => fail(`within ${WAIT_TIMEOUT_MS} ms`), WAIT_TIMEOUT_MS);
      this.#waiting.add(look);
      this.#failing.add(fail);
      if (!look() && this.socket.readyState === WebSocket.CLOSED) fail();
    });
  }

  send(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Sends `messages` in one segment, as far as the network leaves it whole. */
  sendTogether(...messages: readonly object[]): void {
    const { _socket: connection } = this.socket as unknown as { _socket: Socket };
    connection.cork();
    for (const message of messages) this.send(message);
    connection.uncork();
  }

  /** This tab of the list is in view from now on: it notices every prompt that it is asked about. */
  attend(): void {
    this.send({ type: 'hello', visible: true, can_notify: false });
    this.socket.on('message', (data) => {
      const message: PortalToTab = JSON.parse(String(data));
      if (message.type === 'summon') this.send({ type: 'noticed', id: message.id });
    });
  }

  /** Sends a request and gives the verdict on it. */
  request(message: object, request_id = nextRequestId()): Promise<Message<'accepted'> | Message<'refused'>> {
    const isVerdict = (verdict: PortalToTab): verdict is Message<'accepted'> | Message<'refused'> =>
      (verdict.type === 'accepted' || verdict.type === 'refused') && verdict.request_id === request_id;
    const verdict = this.#wait(`a verdict on ${request_id}`, isVerdict);
    this.send({ ...message, request_id });
    return verdict;
  }

  /** Picks `value` and submits. */
  answer(value: string, request_id = nextRequestId()): void {
    this.send({ type: 'answer', request_id, answer: { values: [value] } });
  }

  /** Brings the deadline near, at the nearest to 1 s from now: a test of it need not hurry before. */
  async hasten(remaining_ms = 1_000): Promise<void> {
    const verdict = await this.request({ type: 'update_timeout', remaining_ms });
    if (verdict.type === 'refused') throw new Error(`the deadline stays: ${verdict.detail}`);
  }

  /** Requests the current state of the prompt, and ignores states that were sent before the request. */
  async look(): Promise<PromptView> {
    const mark = nextRequestId();
    let seen = Number.POSITIVE_INFINITY;
    // Every change brings a state too: one that is still on its way arrives before the pong.
    const note = (data: Buffer) => {
      if (String(data) === mark) seen = this.views.length;
    };
    this.socket.on('pong', note);
    this.socket.ping(mark);
    this.send({ type: 'ping' });
    const prompt = await this.view((view) => this.views.indexOf(view) >= seen);
    this.socket.off('pong', note);
    return prompt;
  }

  /** The deadline by the quickest of several looks: what a busy machine adds on the way is left out. */
  async measureDeadline(looks = 8): Promise<number> {
    return (await this.boundDeadline(looks)).latest;
  }

  /** Between which moments the deadline lies, however busy the machine is: a look takes as long as it may be off. */
  async boundDeadline(looks = 8): Promise<Bounds> {
    let [earliest, latest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let look = 0; look < looks; look += 1) {
      const began = performance.now();
      const { remaining_ms } = await this.look();
      earliest = Math.max(earliest, boundsOf(remaining_ms ?? Number.NaN, began, performance.now()).earliest);
      // By when it arrived, which is closer than when this process came to look at it.
      latest = Math.min(latest, this.deadline ?? Number.NaN);
    }
    return { earliest, latest };
  }

  close(): void {
    this.socket.terminate();
  }

  #note(message: PortalToTab, now: number): void {
    if (message.type === 'prompt') this.#asked = message.prompt;
    if (message.type !== 'state' || !this.#asked) return;
    const { remaining_ms } = message.state;
    this.deadline = remaining_ms === null ? null : now + remaining_ms;
    this.views.push({ ...this.#asked, ...message.state });
  }
}

/** Session and link of a prompt's tab in one step. */
export async function openTab(url: URL): Promise<Tab> {
  return Tab.open(url, await openSession(url), url.pathname.split('/').pop() ?? '');
}

/** Answers by the HTTP API, with no tab at all. */
export async function answerByHttp(url: URL, value: string): Promise<Response> {
  const id = url.pathname.split('/').pop();
  const body = { request_id: nextRequestId(), answer: { values: [value] } };
  return callApi(url, await openSession(url), `/api/prompts/${id}/answer`, body);
}

// One tab of a run: connects, decides, reloads and breaks off; writes down what it was told.
import { setTimeout as delay } from 'node:timers/promises';
import { readPrompt } from '../../src/client/api.ts';
import { findPortal } from '../../src/client/connect.ts';
import type { PortalToTab } from '../../src/protocol/tab.ts';
import { Tab } from '../helpers/tab.ts';
import type { RequestResult } from './history.ts';
import type { World } from './world.ts';

/** A request as it goes over the wire, to be sent again under the same mark. */
export interface SentRequest {
  readonly type: 'answer' | 'cancel' | 'extend' | 'set';
  readonly ms: number | null;
  readonly mark: string;
  readonly message: object;
}

/** A page tries for ever; here a portal that is gone for longer is not coming back: times, and ms between them. */
const ATTEMPTS = 20;
const RETRY = 100;

let connections = 0;

export class ChaosTab {
  readonly #world: World;
  readonly #id: string;
  #tab: Tab | null = null;
  #isWanted = false;

  /** Connections that have received an outcome. */
  readonly #ended = new Set<number>();

  constructor(world: World, id: string) {
    this.#world = world;
    this.#id = id;
  }

  /** Connects to the portal that is there, and again whenever the connection is lost, as a page does. */
  async open(): Promise<void> {
    this.#isWanted = true;
    for (let attempt = 0; attempt < ATTEMPTS && this.#isWanted; attempt += 1) {
      if (await this.#connect()) return;
      await delay(RETRY);
    }
  }

  async #connect(): Promise<boolean> {
    const { portalUrl, tabToken } = this.#world;
    if (!portalUrl || !tabToken) return false;
    const tab = await Tab.open(portalUrl, tabToken, this.#id).catch(() => null);
    if (!tab) return false;
    this.#tab?.close();
    this.#tab = tab;
    const connection = connections++;
    for (const message of tab.told) this.#note(message, connection);
    tab.socket.on('message', (data) => this.#note(JSON.parse(String(data)), connection));
    tab.socket.on('error', () => {});
    tab.socket.on('close', () => {
      if (this.#tab === tab) void this.open();
    });
    tab.send({ type: 'hello', visible: true, can_notify: false });
    return true;
  }

  /** Says good-bye, or breaks off without a word. */
  leave(how: 'close' | 'terminate'): void {
    const tab = this.#tab;
    this.#isWanted = false;
    this.#tab = null;
    tab?.socket[how]();
  }

  /** Sends a request and writes down its verdict. True once it was accepted. */
  async request({ type, ms, mark, message }: SentRequest, isRepeat = false): Promise<boolean> {
    const tab = this.#tab;
    if (!tab) return false;
    const sent = this.#world.now();
    let result: RequestResult = { type: 'unknown' };
    try {
      const verdict = nextVerdict(tab, mark);
      tab.send({ ...message, request_id: mark });
      result = await verdict;
    } catch {
      // The connection was lost before a verdict came.
    }
    const heard = this.#world.now();
    this.#world.requests.push({ id: this.#id, mark, type, ms, by: 'browser', isRepeat, sent, heard, result });
    return result.type === 'accepted';
  }

  draft(draft: object): void {
    this.#tab?.send({ type: 'draft', draft });
  }

  #note(message: PortalToTab, connection: number): void {
    if (message.type !== 'state') return;
    const { outcome, delivery } = message.state;
    const told = { id: this.#id, connection, outcome };
    const hasEnded = this.#ended.has(connection);
    if (outcome) this.#world.sightings.push({ ...told, type: delivery === 'delivered' ? 'delivered' : 'settled' });
    else if (hasEnded) this.#world.sightings.push({ ...told, type: 'reopened' });
    if (outcome) this.#ended.add(connection);
  }
}

/** The next verdict on `mark`; what was told of it before does not count. */
function nextVerdict(tab: Tab, mark: string): Promise<RequestResult> {
  const before = tab.told.length;
  const isNew = (message: PortalToTab) =>
    'request_id' in message && message.request_id === mark && tab.told.indexOf(message) >= before;
  return Promise.race([
    tab.heard('accepted', isNew).then(({ remaining_ms }) => ({ type: 'accepted' as const, remaining_ms })),
    tab.heard('refused', isNew).then(({ reason, outcome }) => ({ type: 'refused' as const, reason, outcome })),
  ]);
}

/**
 * Writes down the time left of the prompt `id`. By HTTP: a reply is surely made between the call and its return, while
 * a message of a link may have waited to be read since before.
 */
export async function lookAt(world: World, id: string): Promise<void> {
  // One that stands still is looked at another time.
  const connection = await findPortal(world.paths).catch(() => null);
  if (!connection) return;
  const from = world.now();
  const prompt = await readPrompt(connection, id).catch(() => null);
  const to = world.now();
  if (prompt && !prompt.outcome) world.looks.push({ id, from, to, remaining_ms: prompt.remaining_ms });
}

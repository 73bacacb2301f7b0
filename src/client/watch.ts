// Watching the list of open prompts: one link at a time, made again for as long as there is a portal.
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { PATHS } from '../protocol/paths.ts';
import type { PortalToTab } from '../protocol/tab.ts';
import { SUBPROTOCOL } from '../protocol/version.ts';
import type { PromptSummary } from '../protocol/view.ts';
import { Reconnect } from '../session/reconnect.ts';
import { after, machineTime } from '../system/clock.ts';
import type { Paths } from '../system/paths.ts';
import { type Connection, findPortal } from './connect.ts';
import { LiveList } from './live-list.ts';

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1_000;
/** How long a portal that is gone with prompts may be without a successor, and how often one is looked for: ms. */
const SUCCESSION_TIME = 5_000;
const LOOK_AGAIN_MS = 100;

export interface ListListener {
  /** The list was told, or changed. */
  changed(): void;
  /** The link broke, or was refused, though the portal is there; it will be made again. Told once for each loss. */
  lost(): void;
  /** The portal is gone, and no other has taken its place. Nothing comes after it. */
  left(): void;
}

export class ListWatch {
  readonly #paths: Paths;
  readonly #listener: ListListener;
  readonly #list = new LiveList(machineTime);
  #connection: Connection;
  #socket: WebSocket | null = null;
  readonly #reconnect: Reconnect;
  #isLost = false;
  #isStopped = false;

  constructor(paths: Paths, connection: Connection, listener: ListListener) {
    this.#paths = paths;
    this.#connection = connection;
    this.#listener = listener;
    this.#reconnect = new Reconnect({
      connect: () => void this.#relink(),
      firstWaitMs: FIRST_RETRY_MS,
      longestWaitMs: LONGEST_RETRY_MS,
      now: machineTime,
      after,
    });
    this.#link();
  }

  /** The way to the portal that is watched. */
  get connection(): Connection {
    return this.#connection;
  }

  /** The list as it was told last, with the times left now; null until it was told. */
  read(): readonly PromptSummary[] | null {
    return this.#list.read();
  }

  stop(): void {
    this.#isStopped = true;
    this.#reconnect.stop();
    this.#socket?.terminate();
  }

  #link(): void {
    const { port, token } = this.#connection;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${PATHS.listLink}`, SUBPROTOCOL, {
      origin: `http://127.0.0.1:${port}`,
      headers: { authorization: `Bearer ${token}` },
      perMessageDeflate: false,
    });
    this.#socket = socket;
    socket.on('message', (data) => {
      const message: PortalToTab = JSON.parse(String(data));
      if (this.#isStopped || !this.#list.receive(message)) return;
      this.#isLost = false;
      this.#listener.changed();
    });
    socket.on('error', () => {});
    socket.on('open', () => this.#reconnect.opened());
    socket.on('close', () => this.#reconnect.lost());
  }

  /** One that is about to leave is looked for once more: it may have handed its prompts to another. */
  async #relink(): Promise<void> {
    const found = await this.#findPortal();
    if (this.#isStopped) return;
    if (!found) {
      this.stop();
      return this.#listener.left();
    }
    if (!found.handshake.draining && !this.#isLost) {
      this.#isLost = true;
      this.#listener.lost();
    }
    this.#connection = found;
    this.#link();
  }

  /** The portal that is there now. Where prompts were listed, their askers are given the time to start one. */
  async #findPortal(): Promise<Connection | null> {
    const until = machineTime() + (this.read()?.length ? SUCCESSION_TIME : 0);
    for (;;) {
      const found = await findPortal(this.#paths).catch(() => null);
      if (found || this.#isStopped || machineTime() >= until) return found;
      await delay(LOOK_AGAIN_MS);
    }
  }
}

// Watching the list of open prompts: one link at a time, made again for as long as there is a portal.
import { setTimeout as delay } from 'node:timers/promises';
import { PATHS } from '../protocol/paths.ts';
import type { PortalToTab } from '../protocol/tab.ts';
import type { PromptSummary } from '../protocol/view.ts';
import { machineTime } from '../system/clock.ts';
import type { Paths } from '../system/paths.ts';
import { type Connection, findPortal } from './connect.ts';
import { LiveList } from './live-list.ts';
import { PortalLink } from './wire/link.ts';

/** How long after a loss the link is made again: ms. What broke it may well break it at once. */
const RELINK_MS = 1_000;
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
  #socket: PortalLink | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isLost = false;
  #isStopped = false;

  constructor(paths: Paths, connection: Connection, listener: ListListener) {
    this.#paths = paths;
    this.#connection = connection;
    this.#listener = listener;
    void this.#link();
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
    if (this.#timer) clearTimeout(this.#timer);
    this.#socket?.terminate();
  }

  async #link(): Promise<void> {
    const socket = await PortalLink.open(this.#connection, PATHS.listLink).catch(() => null);
    if (!socket) return this.#relink();
    if (this.#isStopped) return socket.terminate();
    this.#socket = socket;
    socket.listen({
      message: (text) => {
        const message: PortalToTab = JSON.parse(text);
        if (this.#isStopped || !this.#list.receive(message)) return;
        this.#isLost = false;
        this.#listener.changed();
      },
      close: () => void this.#relink(),
    });
  }

  /** One that is about to leave is looked for once more: it may have handed its prompts to another. */
  async #relink(): Promise<void> {
    if (this.#isStopped) return;
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
    this.#timer = setTimeout(() => void this.#link(), RELINK_MS);
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

// Watches the list of open prompts over one link at a time: that of the portal that runs now, or of the next one.
import { setTimeout as delay } from 'node:timers/promises';
import { PATHS } from '../protocol/paths.ts';
import type { PortalToTab } from '../protocol/tab.ts';
import type { PromptSummary } from '../protocol/view.ts';
import type { Reconnect } from '../session/reconnect.ts';
import { monotonicMs } from '../system/clock.ts';
import type { Paths } from '../system/paths.ts';
import { type Connection, findPortal } from './connect.ts';
import { LiveList } from './live-list.ts';
import { LONGEST_RETRY_MS, portalReconnect } from './portal-reconnect.ts';
import { PortalLink } from './wire/link.ts';

/** How long to wait for the successor of a portal that had prompts, and how often to look for it: ms. */
const SUCCESSION_TIME = 5_000;
const LOOK_AGAIN_MS = 100;

export interface ListListener {
  /** The list was received, or changed. */
  changed(): void;
  /** The link broke or was refused although a portal runs, or does not answer; a reconnect follows. Once for each loss. */
  lost(): void;
  /** No portal runs: the list is empty until one starts. */
  left(): void;
}

export class ListWatch {
  readonly #paths: Paths;
  readonly #listener: ListListener;
  readonly #list = new LiveList(monotonicMs);
  #connection: Connection | null;
  #socket: PortalLink | null = null;
  readonly #reconnect: Reconnect;
  #isLost = false;
  #isStopped = false;

  constructor(paths: Paths, connection: Connection | null, listener: ListListener) {
    this.#paths = paths;
    this.#connection = connection;
    this.#listener = listener;
    this.#reconnect = portalReconnect({ connect: () => void this.#relink() });
    if (connection) void this.#link(connection);
    else void this.#relink();
  }

  /** The connection to the watched portal; null while none runs. */
  get connection(): Connection | null {
    return this.#connection;
  }

  /** Returns the last list received, with the times left now; null until one is received. */
  read(): readonly PromptSummary[] | null {
    return this.#list.read();
  }

  stop(): void {
    this.#isStopped = true;
    this.#reconnect.stop();
    this.#socket?.terminate();
  }

  async #link(connection: Connection): Promise<void> {
    const socket = await PortalLink.open(connection, PATHS.listLink).catch(() => null);
    if (!socket) return this.#reconnect.lost();
    if (this.#isStopped) return socket.terminate();
    this.#socket = socket;
    this.#reconnect.opened();
    socket.listen({
      message: (text) => {
        const message: PortalToTab = JSON.parse(text);
        if (this.#isStopped || !this.#list.receive(message)) return;
        this.#isLost = false;
        this.#listener.changed();
      },
      close: () => this.#reconnect.lost(),
    });
  }

  /** Reconnects. A portal that is draining is not reported as lost: its prompts may move to another. */
  async #relink(): Promise<void> {
    const found = await this.#findPortal();
    if (!found || this.#isStopped) return;
    if (this.#connection && !found.handshake.draining) this.#sayLost();
    this.#connection = found;
    void this.#link(found);
  }

  /**
   * Returns the portal that runs now, or else the next one; null once the watch is stopped. If prompts were listed, their
   * askers may start it before the list counts as empty. The list of a portal that does not answer is not known.
   */
  async #findPortal(): Promise<Connection | null> {
    const until = monotonicMs() + (this.read()?.length ? SUCCESSION_TIME : 0);
    let hasLeft = false;
    while (!this.#isStopped) {
      const found = await findPortal(this.#paths).catch(() => 'silent' as const);
      if (found === 'silent') this.#sayLost();
      else if (found) return found;
      else if (!hasLeft && monotonicMs() >= until) {
        hasLeft = true;
        this.#leave();
      }
      await delay(hasLeft ? LONGEST_RETRY_MS : LOOK_AGAIN_MS);
    }
    return null;
  }

  #sayLost(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#listener.lost();
  }

  #leave(): void {
    this.#connection = null;
    this.#isLost = false;
    this.#list.clear();
    this.#listener.left();
  }
}

// The link to the portal over which the terminal is one more tab. Reconnects until it is closed.
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Connection } from '../client/connect.ts';
import { encode } from '../protocol/codec.ts';
import { promptLink } from '../protocol/paths.ts';
import type { PortalToTab, TabMessage } from '../protocol/tab.ts';
import { SUBPROTOCOL } from '../protocol/version.ts';

const FIRST_RETRY = 50;
const MAX_RETRY = 1_000;
const HANDSHAKE_TIME = 2_000;
/** The portal speaks every 5 s: a link silent for this long (ms) is lost. */
const SILENCE = 15_000;

export interface LinkOptions {
  readonly id: string;
  /** Finds the portal; it may be another one each time. */
  readonly connect: () => Promise<Connection>;
  readonly onOpen: () => void;
  readonly onMessage: (message: PortalToTab) => void;
  readonly onLost: () => void;
}

export class PromptLink {
  readonly #options: LinkOptions;
  #socket: WebSocket | null = null;
  #isClosed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    void this.#stayConnected();
  }

  /** False when there is no connection: nothing was sent, nothing is kept. */
  send(message: TabMessage): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(encode(message));
    return true;
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
    this.#socket = null;
  }

  async #stayConnected(): Promise<void> {
    let wait = 0;
    while (!this.#isClosed) {
      const connection = await this.#options.connect().catch(() => null);
      // The one by which the portal proved itself would stay open beside the link, to no purpose.
      connection?.socket?.destroy();
      if (this.#isClosed) return;
      if (connection && (await this.#attach(connection))) wait = 0;
      if (this.#isClosed) return;
      // Unreferenced: a command that has ended otherwise is not kept alive by its drawing.
      if (wait > 0) await delay(wait * (0.5 + Math.random() / 2), undefined, { ref: false });
      wait = Math.min(MAX_RETRY, wait === 0 ? FIRST_RETRY : wait * 2);
    }
  }

  /** Speaks to one portal until the link is lost. True when it was ever open. */
  #attach({ port, token }: Connection): Promise<boolean> {
    const { id, onOpen, onMessage, onLost } = this.#options;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${promptLink(id)}`, SUBPROTOCOL, {
      origin: `http://127.0.0.1:${port}`,
      headers: { authorization: `Bearer ${token}` },
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_TIME,
    });
    this.#socket = socket;
    const silence = setTimeout(() => socket.terminate(), SILENCE).unref();
    return new Promise((resolve) => {
      let wasOpen = false;
      socket.on('open', () => {
        wasOpen = true;
        if (!this.#isClosed) onOpen();
      });
      socket.on('message', (data) => {
        silence.refresh();
        if (!this.#isClosed) onMessage(JSON.parse(String(data)));
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        clearTimeout(silence);
        if (wasOpen && !this.#isClosed) onLost();
        resolve(wasOpen);
      });
    });
  }
}

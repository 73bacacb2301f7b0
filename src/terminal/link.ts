// The link to the portal over which the terminal is one more tab. Reconnects until it is closed.
import { WebSocket } from 'ws';
import type { Connection } from '../client/connect.ts';
import { encode } from '../protocol/codec.ts';
import { promptLink } from '../protocol/paths.ts';
import type { PortalToTab, TabMessage } from '../protocol/tab.ts';
import { SUBPROTOCOL } from '../protocol/version.ts';
import { Reconnect } from '../session/reconnect.ts';

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1_000;
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
  readonly #reconnect: Reconnect;
  #socket: WebSocket | null = null;
  #isClosed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#reconnect = new Reconnect({
      connect: () => void this.#connect(),
      firstWaitMs: FIRST_RETRY_MS,
      longestWaitMs: LONGEST_RETRY_MS,
      now: () => performance.now(),
      after,
    });
    void this.#connect();
  }

  /** False when there is no connection: nothing was sent, nothing is kept. */
  send(message: TabMessage): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(encode(message));
    return true;
  }

  close(): void {
    this.#isClosed = true;
    this.#reconnect.stop();
    this.#socket?.close();
    this.#socket = null;
  }

  async #connect(): Promise<void> {
    const connection = await this.#options.connect().catch(() => null);
    // The one by which the portal proved itself would stay open beside the link, to no purpose.
    connection?.socket?.destroy();
    if (this.#isClosed) return;
    if (connection) this.#attach(connection);
    else this.#reconnect.lost();
  }

  /** Speaks to one portal until the link is lost. */
  #attach({ port, token }: Connection): void {
    const { id, onOpen, onMessage, onLost } = this.#options;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${promptLink(id)}`, SUBPROTOCOL, {
      origin: `http://127.0.0.1:${port}`,
      headers: { authorization: `Bearer ${token}` },
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_TIME,
    });
    this.#socket = socket;
    const silence = setTimeout(() => socket.terminate(), SILENCE).unref();
    let wasOpen = false;
    socket.on('open', () => {
      wasOpen = true;
      this.#reconnect.opened();
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
      this.#reconnect.lost();
    });
  }
}

/** Unreferenced: a command that has ended otherwise is not kept alive by its drawing. */
function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
}

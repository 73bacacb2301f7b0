// The link to the portal over which the terminal is one more tab. Reconnects until it is closed.
import { setTimeout as delay } from 'node:timers/promises';
import type { PortalLink } from '../client/wire/link.ts';
import { encode } from '../protocol/codec.ts';
import { promptLink } from '../protocol/paths.ts';
import type { PortalToTab, TabMessage } from '../protocol/tab.ts';

const FIRST_RETRY = 50;
const MAX_RETRY = 1_000;
/** The portal speaks every 5 s: a link silent for this long (ms) is lost. */
const SILENCE = 15_000;

export interface LinkOptions {
  readonly id: string;
  /** Links to the portal; it may be another one each time. */
  readonly connect: (path: string) => Promise<PortalLink>;
  readonly onOpen: () => void;
  readonly onMessage: (message: PortalToTab) => void;
  readonly onLost: () => void;
}

export class PromptLink {
  readonly #options: LinkOptions;
  #socket: PortalLink | null = null;
  #isClosed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    void this.#stayConnected();
  }

  /** False when there is no connection: nothing was sent, nothing is kept. */
  send(message: TabMessage): boolean {
    if (!this.#socket?.isOpen) return false;
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
      const socket = await this.#options.connect(promptLink(this.#options.id)).catch(() => null);
      if (this.#isClosed) return socket?.terminate();
      if (socket) {
        await this.#attach(socket);
        wait = 0;
      }
      if (this.#isClosed) return;
      // Unreferenced: a command that has ended otherwise is not kept alive by its drawing.
      if (wait > 0) await delay(wait * (0.5 + Math.random() / 2), undefined, { ref: false });
      wait = Math.min(MAX_RETRY, wait === 0 ? FIRST_RETRY : wait * 2);
    }
  }

  /** Speaks to one portal until the link is lost. */
  #attach(socket: PortalLink): Promise<void> {
    const { onOpen, onMessage, onLost } = this.#options;
    this.#socket = socket;
    const silence = setTimeout(() => socket.terminate(), SILENCE).unref();
    return new Promise((resolve) => {
      onOpen();
      socket.listen({
        message: (text) => {
          silence.refresh();
          if (!this.#isClosed) onMessage(JSON.parse(text));
        },
        close: () => {
          clearTimeout(silence);
          if (!this.#isClosed) onLost();
          resolve();
        },
      });
    });
  }
}

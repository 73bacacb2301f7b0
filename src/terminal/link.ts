// Connects the terminal to the portal as one more tab. Reconnects with back-off until it is closed.
import { portalReconnect } from '../client/portal-reconnect.ts';
import type { PortalLink } from '../client/wire/link.ts';
import { encode } from '../protocol/codec.ts';
import { promptLink } from '../protocol/paths.ts';
import type { PortalToTab, TabMessage } from '../protocol/tab.ts';
import type { Reconnect } from '../session/reconnect.ts';

/** The portal sends a message every 5 s; a link without one for this long is lost: ms. */
const SILENCE = 15_000;

export interface LinkOptions {
  readonly id: string;
  /** Opens a link to the portal, which may be a different one each time. */
  readonly connect: (path: string) => Promise<PortalLink>;
  readonly onOpen: () => void;
  readonly onMessage: (message: PortalToTab) => void;
  readonly onLost: () => void;
}

export class PromptLink {
  readonly #options: LinkOptions;
  readonly #reconnect: Reconnect;
  #socket: PortalLink | null = null;
  #isClosed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#reconnect = portalReconnect({ connect: () => void this.#connect(), after: afterUnref });
    void this.#connect();
  }

  /** Sends `message`; returns false, without queueing it, if there is no connection. */
  send(message: TabMessage): boolean {
    if (!this.#socket?.isOpen) return false;
    this.#socket.send(encode(message));
    return true;
  }

  /** Says whether the prompt is drawn, which marks it as seen. */
  sayHello(visible: boolean): void {
    this.send({ type: 'hello', visible, can_notify: false });
  }

  close(): void {
    this.#isClosed = true;
    this.#reconnect.stop();
    this.#socket?.close();
    this.#socket = null;
  }

  async #connect(): Promise<void> {
    const socket = await this.#options.connect(promptLink(this.#options.id)).catch(() => null);
    if (this.#isClosed) return socket?.terminate();
    if (socket) this.#attach(socket);
    else this.#reconnect.lost();
  }

  /** Uses `socket` until the link is lost. */
  #attach(socket: PortalLink): void {
    const { onOpen, onMessage, onLost } = this.#options;
    this.#socket = socket;
    this.#reconnect.opened();
    const silence = setTimeout(() => socket.terminate(), SILENCE).unref();
    onOpen();
    socket.listen({
      message: (text) => {
        silence.refresh();
        if (!this.#isClosed) onMessage(JSON.parse(text));
      },
      close: () => {
        clearTimeout(silence);
        if (!this.#isClosed) onLost();
        this.#reconnect.lost();
      },
    });
  }
}

/** Unreferenced, so that a drawing does not keep a finished command alive. */
function afterUnref(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
}

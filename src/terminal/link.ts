// The link to the portal over which the terminal is one more tab. Reconnects until it is closed.
import type { PortalLink } from '../client/wire/link.ts';
import { encode } from '../protocol/codec.ts';
import { promptLink } from '../protocol/paths.ts';
import type { PortalToTab, TabMessage } from '../protocol/tab.ts';
import { Reconnect } from '../session/reconnect.ts';

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1_000;
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
  readonly #reconnect: Reconnect;
  #socket: PortalLink | null = null;
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
    if (!this.#socket?.isOpen) return false;
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
    const socket = await this.#options.connect(promptLink(this.#options.id)).catch(() => null);
    if (this.#isClosed) return socket?.terminate();
    if (socket) this.#attach(socket);
    else this.#reconnect.lost();
  }

  /** Speaks to one portal until the link is lost. */
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

/** Unreferenced: a command that has ended otherwise is not kept alive by its drawing. */
function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
}

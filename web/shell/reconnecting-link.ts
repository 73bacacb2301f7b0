// A WebSocket that stays: it reconnects for ever, and notices when the other end has fallen silent.
import { signal } from '@preact/signals';
import type { PortalToTab, TabMessage } from '../../src/protocol/tab.ts';
import type { Environment } from './environment.ts';
import type { Link, LinkHandler, LinkState } from './link.ts';

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 3_000;
/** A connection that lasted so long is one that works. */
const STEADY_MS = 3_000;
const CONNECT_MS = 4_000;
/** Silence after which the portal is asked for a word, and how long the word may take. */
const QUIET_MS = 20_000;
const REPLY_MS = 5_000;

export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  opened(): void;
  received(text: string): void;
  closed(): void;
}

export interface LinkOptions {
  readonly environment: Environment;
  readonly openSocket: (events: SocketEvents) => Socket;
  readonly handler: LinkHandler;
  /** A connection closed before it was open: the portal is away, or the token is no longer good. */
  readonly refused: () => void;
}

export class ReconnectingLink implements Link {
  readonly state = signal<LinkState>('connecting');
  readonly #options: LinkOptions;
  #socket: Socket | null = null;
  /** Attempts since a connection last lasted: one that is broken again by what it brings must not be made in a rush. */
  #attempts = 0;
  /** When the connection was opened; null until then. */
  #openedAt: number | null = null;
  #stopTimer: () => void = () => {};

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#connect();
  }

  send(message: TabMessage): boolean {
    if (this.state.peek() !== 'open' || !this.#socket) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  wake(): void {
    if (this.state.peek() === 'open') this.#ask();
    else if (!this.#socket) this.#connect();
  }

  close(): void {
    this.#stopTimer();
    this.#drop();
  }

  #connect(): void {
    this.#attempts += 1;
    let opened = false;
    const socket = this.#options.openSocket({
      opened: () => {
        if (socket !== this.#socket) return;
        opened = true;
        this.#openedAt = this.#options.environment.clock.now();
        this.#watch();
        this.#options.handler.opened();
        this.state.value = 'open';
      },
      received: (text) => {
        if (socket === this.#socket) this.#receive(text);
      },
      closed: () => {
        if (socket !== this.#socket) return;
        if (!opened) this.#options.refused();
        this.#retry();
      },
    });
    this.#socket = socket;
    this.#arm(CONNECT_MS, () => this.#retry());
  }

  #receive(text: string): void {
    this.#watch();
    this.#options.handler.received(JSON.parse(text) as PortalToTab);
  }

  /** The first attempt comes at once; later ones wait longer and longer, never all tabs at the same moment. */
  #retry(): void {
    this.#drop();
    if (this.#openedAt !== null && this.#options.environment.clock.now() - this.#openedAt >= STEADY_MS)
      this.#attempts = 0;
    this.#openedAt = null;
    if (this.state.peek() === 'open') this.state.value = 'reconnecting';
    const longest = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#attempts);
    this.#arm(this.#attempts === 0 ? 0 : longest * (0.5 + Math.random() / 2), () => this.#connect());
  }

  #watch(): void {
    this.#arm(QUIET_MS, () => this.#ask());
  }

  #ask(): void {
    this.send({ type: 'ping' });
    this.#arm(REPLY_MS, () => this.#retry());
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #arm(ms: number, run: () => void): void {
    this.#stopTimer();
    this.#stopTimer = this.#options.environment.after(ms, run);
  }
}

// A WebSocket that keeps reconnecting, and detects when the other end has gone silent.
import { signal } from '@preact/signals';
import type { PortalToTab, TabMessage } from '../../src/protocol/tab.ts';
import { Reconnect } from '../../src/session/reconnect.ts';
import type { Environment } from './environment.ts';
import type { Link, LinkHandler, LinkState } from './link.ts';

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 3_000;
const CONNECT_MS = 4_000;
/** Silence after which the link sends a ping, and the timeout for the reply. */
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
  /** A connection closed before it was open: the portal is away, or the token is no longer valid. */
  readonly refused: () => void;
}

export class ReconnectingLink implements Link {
  readonly state = signal<LinkState>('connecting');
  readonly #options: LinkOptions;
  #socket: Socket | null = null;
  readonly #reconnect: Reconnect;
  #stopTimer: () => void = () => {};

  constructor(options: LinkOptions) {
    this.#options = options;
    const { environment } = options;
    this.#reconnect = new Reconnect({
      connect: () => this.#connect(),
      firstWaitMs: FIRST_RETRY_MS,
      longestWaitMs: LONGEST_RETRY_MS,
      now: () => environment.clock.now(),
      after: (ms, run) => environment.after(ms, run),
    });
    this.#connect();
  }

  send(message: TabMessage): boolean {
    if (this.state.peek() !== 'open' || !this.#socket) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  wake(): void {
    if (this.state.peek() === 'open') this.#ask();
    else this.#reconnect.hurry();
  }

  close(): void {
    this.#reconnect.stop();
    this.#stopTimer();
    this.#drop();
  }

  #connect(): void {
    let opened = false;
    const socket = this.#options.openSocket({
      opened: () => {
        if (socket !== this.#socket) return;
        opened = true;
        this.#reconnect.opened();
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

  #retry(): void {
    this.#stopTimer();
    this.#drop();
    if (this.state.peek() === 'open') this.state.value = 'reconnecting';
    this.#reconnect.lost();
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

// The asker: registers a prompt, keeps it registered whatever happens to the portal, and gives its outcome.
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Clock } from '../core/clock.ts';
import { SECOND } from '../core/limits.ts';
import type { Outcome } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';
import type { AskerMessage, PortalToAsker } from '../protocol/asker.ts';
import { encode } from '../protocol/codec.ts';
import { PATHS } from '../protocol/paths.ts';
import { SUBPROTOCOL } from '../protocol/version.ts';
import { machineTime } from '../system/clock.ts';
import type { Connection } from './connect.ts';
import { NoPortalError } from './start.ts';

/** Past its deadline by this much without an outcome, the asker settles by itself: ms. It never hangs. */
const SELF_SETTLE = 10 * SECOND;
/** Portals that may leave between their handshake and our link before we give up on the first registration. */
const FIRST_ATTEMPTS = 5;
const FIRST_RETRY = 50;
const MAX_RETRY = 1_000;
const HANDSHAKE_TIME = 2_000;
/** How long to wait until the portal heard our last words: ms. */
const FAREWELL_TIME = 500;

export interface AskOptions {
  readonly id: string;
  readonly spec: PromptSpec;
  /** Finds or starts a portal. Throws `NoPortalError` when none can be had. */
  readonly connect: () => Promise<Connection>;
  readonly clock: Clock;
  /** May the portal ask for a browser to be opened? */
  readonly mayOpen: boolean;
  /** The prompt is registered for the first time; `openUrl` is to be opened in a browser unless null. */
  readonly onOpened: (url: string, openUrl: string | null, remainingMs: number | null) => void;
  /** The deadline was moved. */
  readonly onMoved: (remainingMs: number | null) => void;
  /** The portal was lost, and found or started again. */
  readonly onReattached: () => void;
}

export interface Settled {
  readonly outcome: Outcome;
  readonly opened_at: number;
  /** False when the portal could not write the outcome to its journal. */
  readonly logged: boolean;
}

/** One prompt being asked. */
export class Asking {
  readonly #options: AskOptions;
  readonly settled: Promise<Settled>;
  #settle!: (settled: Settled) => void;
  #fail!: (error: Error) => void;
  #socket: WebSocket | null = null;
  #isOver = false;
  /** What the portal said last, and when: what a new portal will be told. */
  #known: {
    readonly at: number;
    readonly opened: number;
    readonly opened_at: number;
    readonly remaining_ms: number | null;
    readonly revision: number;
  } | null = null;
  #extendedMs = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: AskOptions) {
    this.#options = options;
    this.settled = new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
    });
    void this.#stayAttached();
  }

  /** Tells the portal that the outcome was printed; resolves once it heard. */
  async acknowledge(): Promise<void> {
    this.#over();
    await this.#sendAndClose({ type: 'received' });
  }

  /** Gives up: the prompt settles as cancelled by `asker`. Resolves once the portal heard. */
  async cancel(): Promise<void> {
    this.#over();
    await this.#sendAndClose({ type: 'cancel' });
  }

  #over(): void {
    this.#isOver = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #stayAttached(): Promise<void> {
    let wait = 0;
    let attempts = 0;
    while (!this.#isOver) {
      let connection: Connection | null = null;
      try {
        connection = await this.#options.connect();
        if (this.#isOver) return;
        attempts += 1;
        if (await this.#attach(connection)) wait = 0;
      } catch (error) {
        // Nobody was told of the prompt yet: better to say so soon than to wait for a portal in vain. One that was
        // there a moment ago has just left; the next attempt starts another.
        const isHopeless = connection === null || attempts >= FIRST_ATTEMPTS;
        if (!this.#known && isHopeless) return this.#fail(error instanceof Error ? error : new Error(String(error)));
      }
      if (this.#isOver) return;
      if (wait > 0) await delay(wait * (0.5 + Math.random() / 2));
      wait = Math.min(MAX_RETRY, wait === 0 ? FIRST_RETRY : wait * 2);
    }
  }

  /** Speaks to one portal until the link is lost. True when the prompt was registered there. */
  #attach({ port, token }: Connection): Promise<boolean> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${PATHS.askerLink}`, SUBPROTOCOL, {
      headers: { authorization: `Bearer ${token}` },
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_TIME,
    });
    this.#socket = socket;
    let isRegistered = false;
    return new Promise((resolve, reject) => {
      socket.on('open', () => socket.send(encode(this.#openMessage())));
      socket.on('message', (data) => {
        const message: PortalToAsker = JSON.parse(String(data));
        if (message.type === 'opened') isRegistered = true;
        this.#hear(message, socket);
      });
      socket.on('error', (error) => {
        if (!isRegistered) reject(new NoPortalError(`the portal refused the connection: ${error.message}`));
      });
      socket.on('close', () => resolve(isRegistered));
    });
  }

  #openMessage(): AskerMessage {
    const { id, spec, mayOpen, clock } = this.#options;
    const now = clock.now();
    const known = this.#known;
    return {
      type: 'open',
      id,
      spec,
      may_open: mayOpen && !known,
      ...(known
        ? {
            resume: {
              opened_at: known.opened_at,
              sent_at: machineTime(),
              elapsed_ms: now - known.opened,
              remaining_ms: known.remaining_ms === null ? null : Math.max(0, known.remaining_ms - (now - known.at)),
              extended_ms: this.#extendedMs,
              revision: known.revision,
            },
          }
        : {}),
    };
  }

  #hear(message: PortalToAsker, socket: WebSocket): void {
    switch (message.type) {
      case 'opened':
        this.#registered(message);
        break;
      case 'sync':
        this.#moved(message);
        break;
      case 'settled': {
        const { outcome, opened_at, logged } = message;
        this.#over();
        this.#settle({ outcome, opened_at, logged });
        break;
      }
      case 'refused':
        // A portal on its way out: the next attempt meets its successor.
        if (message.reason === 'draining') {
          socket.close();
          break;
        }
        this.#over();
        this.#fail(new NoPortalError(`the portal refused the prompt: ${message.detail}`));
        break;
      default:
        message satisfies never;
    }
  }

  /** The moment at which the portal sent a message of ours, on our clock: it may have waited to be read. */
  #sentAt(sent_at: number): number {
    return this.#options.clock.now() - Math.max(0, machineTime() - sent_at);
  }

  #registered(message: PortalToAsker & { type: 'opened' }): void {
    const { url, open_url, opened_at, remaining_ms, revision } = message;
    const { onOpened, onReattached } = this.#options;
    const at = this.#sentAt(message.sent_at);
    const isFirst = this.#known === null;
    this.#known = { at, opened: this.#known?.opened ?? at, opened_at, remaining_ms, revision };
    this.#watchDeadline(remaining_ms);
    if (isFirst) onOpened(url, open_url, remaining_ms);
    else onReattached();
  }

  #moved({ sent_at, remaining_ms, revision, extended_ms }: PortalToAsker & { type: 'sync' }): void {
    if (!this.#known) return;
    const isMoved = extended_ms !== this.#extendedMs || (remaining_ms === null) !== (this.#known.remaining_ms === null);
    this.#known = { ...this.#known, at: this.#sentAt(sent_at), remaining_ms, revision };
    this.#extendedMs = extended_ms;
    this.#watchDeadline(remaining_ms);
    if (isMoved) this.#options.onMoved(remaining_ms);
  }

  /** Looks at the clock now and then, because a timer stands still while the machine is suspended. */
  #watchDeadline(remainingMs: number | null): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (remainingMs === null) return;
    const { clock } = this.#options;
    const ends = clock.now() + remainingMs + SELF_SETTLE;
    const look = () => {
      const left = ends - clock.now();
      if (left <= 0) return this.#settleAlone();
      this.#timer = setTimeout(look, Math.min(left, 30 * SECOND));
    };
    look();
  }

  #settleAlone(): void {
    const { spec, clock } = this.#options;
    const { opened = clock.now(), opened_at = clock.wall() } = this.#known ?? {};
    this.#over();
    const outcome: Outcome = {
      status: 'timeout',
      values: spec.fallback === undefined ? [] : [spec.fallback],
      text: null,
      note: null,
      notes: {},
      fallback: spec.fallback !== undefined,
      by: 'asker',
      settled_at: clock.wall(),
      elapsed_ms: Math.round(clock.now() - opened),
      extended_ms: Math.round(this.#extendedMs),
    };
    this.#settle({ outcome, opened_at, logged: false });
  }

  /** Sends an asker's last words. The portal closes the link once it heard them; a lost one is not waited for long. */
  #sendAndClose(message: AskerMessage): Promise<void> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) {
      socket?.terminate();
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => socket.terminate(), FAREWELL_TIME);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      socket.send(encode(message));
    });
  }
}

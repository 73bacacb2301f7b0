// The asker: registers a prompt, keeps it registered whatever happens to the portal, and gives its outcome.
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../core/clock.ts';
import { SECOND } from '../core/limits.ts';
import type { Outcome } from '../core/prompt.ts';
import type { PromptSpec, PromptSpecInput } from '../core/spec.ts';
import { fallbackOf } from '../core/transition.ts';
import type { AskerMessage, PortalToAsker } from '../protocol/asker.ts';
import { encode } from '../protocol/codec.ts';
import { PATHS } from '../protocol/paths.ts';
import { machineTime } from '../system/clock.ts';
import { AskerSocket, LinkRefusedError } from './asker-socket.ts';
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
  /** As it goes to the portal. */
  readonly input: PromptSpecInput;
  /** The same, checked. */
  readonly spec: PromptSpec;
  /** Attaches to the prompt that has this key, or gives its outcome. */
  readonly key: string | null;
  /** Finds or starts a portal. Throws `NoPortalError` when none can be had. */
  readonly connect: () => Promise<Connection>;
  readonly clock: Clock;
  /** May the portal ask for a browser to be opened? */
  readonly mayOpen: boolean;
  /** The prompt is registered for the first time, or found under its key. */
  readonly onOpened: (opened: Opened) => void;
  /** The deadline was moved; `isHold` when by the portal, because a human is answering. */
  readonly onMoved: (remainingMs: number | null, isHold: boolean) => void;
  /** The portal was lost, and found or started again; `url` is another one where its port is. */
  readonly onReattached: (url: string) => void;
}

export interface Opened {
  readonly id: string;
  /** For a human to open. */
  readonly url: string;
  /** To be opened in a browser; null when a page is there already. */
  readonly openUrl: string | null;
  readonly remainingMs: number | null;
  /** False when the prompt was there already. */
  readonly created: boolean;
  /** True when it has an outcome already, which comes next. */
  readonly isSettled: boolean;
}

/** Another question was asked under the same key. */
export class KeyTakenError extends Error {
  override readonly name = 'KeyTakenError';
}

export interface Settled {
  /** Of the prompt that settled: another one than was asked for when it had the key already. */
  readonly id: string;
  readonly outcome: Outcome;
  readonly opened_at: number;
  /** False when the portal could not write the outcome to its journal. */
  readonly logged: boolean;
}

/** Monotonic ms in `at` and `opened`; the rest as the portal said it. */
interface Known {
  readonly id: string;
  readonly at: number;
  readonly opened: number;
  readonly opened_at: number;
  readonly remaining_ms: number | null;
  readonly revision: number;
  readonly extended_ms: number;
  readonly holds: number;
  readonly seen_at: number | null;
}

/** One prompt being asked. */
export class Asking {
  readonly #options: AskOptions;
  readonly settled: Promise<Settled>;
  #settle!: (settled: Settled) => void;
  #fail!: (error: Error) => void;
  #socket: AskerSocket | null = null;
  #isOver = false;
  /** What the portal said last, and when: what a new portal will be told. */
  #known: Known | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** Called when the link is lost or closed. */
  #onHungUp: () => void = () => {};

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
        if (!(await this.#attach(connection))) throw new NoPortalError('the portal hangs up; run: choice doctor');
        wait = 0;
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
  #attach({ port, token, socket: line }: Connection): Promise<boolean> {
    let isRegistered = false;
    return new Promise((resolve, reject) => {
      const options = { port, token, path: PATHS.askerLink, patience: HANDSHAKE_TIME, socket: line ?? null };
      const socket = new AskerSocket(options, {
        open: () => socket.send(encode(this.#openMessage())),
        message: (text) => {
          const message: PortalToAsker = JSON.parse(text);
          if (message.type === 'opened') isRegistered = true;
          this.#hear(message, socket);
        },
        close: (error) => {
          this.#onHungUp();
          if (isRegistered || !error) return resolve(isRegistered);
          const what = error instanceof LinkRefusedError ? 'prompt' : 'connection';
          reject(new NoPortalError(`the portal refused the ${what}: ${error.message}`));
        },
      });
      this.#socket = socket;
    });
  }

  #openMessage(): AskerMessage {
    const { id, input, key, mayOpen } = this.#options;
    const known = this.#known;
    return {
      type: 'open',
      id: known?.id ?? id,
      spec: input,
      may_open: mayOpen && !known,
      ...(key === null ? {} : { key }),
      ...(known ? { resume: this.#carryOver(known) } : {}),
    };
  }

  /** What a new portal needs to go on where the last one ended. */
  #carryOver({ at, opened, opened_at, remaining_ms, extended_ms, holds, seen_at, revision }: Known) {
    const now = this.#options.clock.now();
    const left = remaining_ms === null ? null : Math.max(0, remaining_ms - (now - at));
    const sent_at = machineTime();
    return { opened_at, sent_at, elapsed_ms: now - opened, remaining_ms: left, extended_ms, holds, seen_at, revision };
  }

  #hear(message: PortalToAsker, socket: AskerSocket): void {
    switch (message.type) {
      case 'opened':
        this.#registered(message);
        break;
      case 'sync':
        this.#moved(message);
        break;
      case 'settled': {
        const { id, outcome, opened_at, logged } = message;
        this.#over();
        this.#settle({ id, outcome, opened_at, logged });
        break;
      }
      case 'refused':
        // A portal on its way out: the next attempt meets its successor.
        if (message.reason === 'draining') {
          socket.close();
          break;
        }
        this.#over();
        this.#fail(
          message.reason === 'key_taken'
            ? new KeyTakenError(message.detail)
            : new NoPortalError(`the portal refused the prompt: ${message.detail}`),
        );
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
    const { clock, onOpened, onReattached } = this.#options;
    const { id, url, open_url, opened_at, remaining_ms, revision, extended_ms, holds, seen_at, created } = message;
    const at = this.#sentAt(message.sent_at);
    const before = this.#known;
    // A prompt that was there already, under our key, is as old as its portal says.
    const opened = before?.opened ?? (created ? at : at - Math.max(0, clock.wall() - opened_at));
    this.#known = { id, at, opened, opened_at, remaining_ms, revision, extended_ms, holds, seen_at };
    this.#watchDeadline(remaining_ms);
    if (before) onReattached(url);
    else onOpened({ id, url, openUrl: open_url, remainingMs: remaining_ms, created, isSettled: message.settled });
  }

  #moved({ sent_at, remaining_ms, revision, extended_ms, holds, seen_at }: PortalToAsker & { type: 'sync' }): void {
    const before = this.#known;
    if (!before) return;
    const isMoved = extended_ms !== before.extended_ms || (remaining_ms === null) !== (before.remaining_ms === null);
    this.#known = { ...before, at: this.#sentAt(sent_at), remaining_ms, revision, extended_ms, holds, seen_at };
    this.#watchDeadline(remaining_ms);
    if (isMoved) this.#options.onMoved(remaining_ms, holds > before.holds);
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
    const { spec, clock, id } = this.#options;
    const now = clock.now();
    const { opened = now, opened_at = clock.wall(), extended_ms = 0, seen_at = null } = this.#known ?? {};
    this.#over();
    const outcome: Outcome = {
      status: 'timeout',
      ...fallbackOf(spec),
      note: null,
      notes: {},
      fallback: spec.fallback !== undefined,
      by: 'asker',
      settled_at: clock.wall(),
      elapsed_ms: Math.round(now - opened),
      extended_ms: Math.round(extended_ms),
      seen_at,
    };
    this.#settle({ id: this.#known?.id ?? id, outcome, opened_at, logged: false });
  }

  /** Sends an asker's last words. The portal closes the link once it heard them; a lost one is not waited for long. */
  #sendAndClose(message: AskerMessage): Promise<void> {
    const socket = this.#socket;
    if (!socket?.isOpen) {
      socket?.terminate();
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => socket.terminate(), FAREWELL_TIME);
      this.#onHungUp = () => {
        clearTimeout(timer);
        resolve();
      };
      socket.send(encode(message));
    });
  }
}

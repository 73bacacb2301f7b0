// The asker: registers a prompt, keeps it registered whatever happens to the portal, and gives its outcome.
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../core/clock.ts';
import { defined } from '../core/defined.ts';
import { SECOND } from '../core/limits.ts';
import type { Outcome } from '../core/prompt.ts';
import type { PromptSpec, PromptSpecInput } from '../core/spec.ts';
import type { AskerMessage, PortalToAsker, Warning } from '../protocol/asker.ts';
import { encode } from '../protocol/codec.ts';
import { PATHS } from '../protocol/paths.ts';
import { Reconnect } from '../session/reconnect.ts';
import { after } from '../system/clock.ts';
import { describeFileError } from '../system/error-words.ts';
import { carryOver, learn, type ResumeState, relearn, timeoutAlone } from './resume-state.ts';
import { NoPortalError } from './start.ts';
import { LinkRefusedError } from './wire/address.ts';
import type { PortalLink } from './wire/link.ts';

/** Past its deadline by this much without an outcome, the asker settles by itself: ms. It never hangs. */
const SELF_SETTLE = 10 * SECOND;
/** Links that may be refused, or break before our prompt is open, until we give up on the first registration. */
const FIRST_ATTEMPTS = 5;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1_000;
/** How long the journals may take to tell of an outcome that no portal could deliver: ms. */
const LOOK_UP_TIME = 1_000;
/** How long to wait for the portal to confirm our last message: ms. */
const CLOSE_TIMEOUT_MS = 500;

export interface AskOptions {
  readonly id: string;
  /** As it goes to the portal. */
  readonly input: PromptSpecInput;
  /** The same, checked. */
  readonly spec: PromptSpec;
  /** Attaches to the prompt that has this key, or gives its outcome. */
  readonly key: string | null;
  /** What the other questions of the same script have in common with this one. */
  readonly source: string;
  /** Links to the portal, which is started where there is none. Throws `NoPortalError`, or `LinkRefusedError`. */
  readonly link: (path: string) => Promise<PortalLink>;
  readonly clock: Clock;
  /** May the portal ask for a browser to be opened? */
  readonly mayOpen: boolean;
  /** The prompt is registered for the first time, or found under its key. */
  readonly onOpened: (opened: Opened) => void;
  /** No page noticed the prompt: a browser is to be opened at the URL; null when none may be, or no page came of that. */
  readonly onUnreached: (openUrl: string | null) => void;
  /** The deadline was moved; `isHold` when by the portal, because a human is answering. */
  readonly onMoved: (remainingMs: number | null, isHold: boolean) => void;
  /** The portal was lost, and found or started again; `url` is another one where its port is. */
  readonly onReattached: (reattached: Pick<Opened, 'url' | 'openUrl'>) => void;
  /** Another user may be interfering: to be shown to the human. */
  readonly onWarning: (warning: Warning) => void;
  /** The portal was lost, and no other can be started for `reason`; retried. Called once for each reason. */
  readonly onUnreachable?: (reason: string) => void;
  /** The outcome that a portal wrote to its journal but could not deliver; null when there is none. */
  readonly findOutcome: (id: string) => Promise<Settled | null>;
}

export interface Opened {
  readonly id: string;
  /** For a human to open. */
  readonly url: string;
  /** To be opened in a browser; null when a page may be there already. */
  readonly openUrl: string | null;
  /** True when no page is there that could bring a human to the prompt. */
  readonly isUnreached: boolean;
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

/** One prompt being asked. */
export class Asking {
  readonly #options: AskOptions;
  readonly settled: Promise<Settled>;
  #settle!: (settled: Settled) => void;
  #fail!: (error: Error) => void;
  readonly #reconnect: Reconnect;
  /** Connections made so far. */
  #attempts = 0;
  #socket: PortalLink | null = null;
  #isOver = false;
  /** What the portal said last, and when: what a new portal will be told. */
  #known: ResumeState | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** Monotonic ms at which the prompt is settled without a portal; null when it is not to be. */
  #ends: number | null = null;
  /** The reason given in the last call of `onUnreachable`. */
  #unreachable: string | null = null;
  /** Called when the link is lost or closed. */
  #onHungUp: () => void = () => {};

  constructor(options: AskOptions) {
    this.#options = options;
    this.settled = new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
    });
    this.#reconnect = new Reconnect({
      connect: () => void this.#attempt(),
      firstWaitMs: FIRST_RETRY_MS,
      longestWaitMs: LONGEST_RETRY_MS,
      now: () => options.clock.now(),
      after,
    });
    void this.#attempt();
  }

  /** True once a page or a terminal showed the prompt. */
  get isSeen(): boolean {
    return this.#known !== null && this.#known.seen_at !== null;
  }

  /** Tells the portal that the outcome was printed; resolves once it has confirmed. */
  async acknowledge(): Promise<void> {
    this.#over();
    await this.#sendAndClose({ type: 'received' });
  }

  /**
   * Gives up, by a signal unless `cause` says why: the prompt settles as cancelled by `asker`. Resolves once the portal
   * has confirmed.
   */
  async cancel(cause?: 'unreached'): Promise<void> {
    this.#over();
    await this.#sendAndClose({ type: 'cancel', ...defined({ cause }) });
  }

  #over(): void {
    this.#isOver = true;
    this.#reconnect.stop();
    this.#stopWatching();
  }

  #stopWatching(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#ends = null;
  }

  /** Makes one link, and has another made once it is lost. */
  async #attempt(): Promise<void> {
    let link: PortalLink | null = null;
    this.#attempts += 1;
    try {
      link = await this.#options.link(PATHS.askerLink);
      if (this.#isOver) return link.terminate();
      if (!(await this.#attach(link))) throw new NoPortalError('the portal closed the connection; run: choice doctor');
    } catch (error) {
      const isRefused = error instanceof LinkRefusedError;
      const isAbsent = link === null && !isRefused;
      if (this.#known && isAbsent) this.#sayUnreachable(error);
      // No URL is printed yet: fail soon instead of waiting for a portal that may never come. A portal that was
      // there a moment ago has just left, and the next attempt starts another.
      if (!this.#known && (isAbsent || this.#attempts >= FIRST_ATTEMPTS)) {
        const reason = error instanceof Error ? error : new Error(String(error));
        return this.#fail(isRefused ? new NoPortalError(`the portal refused the prompt: ${reason.message}`) : reason);
      }
    }
    if (!this.#isOver) this.#reconnect.lost();
  }

  #sayUnreachable(error: unknown): void {
    // The names of drafts in it differ each time.
    const reason = describeFileError(error);
    if (reason === this.#unreachable) return;
    this.#unreachable = reason;
    this.#options.onUnreachable?.(reason);
  }

  /** Speaks to one portal until the link is lost. True when the prompt was registered there. */
  #attach(socket: PortalLink): Promise<boolean> {
    let isRegistered = false;
    this.#socket = socket;
    return new Promise((resolve, reject) => {
      socket.listen({
        message: (text) => {
          const message: PortalToAsker = JSON.parse(text);
          if (message.type === 'opened') isRegistered = true;
          this.#hear(message, socket);
        },
        close: (error) => {
          this.#onHungUp();
          if (isRegistered || !error) return resolve(isRegistered);
          reject(new NoPortalError(`lost the connection to the portal: ${error.message}`));
        },
      });
      socket.send(encode(this.#openMessage()));
    });
  }

  #openMessage(): AskerMessage {
    const { id, input, key, source, mayOpen, clock } = this.#options;
    const known = this.#known;
    return {
      type: 'open',
      id: known?.id ?? id,
      spec: input,
      source,
      may_open: mayOpen,
      ...(key === null ? {} : { key }),
      ...(known ? { resume: carryOver(known, clock) } : {}),
    };
  }

  #hear(message: PortalToAsker, socket: PortalLink): void {
    switch (message.type) {
      case 'opened':
        this.#registered(message);
        break;
      case 'sync':
        this.#moved(message);
        break;
      case 'unreached':
        this.#options.onUnreached(message.open_url);
        break;
      case 'code_used':
        if (this.#known) this.#known = { ...this.#known, code_uses: message.uses };
        break;
      case 'warning':
        this.#options.onWarning(message.warning);
        break;
      case 'settled': {
        const { id, outcome, opened_at, logged } = message;
        this.#over();
        this.#settle({ id, outcome, opened_at, logged });
        break;
      }
      case 'refused':
        // A portal on its way out: the next attempt meets its successor. A prompt that was open already waits for room.
        if (message.reason === 'draining' || (message.reason === 'too_many_prompts' && this.#known)) {
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

  #registered(message: PortalToAsker & { type: 'opened' }): void {
    const { clock, onOpened, onReattached } = this.#options;
    const { id, url, open_url: openUrl, remaining_ms: remainingMs, created, settled: isSettled } = message;
    const isUnreached = message.unreached;
    const before = this.#known;
    this.#reconnect.opened();
    this.#known = learn(message, before, clock);
    this.#watchDeadline(remainingMs);
    if (before) onReattached({ url, openUrl });
    else onOpened({ id, url, openUrl, isUnreached, remainingMs, created, isSettled });
  }

  #moved(message: PortalToAsker & { type: 'sync' }): void {
    const before = this.#known;
    if (!before) return;
    const { remaining_ms, extended_ms, holds } = message;
    const hadDeadline = before.countdown.deadline !== null;
    const isMoved = extended_ms !== before.extended_ms || (remaining_ms !== null) !== hadDeadline;
    this.#known = relearn(before, message, this.#options.clock);
    this.#watchDeadline(remaining_ms);
    if (isMoved) this.#options.onMoved(remaining_ms, holds > before.holds);
  }

  /** Looks at the clock now and then, because a timer stands still while the machine is suspended. */
  #watchDeadline(remainingMs: number | null): void {
    this.#stopWatching();
    if (remainingMs === null) return;
    const { clock } = this.#options;
    const ends = clock.now() + remainingMs + SELF_SETTLE;
    this.#ends = ends;
    const look = () => {
      const left = ends - clock.now();
      if (left > 0) this.#timer = setTimeout(look, Math.min(left, 30 * SECOND));
      // What the portal said while this process stood still is read before: the deadline may have been moved.
      else setImmediate(() => this.#ends === ends && void this.#settleAlone());
    };
    look();
  }

  /** By what the portal wrote down before it stood still, so that journal and exit code agree; else as a timeout. */
  async #settleAlone(): Promise<void> {
    this.#over();
    const { spec, clock, findOutcome } = this.#options;
    const id = this.#known?.id ?? this.#options.id;
    const unread = delay(LOOK_UP_TIME, null, { ref: false });
    const written = await Promise.race([findOutcome(id).catch(() => null), unread]);
    const opened_at = this.#known?.opened_at ?? clock.wall();
    this.#settle(written ?? { id, outcome: timeoutAlone(this.#known, spec, clock), opened_at, logged: false });
  }

  /** Sends the final message. The portal confirms it by closing the link; a lost one is not awaited for long. */
  #sendAndClose(message: AskerMessage): Promise<void> {
    const socket = this.#socket;
    if (!socket?.isOpen) {
      socket?.terminate();
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => socket.terminate(), CLOSE_TIMEOUT_MS);
      this.#onHungUp = () => {
        clearTimeout(timer);
        resolve();
      };
      socket.send(encode(message));
    });
  }
}

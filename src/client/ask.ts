// The asker: registers a prompt, or waits for another process's, again whenever the portal is lost; returns the outcome.
import { setTimeout as delay } from 'node:timers/promises';
import { defined } from '../core/defined.ts';
import type { AskerMessage, PortalToAsker } from '../protocol/asker.ts';
import { encode } from '../protocol/codec.ts';
import { PATHS } from '../protocol/paths.ts';
import type { Reconnect } from '../session/reconnect.ts';
import { describeFileError } from '../system/error-words.ts';
import { refusalError } from './ask-errors.ts';
import type { AskOptions, Settled } from './ask-options.ts';
import { OwnDeadline } from './own-deadline.ts';
import { portalReconnect } from './portal-reconnect.ts';
import { carryOver, learn, type ResumeState, relearn, timeoutAlone } from './resume-state.ts';
import { NoPortalError } from './start.ts';
import { LinkRefusedError } from './wire/address.ts';
import type { PortalLink } from './wire/link.ts';

/** How many links may be refused, or break before the prompt is open, until the first registration fails. */
const FIRST_ATTEMPTS = 5;
/** How long a portal may not know a prompt that is waited for: its asker may not have reached that portal yet. Ms. */
const UNKNOWN_TIME = 10_000;
/** How often to look whether another portal holds the prompt now: ms. */
const LOOK_INTERVAL_MS = 2_000;
/** Timeout for finding, in the journals, an outcome that no portal could deliver: ms. */
const LOOK_UP_TIME = 1_000;
/** How long to wait for the portal to confirm our last message: ms. */
const CLOSE_TIMEOUT_MS = 500;

/** One prompt while it is being asked, or waited for. */
export class Asking {
  readonly #options: AskOptions;
  readonly settled: Promise<Settled>;
  #settle!: (settled: Settled) => void;
  #fail!: (error: Error) => void;
  readonly #reconnect: Reconnect;
  /** Connection attempts so far. */
  #attempts = 0;
  #socket: PortalLink | null = null;
  #isOver = false;
  /** The last state that the portal sent, and when; a new portal resumes from it. */
  #known: ResumeState | null = null;
  readonly #deadline: OwnDeadline;
  /** The reason in the last call of `onUnreachable`. */
  #unreachable: string | null = null;
  /** Since when portals do not know the prompt: ms; null while they do. */
  #unknownSince: number | null = null;
  /** True once the deadline passed without a word, until a portal speaks again. */
  #isOverdue = false;
  readonly #look: NodeJS.Timeout;
  /** Called when the link is lost or closed. */
  #onHungUp: () => void = () => {};

  constructor(options: AskOptions) {
    this.#options = options;
    this.#deadline = new OwnDeadline(options.clock, () => void this.#settleAlone());
    this.settled = new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
    });
    this.#reconnect = portalReconnect({ connect: () => void this.#attempt(), now: () => options.clock.now() });
    this.#look = setInterval(() => this.#leaveReplaced(), LOOK_INTERVAL_MS).unref();
    void this.#attempt();
  }

  /** Of the prompt: not the requested one when another prompt had the key. */
  get id(): string {
    return this.#known?.id ?? this.#options.id;
  }

  /** True once a page or a terminal showed the prompt. */
  get isSeen(): boolean {
    return this.#known !== null && this.#known.seen_at !== null;
  }

  /** Notifies the portal that the outcome was printed; resolves once it has confirmed. */
  async acknowledge(): Promise<void> {
    this.#over();
    await this.#sendAndClose({ type: 'received' });
  }

  /**
   * Withdraws the prompt, which settles as cancelled by `asker` unless others wait for it or it is detached; the cause is
   * a signal unless `cause` is given. Resolves once the portal has confirmed.
   */
  async cancel(cause?: 'unreached'): Promise<void> {
    this.#over();
    await this.#sendAndClose({ type: 'cancel', ...defined({ cause }) });
  }

  /** Stops waiting and leaves the prompt open, for as long as its grace lasts. Resolves once the portal has confirmed. */
  async leave(): Promise<void> {
    this.#over();
    await this.#sendAndClose({ type: 'leave' });
  }

  /** How long the prompt outlives its askers: ms; null for as long as it is open, 0 before it is registered. */
  get askerGraceMs(): number | null {
    return this.#known ? this.#known.asker_grace_ms : 0;
  }

  #over(): void {
    this.#isOver = true;
    clearInterval(this.#look);
    this.#reconnect.stop();
    this.#deadline.stop();
  }

  /** Opens one link, registers the prompt on it, and schedules a reconnect once it is lost. */
  async #attempt(): Promise<void> {
    let link: PortalLink | null = null;
    this.#attempts += 1;
    try {
      link = await this.#options.link(PATHS.askerLink);
      if (this.#isOver) return link.terminate();
      if (!(await this.#attach(link)) && this.#unknownSince === null)
        throw new NoPortalError('the portal closed the connection; run: choice doctor');
    } catch (error) {
      const isRefused = error instanceof LinkRefusedError;
      const isAbsent = link === null && !isRefused;
      if (this.#known && isAbsent) this.#sayUnreachable(error);
      // No URL is printed yet: fail fast instead of waiting for a portal that may never start. If a portal was
      // there but has just exited, the next attempt starts another.
      if (!this.#known && (isAbsent || this.#attempts >= FIRST_ATTEMPTS)) {
        const reason = error instanceof Error ? error : new Error(String(error));
        return this.#fail(isRefused ? new NoPortalError(`the portal refused the prompt: ${reason.message}`) : reason);
      }
    }
    if (!this.#isOver) this.#reconnect.lost();
  }

  #sayUnreachable(error: unknown): void {
    // Messages may contain names of temporary files, which differ each time.
    const reason = describeFileError(error);
    if (reason === this.#unreachable) return;
    this.#unreachable = reason;
    this.#options.onUnreachable?.(reason);
  }

  /** Exchanges messages with one portal until the link is lost. Resolves to true when the prompt was registered. */
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
    const { registration, clock } = this.#options;
    const { id } = this;
    if (!registration) return { type: 'wait', id };
    const { input, key, source, from, askerGraceMs, mayOpen } = registration;
    const known = this.#known;
    return {
      type: 'open',
      id,
      spec: input,
      source,
      may_open: mayOpen,
      ...defined({ from }),
      ...(key === null ? {} : { key }),
      ...(askerGraceMs === 0 ? {} : { asker_grace_ms: askerGraceMs }),
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
        this.#options.onUnreached?.(message.open_url);
        break;
      case 'reached':
        this.#options.onReached?.();
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
        // The portal is draining: the next attempt reaches its successor. An open prompt retries until there is room.
        if (
          message.reason === 'draining' ||
          (message.reason === 'too_many_prompts' && this.#known) ||
          (message.reason === 'unknown_prompt' && this.#mayBecomeKnown())
        ) {
          socket.close();
          break;
        }
        this.#over();
        this.#fail(refusalError(message));
        break;
      default:
        message satisfies never;
    }
  }

  /** A portal that has just started may not have heard of the prompt yet. */
  #mayBecomeKnown(): boolean {
    const now = this.#options.clock.now();
    this.#unknownSince ??= now;
    return now - this.#unknownSince < UNKNOWN_TIME;
  }

  #registered(message: PortalToAsker & { type: 'opened' }): void {
    const { clock, onOpened, onReattached } = this.#options;
    const { id, url, open_url: openUrl, remaining_ms: remainingMs, created, settled: isSettled } = message;
    const { unreached: isUnreached, asker_grace_ms: askerGraceMs } = message;
    const before = this.#known;
    this.#unknownSince = null;
    this.#isOverdue = false;
    this.#reconnect.opened();
    this.#known = learn(message, before, clock);
    this.#deadline.watch(remainingMs);
    if (before) onReattached({ url, openUrl });
    else onOpened({ id, url, openUrl, isUnreached, remainingMs, created, isSettled, askerGraceMs });
  }

  #moved(message: PortalToAsker & { type: 'sync' }): void {
    const before = this.#known;
    if (!before) return;
    const { remaining_ms, extended_ms, holds } = message;
    const hadDeadline = before.countdown.deadline !== null;
    const isMoved = extended_ms !== before.extended_ms || (remaining_ms !== null) !== hadDeadline;
    this.#known = relearn(before, message, this.#options.clock);
    this.#deadline.watch(remaining_ms);
    if (isMoved) this.#options.onMoved(remaining_ms, holds > before.holds);
  }

  /** A portal that was stopped may have been replaced, and a kept prompt is open there. */
  #leaveReplaced(): void {
    if (this.askerGraceMs !== 0 && this.#options.isReplaced?.()) this.#socket?.terminate();
  }

  /** The deadline of a kept prompt may have moved at another portal, which must be found to know. */
  #lookElsewhere(): void {
    if (!this.#isOverdue) {
      this.#isOverdue = true;
      this.#deadline.watch(0);
      this.#socket?.terminate();
      return;
    }
    this.#over();
    this.#fail(new NoPortalError(`the portal does not answer, but the question is kept; run: choice wait ${this.id}`));
  }

  /** Settles with the outcome in the journal, if any, so that journal and exit code agree; otherwise as a timeout. */
  async #settleAlone(): Promise<void> {
    if (this.askerGraceMs !== 0) return this.#lookElsewhere();
    this.#over();
    const { spec, clock, findOutcome } = this.#options;
    const { id } = this;
    const unread = delay(LOOK_UP_TIME, null, { ref: false });
    const written = await Promise.race([findOutcome(id).catch(() => null), unread]);
    const opened_at = this.#known?.opened_at ?? clock.wall();
    this.#settle(written ?? { id, outcome: timeoutAlone(this.#known, spec, clock), opened_at, logged: false });
  }

  /** Sends the final message. The portal confirms it by closing the link; without confirmation, a timeout closes it. */
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

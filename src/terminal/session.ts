// Tracks the prompt for the terminal: its session and connection, and when the drawing ends.
import type { Outcome } from '../core/prompt.ts';
import type { PortalToTab } from '../protocol/tab.ts';
import type { Delivery } from '../protocol/view.ts';
import { PromptSession, type SessionOptions } from '../session/prompt-session.ts';
import { after } from '../system/clock.ts';
import { newRequestId } from '../system/ids.ts';
import type { Ending } from './ending.ts';
import { type LinkOptions, PromptLink } from './link.ts';

/** How long to wait for the outcome to be delivered to the asker: ms. */
const DELIVERY_TIMEOUT_MS = 3_000;

const SETTLED_DELIVERIES: readonly Delivery[] = ['delivered', 'gone', 'kept'];

export interface TerminalSessionOptions extends SessionOptions {
  /** Called once, when the prompt is over and its delivery is known, or no longer awaited. */
  readonly onEnd: (ending: Ending) => void;
}

export class TerminalSession {
  readonly prompt: PromptSession;
  readonly #options: TerminalSessionOptions;
  #isConnected = false;
  #stopWaiting: (() => void) | null = null;
  #isEnded = false;

  constructor(options: TerminalSessionOptions) {
    this.#options = options;
    this.prompt = new PromptSession({
      ...options,
      onChange: () => {
        options.onChange();
        this.#conclude();
      },
    });
  }

  get link(): 'open' | 'away' | 'looking' {
    if (!this.#isConnected) return 'away';
    return this.prompt.state.isLooking ? 'looking' : 'open';
  }

  /** Call when a connection to any portal opens or is lost. */
  connectionChanged(isOpen: boolean): void {
    this.#isConnected = isOpen;
    this.prompt.connectionChanged();
  }

  receive(message: PortalToTab): void {
    this.prompt.receive(message);
  }

  /** Extends, unless an earlier extension awaits its reply: a key held down must not flood the portal. */
  extend(by_ms: number): void {
    if (!this.prompt.state.pending.some(({ message }) => message.type === 'extend')) this.prompt.extend(by_ms);
  }

  /** Ends the session with the outcome that the asker received on its own link; null if there is none. */
  settle(outcome: Outcome | null): void {
    const known = this.prompt.state.outcome ?? outcome;
    if (known) this.prompt.settle(known);
    this.#end();
  }

  /** Ends once there is an outcome; for an answer, waits until its delivery is known or times out. */
  #conclude(): void {
    const { outcome, view } = this.prompt.state;
    if (!outcome) return;
    const isKnown = view !== null && SETTLED_DELIVERIES.includes(view.delivery);
    if (outcome.status !== 'answered' || isKnown) this.#end();
    else this.#stopWaiting ??= after(DELIVERY_TIMEOUT_MS, () => this.#end());
  }

  #end(): void {
    this.#stopWaiting?.();
    if (this.#isEnded) return;
    this.#isEnded = true;
    const { outcome, view, author, isTooLate } = this.prompt.state;
    const { delivery } = view ?? {};
    const isKept = delivery === 'kept' && outcome?.status === 'answered';
    this.#options.onEnd({ outcome, isMine: author === 'me', isTooLate, isGone: delivery === 'gone', isKept });
  }
}

/** What a surface is called for while it follows a prompt: `onOpen` each time that a portal was reached. */
export type FollowOptions = Omit<TerminalSessionOptions, 'newId' | 'send'> &
  Pick<LinkOptions, 'id' | 'connect' | 'onOpen'>;

/** Follows the prompt `id` at the portals that `connect` reaches, one after the other, until the link is closed. */
export function followPrompt({ id, connect, onOpen, ...options }: FollowOptions): {
  readonly session: TerminalSession;
  readonly link: PromptLink;
} {
  const session = new TerminalSession({ ...options, newId: newRequestId, send: (message) => link.send(message) });
  const link = new PromptLink({
    id,
    connect,
    onOpen: () => {
      session.connectionChanged(true);
      onOpen();
    },
    onMessage: (message) => session.receive(message),
    onLost: () => session.connectionChanged(false),
  });
  return { session, link };
}

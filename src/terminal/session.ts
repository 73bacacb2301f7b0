// The prompt as the terminal follows it: its session, its connection, and when all is known that ends the drawing.
import type { Outcome } from '../core/prompt.ts';
import type { PortalToTab } from '../protocol/tab.ts';
import { PromptSession, type SessionOptions } from '../session/prompt-session.ts';
import { after } from '../system/clock.ts';
import type { Ending } from './ending.ts';

/** How long to wait for the delivery of the outcome: ms. */
const DELIVERY_TIMEOUT_MS = 3_000;

export interface TerminalSessionOptions extends SessionOptions {
  /** It is over, and all is known that can be known of it. Called once. */
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

  /** The connection was made, to whichever portal, or lost. */
  connectionChanged(isOpen: boolean): void {
    this.#isConnected = isOpen;
    this.prompt.connectionChanged();
  }

  receive(message: PortalToTab): void {
    this.prompt.receive(message);
  }

  /** Does nothing while an earlier extension has no reply: a key that is held down must not flood the portal. */
  extend(by_ms: number): void {
    if (!this.prompt.state.pending.some(({ message }) => message.type === 'extend')) this.prompt.extend(by_ms);
  }

  /** The prompt is over, as its asker heard on a link of its own; null when the asker gave up. */
  settle(outcome: Outcome | null): void {
    const known = this.prompt.state.outcome ?? outcome;
    if (known) this.prompt.settle(known);
    this.#end();
  }

  /** Ends once the outcome is known, unless the answer may still be on its way to the asker. */
  #conclude(): void {
    const { outcome, view } = this.prompt.state;
    if (!outcome) return;
    const isKnown = view?.delivery === 'delivered' || view?.delivery === 'gone';
    if (outcome.status !== 'answered' || isKnown) this.#end();
    else this.#stopWaiting ??= after(DELIVERY_TIMEOUT_MS, () => this.#end());
  }

  #end(): void {
    this.#stopWaiting?.();
    if (this.#isEnded) return;
    this.#isEnded = true;
    const { outcome, view, author, isTooLate } = this.prompt.state;
    this.#options.onEnd({ outcome, isMine: author === 'me', isTooLate, isGone: view?.delivery === 'gone' });
  }
}

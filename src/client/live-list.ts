// The list of open prompts, kept up to date with the messages of `/ws`.
import type { PortalToTab } from '../protocol/tab.ts';
import type { PromptSummary } from '../protocol/view.ts';
import { type Countdown, startCountdown, timeLeft } from '../session/countdown.ts';

export class LiveList {
  /** Null until the list has been received. */
  #told: Map<string, { readonly summary: PromptSummary; readonly countdown: Countdown }> | null = null;
  readonly #now: () => number;

  /** `now` returns monotonic ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Applies `message`; returns true when the list changed. */
  receive(message: PortalToTab): boolean {
    if (message.type === 'list') {
      this.#told = new Map();
      for (const summary of message.prompts) this.#put(summary);
      return true;
    }
    if (message.type === 'changed') return this.#put(message.prompt);
    return message.type === 'removed' && this.#told?.delete(message.id) === true;
  }

  /** The portal is gone, and all prompts with it. */
  clear(): void {
    this.#told = new Map();
  }

  /** Returns the prompts in order of registration, with the time that each has left now; null until the list is received. */
  read(): readonly PromptSummary[] | null {
    if (!this.#told) return null;
    const now = this.#now();
    return [...this.#told.values()].map(({ summary, countdown }) => {
      const left = timeLeft(countdown, now);
      return { ...summary, remaining_ms: left && Math.ceil(left) };
    });
  }

  #put(summary: PromptSummary): boolean {
    const now = this.#now();
    this.#told?.set(summary.id, { summary, countdown: startCountdown(summary, now, now) });
    return this.#told !== null;
  }
}

// The open prompts as `/ws` tells them, kept up to date by what it tells.
import type { PortalToTab } from '../protocol/tab.ts';
import type { PromptSummary } from '../protocol/view.ts';
import { type Countdown, startCountdown, timeLeft } from '../session/countdown.ts';

export class LiveList {
  /** Null until the list was told. */
  #told: Map<string, { readonly summary: PromptSummary; readonly countdown: Countdown }> | null = null;
  readonly #now: () => number;

  /** `now` gives monotonic ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** True when the list is another one than before. */
  receive(message: PortalToTab): boolean {
    if (message.type === 'list') {
      this.#told = new Map();
      for (const summary of message.prompts) this.#put(summary);
      return true;
    }
    if (message.type === 'changed') return this.#put(message.prompt);
    return message.type === 'removed' && this.#told?.delete(message.id) === true;
  }

  /** In the order of their registration, each with the time that it has left now; null until the list was told. */
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

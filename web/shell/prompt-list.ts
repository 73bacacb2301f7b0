// The live list of active prompts, and the events of its changes.
import { signal } from '@preact/signals';
import type { Clock } from '../../src/core/clock.ts';
import type { PortalToTab } from '../../src/protocol/tab.ts';
import type { Ending, PromptSummary } from '../../src/protocol/view.ts';
import { type Countdown, monotonicTimeOf, startCountdown } from '../../src/session/countdown.ts';

export interface ActivePrompt {
  readonly summary: PromptSummary;
  readonly countdown: Countdown;
}

export type ListEvent =
  /** A prompt that this page has not seen before. Not emitted for prompts that were there when the page opened. */
  | { readonly type: 'arrived'; readonly prompt: ActivePrompt }
  /** A prompt is listed, or its time left was updated. */
  | { readonly type: 'updated'; readonly prompt: ActivePrompt }
  /** `ending` is null when the prompt vanished while the link was down. */
  | { readonly type: 'left'; readonly prompt: ActivePrompt; readonly ending: Ending | null };

export class PromptList {
  /** In order of registration. */
  readonly prompts = signal<readonly ActivePrompt[]>([]);
  /** False until the portal has sent the list for the first time. */
  readonly loaded = signal(false);
  readonly #clock: Clock;
  /** Every id seen so far: a prompt that returns through a new portal is not a new one. */
  readonly #seen = new Set<string>();
  readonly #listeners = new Set<(event: ListEvent) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `listener` for each listed prompt, then on every change. */
  subscribe(listener: (event: ListEvent) => void): void {
    this.#listeners.add(listener);
    for (const prompt of this.prompts.peek()) listener({ type: 'updated', prompt });
  }

  receive(message: PortalToTab): void {
    if (message.type === 'list') this.#replace(message.prompts);
    else if (message.type === 'changed') this.#put(message.prompt);
    else if (message.type === 'removed') this.#remove(message.id, message.ending);
  }

  #replace(summaries: readonly PromptSummary[]): void {
    const before = this.prompts.value;
    const ids = new Set(summaries.map(({ id }) => id));
    const after = summaries.map((summary) => this.#read(summary)).sort(byAge);
    const first = !this.loaded.value;
    this.prompts.value = after;
    this.loaded.value = true;
    for (const prompt of before) if (!ids.has(prompt.summary.id)) this.#emit({ type: 'left', prompt, ending: null });
    for (const prompt of after) this.#tell(prompt, first);
  }

  #put(summary: PromptSummary): void {
    const prompt = this.#read(summary);
    const others = this.prompts.value.filter((other) => other.summary.id !== summary.id);
    this.prompts.value = [...others, prompt].sort(byAge);
    this.#tell(prompt, false);
  }

  #remove(id: string, ending: Ending): void {
    const prompt = this.prompts.value.find(({ summary }) => summary.id === id);
    if (!prompt) return;
    this.prompts.value = this.prompts.value.filter((other) => other !== prompt);
    this.#emit({ type: 'left', prompt, ending });
  }

  #read(summary: PromptSummary): ActivePrompt {
    const opened = monotonicTimeOf(summary.opened_at, this.#clock);
    return { summary, countdown: startCountdown(summary, opened, this.#clock.now()) };
  }

  #tell(prompt: ActivePrompt, silent: boolean): void {
    const known = this.#seen.has(prompt.summary.id);
    this.#seen.add(prompt.summary.id);
    if (!known && !silent) this.#emit({ type: 'arrived', prompt });
    this.#emit({ type: 'updated', prompt });
  }

  #emit(event: ListEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function byAge(a: ActivePrompt, b: ActivePrompt): number {
  return a.summary.opened_at - b.summary.opened_at;
}

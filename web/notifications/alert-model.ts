// Which notifications are due, for every active prompt. Whether a page is focused is for the deliverer to judge.
import { effect, type ReadonlySignal } from '@preact/signals';
import { LONGEST_TIMER_MS } from '../../src/core/limits.ts';
import type { Ending } from '../../src/protocol/view.ts';
import { timeLeft } from '../../src/session/countdown.ts';
import type { Environment } from '../shell/environment.ts';
import type { ActivePrompt, ListEvent } from '../shell/prompt-list.ts';
import type { AlertRules } from './alert-rules.ts';

export type AlertKind = 'new' | 'soon' | 'timeout';

export interface AlertDelivery {
  raise(kind: AlertKind, prompt: ActivePrompt, ending: Ending | null): void;
  /** Resolves once a notification of this is shown, by whichever page; false when none is. */
  confirm(kind: AlertKind, prompt: ActivePrompt): Promise<boolean>;
  /** Takes back what is no longer true. */
  lower(kinds: readonly AlertKind[], id: string): void;
}

export class AlertModel {
  readonly #environment: Environment;
  readonly #delivery: AlertDelivery;
  readonly #rules: ReadonlySignal<AlertRules>;
  /** Every active prompt in its last known state. */
  readonly #active = new Map<string, ActivePrompt>();
  readonly #timers = new Map<string, () => void>();
  /** Ids of the prompts whose time runs out. */
  readonly #urgent = new Set<string>();

  constructor(environment: Environment, delivery: AlertDelivery, rules: ReadonlySignal<AlertRules>) {
    this.#environment = environment;
    this.#delivery = delivery;
    this.#rules = rules;
    effect(() => {
      void rules.value;
      for (const prompt of this.#active.values()) this.#arm(prompt);
    });
  }

  handle({ type, prompt, ...event }: ListEvent): void {
    if (type === 'arrived') this.#raise('new', prompt, null);
    else if (type === 'updated') this.#arm(prompt);
    else this.#retire(prompt, 'ending' in event ? event.ending : null);
  }

  /** Resolves once a notification says that the prompt `id` waits; false when none does. */
  async summon(id: string): Promise<boolean> {
    const prompt = this.#active.get(id);
    return prompt !== undefined && this.#rules.peek().kinds.has('new') && this.#delivery.confirm('new', prompt);
  }

  /** The human looks at the prompt: nothing about it needs to be said any more. */
  attend(id: string): void {
    this.#delivery.lower(['new', 'soon', 'timeout'], id);
  }

  /** The page lost the focus: what was not worth an alert a moment ago is now. */
  remind(): void {
    for (const id of this.#urgent) {
      const prompt = this.#active.get(id);
      if (prompt) this.#raise('soon', prompt, null);
    }
  }

  /** One timer per prompt, set from the portal's messages: browsers slow down timers that set themselves. */
  #arm(prompt: ActivePrompt): void {
    const { id } = prompt.summary;
    const { before_ms } = this.#rules.peek();
    this.#disarm(id);
    this.#active.set(id, prompt);
    const left = timeLeft(prompt.countdown, this.#environment.clock.now());
    if (left === null || left > before_ms) this.#calm(id);
    if (left === null) return;
    if (left <= before_ms) this.#alarm(prompt);
    else {
      const wait = Math.min(left - before_ms, LONGEST_TIMER_MS);
      this.#timers.set(
        id,
        this.#environment.after(wait, () => this.#arm(prompt)),
      );
    }
  }

  #alarm(prompt: ActivePrompt): void {
    const { id } = prompt.summary;
    if (this.#urgent.has(id)) return;
    this.#urgent.add(id);
    this.#raise('soon', prompt, null);
  }

  #calm(id: string): void {
    if (this.#urgent.delete(id)) this.#delivery.lower(['soon'], id);
  }

  #retire(prompt: ActivePrompt, ending: Ending | null): void {
    const { id } = prompt.summary;
    this.#disarm(id);
    this.#active.delete(id);
    this.#urgent.delete(id);
    this.#delivery.lower(['new', 'soon'], id);
    if (ending?.status === 'timeout') this.#raise('timeout', prompt, ending);
  }

  #raise(kind: AlertKind, prompt: ActivePrompt, ending: Ending | null): void {
    if (this.#rules.peek().kinds.has(kind)) this.#delivery.raise(kind, prompt, ending);
  }

  #disarm(id: string): void {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
  }
}

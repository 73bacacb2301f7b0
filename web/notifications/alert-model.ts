// Decides which notifications are due for every active prompt. The delivery checks whether a page has the focus.
import { effect, type ReadonlySignal } from '@preact/signals';
import { LONGEST_TIMER_MS } from '../../src/core/limits.ts';
import type { Ending } from '../../src/protocol/view.ts';
import { timeLeft } from '../../src/session/countdown.ts';
import type { Environment } from '../shell/environment.ts';
import type { ActivePrompt, ListEvent } from '../shell/prompt-list.ts';
import type { AlertKind, AlertRules } from './alert-rules.ts';

export interface AlertDelivery {
  raise(kind: AlertKind, prompt: ActivePrompt, ending: Ending | null): void;
  /** Resolves with true once any page has shown a notification for the prompt, with false when none is shown. */
  confirm(kind: AlertKind, prompt: ActivePrompt): Promise<boolean>;
  /** Closes notifications that no longer apply. */
  lower(kinds: readonly AlertKind[], id: string): void;
}

export class AlertModel {
  readonly #environment: Environment;
  readonly #delivery: AlertDelivery;
  readonly #rules: ReadonlySignal<AlertRules>;
  /** Every active prompt in its last known state. */
  readonly #active = new Map<string, ActivePrompt>();
  readonly #timers = new Map<string, () => void>();
  /** Ids of the prompts whose time is running out. */
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

  /** Resolves with true once a notification for the prompt `id` is shown, with false when none is. */
  async summon(id: string): Promise<boolean> {
    const prompt = this.#active.get(id);
    return prompt !== undefined && this.#rules.peek().kinds.has('new') && this.#delivery.confirm('new', prompt);
  }

  /** The human is looking at the prompt: closes its notifications. */
  attend(id: string): void {
    this.#delivery.lower(['new', 'soon', 'timeout'], id);
  }

  /** The page lost the focus: raises the alerts for urgent prompts, which the focus had suppressed. */
  remind(): void {
    for (const id of this.#urgent) {
      const prompt = this.#active.get(id);
      if (prompt) this.#raise('soon', prompt, null);
    }
  }

  /** Sets the prompt's one timer on each message from the portal: browsers throttle timers that re-arm themselves. */
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

// Handing outcomes to the askers that wait for them, and noticing when the last one of a prompt is gone.
import type { Clock } from '../../core/clock.ts';
import { MAX_SETTLED_KEPT } from '../../core/limits.ts';
import { type AskerEnd, type Outcome, type Prompt, remaining, requestIds } from '../../core/prompt.ts';
import type { MemoryRegistry, RegistryEvent } from '../../core/registry.ts';
import type { PortalToAsker } from '../../protocol/asker.ts';
import type { Delivery, DeliveryState } from '../../protocol/view.ts';
import { onMachineClock } from '../../system/clock.ts';
import type { Log } from '../../system/log.ts';

/** How long a lost asker may take to come back before its prompt is cancelled: ms. Its death shows within 1 s. */
const GRACE = 500;

export interface DeliveriesOptions {
  readonly registry: MemoryRegistry;
  readonly clock: Clock;
  readonly onDelivery: (id: string, delivery: 'delivered' | 'gone') => void;
  readonly newRequestId: () => string;
  readonly log: Log;
  /** Ms on the clock that all processes of this machine share. */
  readonly monotonicMs: () => number;
}

/** The link of one asker that waits. */
export interface Waiting {
  readonly send: (message: PortalToAsker) => void;
}

/** The askers of one prompt: several, when they asked under the same key. */
interface Askers {
  readonly links: Set<Waiting>;
  delivery: Delivery;
  grace: NodeJS.Timeout | null;
  logged: boolean;
}

export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #askers = new Map<string, Askers>();
  readonly #unsubscribe: () => void;
  #isStopped = false;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.#unsubscribe = options.registry.subscribe((event) => this.#pass(event));
  }

  /** From now on a lost asker is not given up: its prompt goes on at the next portal. */
  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe();
    for (const { grace } of this.#askers.values()) if (grace) clearTimeout(grace);
  }

  /** True while an asker is lost that may yet come back. */
  get isAnyLost(): boolean {
    return [...this.#askers.values()].some(({ grace }) => grace !== null);
  }

  /** How far the outcome of prompt `id` is on its way. A prompt of an earlier portal has no asker here any more. */
  of(id: string): DeliveryState {
    const { delivery, logged } = this.#askers.get(id) ?? { delivery: 'gone', logged: true };
    return { delivery, logged };
  }

  /** Makes room for the askers of `id`, before tabs can ask for them. False when there is some already. */
  expect(id: string): boolean {
    if (this.#askers.has(id)) return false;
    this.#askers.set(id, { links: new Set(), delivery: 'waiting', grace: null, logged: true });
    this.#forgetOldest();
    return true;
  }

  /** Nobody of those expected for `id` came. */
  forget(id: string): void {
    this.#askers.delete(id);
  }

  /** `link` waits for the outcome of `prompt`. One that stands already is given by `catchUp`. */
  attach(link: Waiting, prompt: Prompt): void {
    this.expect(prompt.id);
    const askers = this.#askers.get(prompt.id);
    if (!askers) return;
    if (askers.grace) clearTimeout(askers.grace);
    askers.grace = null;
    askers.links.add(link);
  }

  /** Gives `link` the outcome that `prompt` has had for a while. */
  catchUp(link: Waiting, prompt: Prompt): void {
    const askers = this.#askers.get(prompt.id);
    if (askers && prompt.outcome) this.#deliver(askers, prompt, prompt.outcome, [link]);
  }

  /** The link broke: its asker may come back within `GRACE`. */
  lose(link: Waiting, id: string): void {
    const askers = this.#askers.get(id);
    if (!askers?.links.delete(link) || askers.links.size > 0) return;
    if (this.#isStopped || askers.delivery === 'delivered' || askers.delivery === 'gone') return;
    askers.grace = setTimeout(() => {
      askers.grace = null;
      this.#giveUp(id, 'lost').catch((error) => this.#options.log.error('could not give up a prompt', error));
    }, GRACE);
  }

  /** Tells all that wait for the outcome of prompt `id`. */
  tell(id: string, message: PortalToAsker): void {
    for (const link of this.#askers.get(id)?.links ?? []) link.send(message);
  }

  /** The asker waits no more: the prompt goes with the last one, while others under the same key still wait. */
  async withdraw(link: Waiting, id: string, cause?: AskerEnd): Promise<void> {
    const askers = this.#askers.get(id);
    askers?.links.delete(link);
    if (askers?.links.size === 0) await this.#giveUp(id, cause);
  }

  /** The asker handed the outcome on. False when it has been given none. */
  acknowledge(link: Waiting, id: string): boolean {
    const askers = this.#askers.get(id);
    if (!askers || askers.delivery === 'waiting') return false;
    askers.links.delete(link);
    this.#settleDelivery(id, 'delivered');
    return true;
  }

  async #giveUp(id: string, cause?: AskerEnd): Promise<void> {
    const request = { request_id: this.#options.newRequestId(), by: 'asker' } as const;
    await this.#options.registry.cancel(id, cause === undefined ? request : { ...request, cause });
    this.#settleDelivery(id, 'gone');
  }

  #settleDelivery(id: string, delivery: 'delivered' | 'gone'): void {
    const askers = this.#askers.get(id);
    if (!askers || askers.delivery === 'delivered' || askers.delivery === 'gone') return;
    askers.delivery = delivery;
    this.#options.onDelivery(id, delivery);
  }

  #pass({ type, prompt, logged }: RegistryEvent): void {
    const askers = this.#askers.get(prompt.id);
    if (!askers) return;
    if (prompt.outcome) {
      askers.logged = logged;
      this.#deliver(askers, prompt, prompt.outcome, askers.links);
    } else if (type === 'changed') {
      const { id, revision, holds, seen_at, draft } = prompt;
      const extended_ms = Math.round(prompt.extended_ms);
      const { clock, monotonicMs } = this.#options;
      const now = clock.now();
      const remaining_ms = remaining(prompt, now);
      const sent_at = onMachineClock(now, clock, monotonicMs);
      const state = { revision, extended_ms, holds, seen_at, remaining_ms, draft, requests: requestIds(prompt) };
      this.tell(id, { type: 'sync', id, sent_at, ...state });
    }
  }

  #deliver(askers: Askers, { id, opened_at }: Prompt, outcome: Outcome, links: Iterable<Waiting>): void {
    if (askers.delivery === 'waiting') askers.delivery = 'sending';
    for (const link of links) {
      link.send({ type: 'settled', id, outcome, opened_at, logged: askers.logged });
    }
  }

  /** Keeps what late tabs may ask about, and no more than the registry keeps. */
  #forgetOldest(): void {
    if (this.#askers.size <= 2 * MAX_SETTLED_KEPT) return;
    for (const [id, { delivery }] of this.#askers) {
      if (delivery !== 'delivered' && delivery !== 'gone') continue;
      this.#askers.delete(id);
      return;
    }
  }
}

// Sends outcomes to the askers that wait for them, and detects when the last asker of a prompt is gone.
import type { Clock } from '../../core/clock.ts';
import { MAX_SETTLED_KEPT } from '../../core/limits.ts';
import type { MemoryRegistry } from '../../core/memory-registry.ts';
import { type AskerEnd, type Outcome, type Prompt, remaining, requestIds } from '../../core/prompt.ts';
import type { RegistryEvent } from '../../core/registry.ts';
import type { PortalToAsker } from '../../protocol/asker.ts';
import type { Delivery, DeliveryState } from '../../protocol/view.ts';
import { onMachineClock } from '../../system/clock.ts';
import type { Log } from '../../system/log.ts';

/** How long a lost asker may take to reconnect before its prompt is cancelled: ms. Its death is noticed within 1 s. */
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

/** The link of one waiting asker. */
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

  /** Stops cancelling the prompts of lost askers: these continue at the next portal. */
  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe();
    for (const { grace } of this.#askers.values()) if (grace) clearTimeout(grace);
  }

  /** True while a lost asker may still reconnect. */
  get isAnyLost(): boolean {
    return [...this.#askers.values()].some(({ grace }) => grace !== null);
  }

  /** Returns the delivery state of prompt `id`. A prompt of an earlier portal no longer has an asker here. */
  of(id: string): DeliveryState {
    const { delivery, logged } = this.#askers.get(id) ?? { delivery: 'gone', logged: true };
    return { delivery, logged };
  }

  /** Creates the entry for the askers of `id`, before tabs can look it up. False if it already exists. */
  expect(id: string): boolean {
    if (this.#askers.has(id)) return false;
    this.#askers.set(id, { links: new Set(), delivery: 'waiting', grace: null, logged: true });
    this.#forgetOldest();
    return true;
  }

  /** Drops the entry of `id`: no prompt was registered under that id. */
  forget(id: string): void {
    this.#askers.delete(id);
  }

  /** Adds `link` to those that wait for the outcome of `prompt`. If it has already settled, `catchUp` sends the outcome. */
  attach(link: Waiting, prompt: Prompt): void {
    this.expect(prompt.id);
    const askers = this.#askers.get(prompt.id);
    if (!askers) return;
    if (askers.grace) clearTimeout(askers.grace);
    askers.grace = null;
    askers.links.add(link);
  }

  /** Sends `link` the outcome of `prompt` if that has already settled. */
  catchUp(link: Waiting, prompt: Prompt): void {
    const askers = this.#askers.get(prompt.id);
    if (askers && prompt.outcome) this.#deliver(askers, prompt, prompt.outcome, [link]);
  }

  /** Called when the link broke: its asker may reconnect within `GRACE`. */
  lose(link: Waiting, id: string): void {
    const askers = this.#askers.get(id);
    if (!askers?.links.delete(link) || askers.links.size > 0) return;
    if (this.#isStopped || askers.delivery === 'delivered' || askers.delivery === 'gone') return;
    askers.grace = setTimeout(() => {
      askers.grace = null;
      this.#giveUp(id, 'lost').catch((error) => this.#options.log.error('could not give up a prompt', error));
    }, GRACE);
  }

  /** Sends `message` to all that wait for the outcome of prompt `id`. */
  tell(id: string, message: PortalToAsker): void {
    for (const link of this.#askers.get(id)?.links ?? []) link.send(message);
  }

  /** Removes an asker that no longer waits. Others with the same key keep waiting; the prompt is cancelled with the last. */
  async withdraw(link: Waiting, id: string, cause?: AskerEnd): Promise<void> {
    const askers = this.#askers.get(id);
    askers?.links.delete(link);
    if (askers?.links.size === 0) await this.#giveUp(id, cause);
  }

  /** Records that the asker has passed the outcome on. False if no outcome was sent. */
  acknowledge(link: Waiting, id: string): boolean {
    const askers = this.#askers.get(id);
    if (!askers || askers.delivery === 'waiting') return false;
    askers.links.delete(link);
    this.#settleDelivery(id, 'delivered');
    return true;
  }

  async #giveUp(id: string, cause?: AskerEnd): Promise<void> {
    const request = { request_id: this.#options.newRequestId(), by: 'asker' } as const;
    await this.#options.registry.apply(id, {
      type: 'cancel',
      ...(cause === undefined ? request : { ...request, cause }),
    });
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

  /** Forgets the oldest finished delivery once there are more entries than late tabs need. */
  #forgetOldest(): void {
    if (this.#askers.size <= 2 * MAX_SETTLED_KEPT) return;
    for (const [id, { delivery }] of this.#askers) {
      if (delivery !== 'delivered' && delivery !== 'gone') continue;
      this.#askers.delete(id);
      return;
    }
  }
}

// Sends outcomes to the askers that wait for them, and detects when the last asker of a prompt is gone: then the prompt is
// cancelled, unless it is kept.
import type { Clock } from '../../core/clock.ts';
import { MAX_SETTLED_KEPT } from '../../core/limits.ts';
import type { MemoryRegistry } from '../../core/memory-registry.ts';
import {
  type AskerEnd,
  isKept,
  type OpenRequest,
  type Outcome,
  type Prompt,
  remaining,
  requestIds,
} from '../../core/prompt.ts';
import type { RegistryEvent } from '../../core/registry.ts';
import type { PortalToAsker } from '../../protocol/asker.ts';
import type { Delivery, DeliveryState } from '../../protocol/view.ts';
import { onMachineClock } from '../../system/clock.ts';
import { afterOnClock } from '../../system/clock-timer.ts';
import type { Log } from '../../system/log.ts';

/** How long a lost asker may take to reconnect before it counts as gone: ms. Its death is noticed within 1 s. */
const RECONNECT_MS = 500;

export interface DeliveriesOptions {
  readonly registry: MemoryRegistry;
  readonly clock: Clock;
  readonly onDelivery: (id: string, delivery: Delivery) => void;
  readonly newRequestId: () => string;
  readonly log: Log;
  /** Ms on the clock that all processes of this machine share. */
  readonly monotonicMs: () => number;
}

/** The link of one asker, or of a process that only waits: a prompt that is not kept ends with its last asker. */
export interface Waiting {
  readonly isWaiter: boolean;
  readonly send: (message: PortalToAsker) => void;
}

/** The askers of one prompt: several, when they asked under the same key. */
interface Askers {
  readonly links: Set<Waiting>;
  delivery: Delivery;
  isSettled: boolean;
  /** Resolves once the prompt was cancelled because nobody came back; null unless that is under way. */
  ending: Promise<void> | null;
  /** Stops waiting for another asker; null unless the last one is lost or gone, and the wait for another has an end. */
  stopWaiting: (() => void) | null;
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
    for (const { stopWaiting } of this.#askers.values()) stopWaiting?.();
  }

  /** Number of prompts without an asker to which one may still come back. */
  get unattended(): number {
    const entries = [...this.#askers.values()];
    return entries.filter((each) => each.stopWaiting !== null || (each.delivery === 'kept' && !each.isSettled)).length;
  }

  /** Returns the delivery state of prompt `id`. A prompt of an earlier portal no longer has an asker here. */
  of(id: string): DeliveryState {
    const { delivery, logged } = this.#askers.get(id) ?? { delivery: 'gone', logged: true };
    return { delivery, logged };
  }

  /** Creates the entry for the askers of `id`, before tabs can look it up. False if it already exists. */
  expect(id: string): boolean {
    if (this.#askers.has(id)) return false;
    this.#askers.set(id, {
      links: new Set(),
      delivery: 'waiting',
      isSettled: false,
      ending: null,
      stopWaiting: null,
      logged: true,
    });
    this.#forgetOldest();
    return true;
  }

  /** Creates the entry of a kept prompt that comes from another portal: its askers may come back within their grace. */
  expectNobody({ id, asker_grace_ms = 0 }: Pick<OpenRequest, 'id' | 'asker_grace_ms'>): void {
    if (!this.expect(id)) return;
    const askers = this.#askers.get(id);
    if (!askers) return;
    askers.delivery = 'kept';
    this.#giveUpAfter(id, askers, asker_grace_ms);
  }

  /** Drops the entry of `id`: no prompt was registered under that id. */
  forget(id: string): void {
    this.#askers.delete(id);
  }

  /** Resolves once the prompt `id` is no longer being cancelled for want of an asker: one that comes now is too late. */
  async ended(id: string): Promise<boolean> {
    const ending = this.#askers.get(id)?.ending ?? null;
    await ending;
    return ending !== null;
  }

  /** Adds `link` to those that wait for the outcome of `prompt`. If it has already settled, `catchUp` sends the outcome. */
  attach(link: Waiting, prompt: Prompt): void {
    this.expect(prompt.id);
    const askers = this.#askers.get(prompt.id);
    if (!askers) return;
    askers.stopWaiting?.();
    askers.stopWaiting = null;
    askers.links.add(link);
    if (askers.delivery === 'kept') this.#setDelivery(prompt.id, askers, prompt.outcome ? 'sending' : 'waiting');
  }

  /** Sends `link` the outcome of `prompt` if that has already settled. */
  catchUp(link: Waiting, prompt: Prompt): void {
    const askers = this.#askers.get(prompt.id);
    if (askers && prompt.outcome) this.#deliver(askers, prompt, prompt.outcome, [link]);
  }

  /** Called when the link broke: its asker may reconnect. */
  lose(link: Waiting, id: string): void {
    const askers = this.#askers.get(id);
    if (!askers?.links.delete(link) || hasAsker(askers)) return;
    if (this.#isStopped || askers.delivery === 'delivered' || askers.delivery === 'gone') return;
    this.#wait(askers, RECONNECT_MS, () => this.#leave(id, askers));
  }

  /** Called when an asker leaves of itself, and will not reconnect. A prompt that is not kept is treated as after a loss. */
  async leave(link: Waiting, id: string): Promise<void> {
    const prompt = await this.#options.registry.get(id);
    const askers = this.#askers.get(id);
    this.lose(link, id);
    if (prompt && isKept(prompt) && askers?.stopWaiting) await this.#leave(id, askers);
  }

  /** The last asker of `id` is gone. */
  async #leave(id: string, askers: Askers): Promise<void> {
    askers.stopWaiting?.();
    askers.stopWaiting = null;
    const prompt = await this.#options.registry.get(id);
    if (hasAsker(askers)) return;
    if (!prompt || !isKept(prompt)) return this.#giveUp(id, 'lost');
    if (askers.links.size > 0) return;
    this.#setDelivery(id, askers, 'kept');
    if (!prompt.outcome) this.#giveUpAfter(id, askers, prompt.asker_grace_ms);
  }

  /** Cancels the prompt `id` in `ms`, unless an asker comes; never for null. */
  #giveUpAfter(id: string, askers: Askers, ms: number | null): void {
    if (ms !== null && !this.#isStopped) this.#wait(askers, ms, () => this.#giveUp(id, 'lost'));
  }

  /** Runs `act` after `ms`, unless an asker comes first. */
  #wait(askers: Askers, ms: number, act: () => Promise<void>): void {
    const { clock, log } = this.#options;
    askers.stopWaiting = afterOnClock(clock, ms, () => {
      askers.stopWaiting = null;
      act().catch((error) => log.error('could not give up a prompt', error));
    });
  }

  /** Sends `message` to all that wait for the outcome of prompt `id`. */
  tell(id: string, message: PortalToAsker): void {
    for (const link of this.#askers.get(id)?.links ?? []) link.send(message);
  }

  /**
   * Removes an asker that no longer waits. Others with the same key keep waiting; the prompt is cancelled with the last. A
   * detached one stays open, unless nobody could be reached.
   */
  async withdraw(link: Waiting, id: string, cause?: AskerEnd): Promise<void> {
    const askers = this.#askers.get(id);
    const prompt = await this.#options.registry.get(id);
    if (prompt?.asker_grace_ms === null && cause !== 'unreached') return this.leave(link, id);
    askers?.links.delete(link);
    if (askers && !hasAsker(askers)) await this.#giveUp(id, cause);
  }

  /** Records that the asker has passed the outcome on. False if no outcome was sent. */
  acknowledge(link: Waiting, id: string): boolean {
    const askers = this.#askers.get(id);
    if (!askers || askers.delivery === 'waiting') return false;
    askers.links.delete(link);
    if (askers.delivery !== 'delivered') this.#setDelivery(id, askers, 'delivered');
    return true;
  }

  #giveUp(id: string, cause?: AskerEnd): Promise<void> {
    const cancelling = this.#cancel(id, cause);
    const askers = this.#askers.get(id);
    if (askers) askers.ending = cancelling;
    return cancelling.finally(() => {
      if (askers) askers.ending = null;
    });
  }

  async #cancel(id: string, cause?: AskerEnd): Promise<void> {
    const request = { request_id: this.#options.newRequestId(), by: 'asker' } as const;
    const reply = await this.#options.registry.apply(id, {
      type: 'cancel',
      ...(cause === undefined ? request : { ...request, cause }),
    });
    const askers = this.#askers.get(id);
    if (!askers || askers.delivery === 'delivered' || askers.delivery === 'gone') return;
    // An answer may have come first: what nobody has collected stays collectable.
    const isLeft = !reply.accepted && reply.prompt !== null && isKept(reply.prompt);
    this.#setDelivery(id, askers, isLeft ? 'kept' : 'gone');
  }

  #setDelivery(id: string, askers: Askers, delivery: Delivery): void {
    if (askers.delivery === delivery) return;
    askers.delivery = delivery;
    this.#options.onDelivery(id, delivery);
  }

  #pass({ type, prompt, logged }: RegistryEvent): void {
    const askers = this.#askers.get(prompt.id);
    if (!askers) return;
    if (prompt.outcome) {
      askers.isSettled = true;
      askers.logged = logged;
      this.#deliver(askers, prompt, prompt.outcome, askers.links);
    } else if (type === 'changed') {
      const { id, revision, holds, seen_at, draft } = prompt;
      const extended_ms = Math.round(prompt.extended_ms);
      const { clock, monotonicMs } = this.#options;
      const now = clock.now();
      const remaining_ms = remaining(prompt, now);
      const sent_at = onMachineClock(now, clock, monotonicMs);
      const { asker_grace_ms } = prompt;
      const requests = requestIds(prompt);
      const state = { revision, extended_ms, holds, seen_at, remaining_ms, draft, requests, asker_grace_ms };
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
    for (const [id, { delivery, isSettled }] of this.#askers) {
      const isKept = delivery === 'kept' && isSettled;
      if (delivery !== 'delivered' && delivery !== 'gone' && !isKept) continue;
      this.#askers.delete(id);
      return;
    }
  }
}

function hasAsker({ links }: Askers): boolean {
  return [...links].some(({ isWaiter }) => !isWaiter);
}

// Askers: registering their prompts, handing them the outcome, and noticing when one is gone.
import type { Clock } from '../core/clock.ts';
import { MAX_OPEN_PROMPTS, MAX_SETTLED_KEPT } from '../core/limits.ts';
import type { PatternTest } from '../core/pattern.ts';
import { type OpenRequest, type Outcome, type Prompt, remaining } from '../core/prompt.ts';
import type { MemoryRegistry, RegistryEvent } from '../core/registry.ts';
import { validateSpec } from '../core/validate.ts';
import { type AskerMessage, decodeAskerMessage, type PortalToAsker } from '../protocol/asker.ts';
import { encode } from '../protocol/codec.ts';
import { REFUSAL_TEXT, type RefusalReason } from '../protocol/refusal.ts';
import type { Delivery, Handover } from '../protocol/view.ts';
import type { Log } from '../system/log.ts';
import type { Socket, SocketListener } from '../transport/transport.ts';
import type { Invitations } from './invitations.ts';

/** How long a lost asker may take to come back before its prompt is cancelled: ms. Its death shows within 1 s. */
const GRACE = 500;
/** Messages that cannot be taken which one asker may send before its link is closed. */
const MAX_BAD_MESSAGES = 5;

export interface AskerLinksOptions {
  readonly registry: MemoryRegistry;
  readonly clock: Clock;
  readonly testPattern: PatternTest;
  readonly invitations: Invitations;
  /** True once the portal is leaving and takes no new prompts. */
  readonly isDraining: () => boolean;
  /** Prompts that earlier portals settled, by id and by key. */
  readonly findSettled: (id: string) => Promise<Prompt | null>;
  readonly findByKey: (key: string) => Promise<Prompt | null>;
  readonly onDelivery: (id: string, delivery: 'delivered' | 'gone') => void;
  readonly newRequestId: () => string;
  readonly log: Log;
  /** Ms on the clock that all processes of this machine share. */
  readonly machineTime: () => number;
}

/** One connection, and the prompt that it carries once it was registered. */
interface AskerLink {
  readonly socket: Socket;
  /** The id that it asked under; another prompt's `id` where its key was known. */
  asked: string | null;
  id: string | null;
  isOpen: boolean;
  badMessages: number;
}

/** The askers of one prompt: several, when they asked under the same key. */
interface AskerState {
  readonly links: Set<AskerLink>;
  delivery: Delivery;
  grace: NodeJS.Timeout | null;
  logged: boolean;
}

export class AskerLinks {
  readonly #options: AskerLinksOptions;
  readonly #askers = new Map<string, AskerState>();
  readonly #unsubscribe: () => void;
  readonly #listeners = new Set<() => void>();
  #connected = 0;
  #isStopped = false;

  constructor(options: AskerLinksOptions) {
    this.#options = options;
    this.#unsubscribe = options.registry.subscribe((event) => this.#pass(event));
  }

  /** Open links of askers. */
  get size(): number {
    return this.#connected;
  }

  /**
   * True when one more asker would be too many: all prompts are open that may be, and each has its asker. One that
   * lost its link may always come back.
   */
  isFull(): boolean {
    if (this.#options.registry.openCount < MAX_OPEN_PROMPTS) return false;
    return [...this.#askers.values()].every(({ grace }) => grace === null);
  }

  /** How far the outcome of prompt `id` is on its way. A prompt of an earlier portal has no asker here any more. */
  handover(id: string): Handover {
    const { delivery, logged } = this.#askers.get(id) ?? { delivery: 'gone', logged: true };
    return { delivery, logged };
  }

  /** Calls `listener` after every asker that comes or goes. */
  onAskers(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** From now on a lost asker is not given up: its prompt goes on at the next portal. */
  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe();
    for (const { grace } of this.#askers.values()) if (grace) clearTimeout(grace);
  }

  /** The listener of one asker's link. */
  listen(): SocketListener {
    let link: AskerLink | null = null;
    return {
      open: (socket) => {
        link = { socket, asked: null, id: null, isOpen: true, badMessages: 0 };
        this.#count(1);
      },
      message: (text) => {
        if (link) this.#hear(link, text);
      },
      close: () => {
        if (!link) return;
        link.isOpen = false;
        this.#count(-1);
        this.#lose(link);
      },
    };
  }

  #hear(link: AskerLink, text: string): void {
    const decoded = decodeAskerMessage(text);
    if (!decoded.ok) {
      this.#refuseMessage(link, decoded.reason, decoded.detail);
      return;
    }
    const { message } = decoded;
    if (message.type === 'open') {
      if (link.asked !== null && link.asked !== message.id) {
        this.#refuseMessage(link, 'bad_message', 'this link carries another prompt already');
        return;
      }
      link.asked = message.id;
      this.#guard(link.socket, this.#open(link, message));
    } else if (link.id !== null) {
      this.#guard(link.socket, this.#carryOut(link.id, message, link));
    } else {
      this.#refuseMessage(link, 'bad_message', `${message.type}: this link carries no prompt yet; send open first`);
    }
  }

  /** A fault in the work on one link ends that link, not the portal. */
  #guard(socket: Socket | null, work: Promise<void>): void {
    work.catch((error) => {
      this.#options.log.error('the work for an asker failed', error);
      socket?.close(1011, 'internal error');
    });
  }

  #count(change: 1 | -1): void {
    this.#connected += change;
    for (const listener of this.#listeners) listener();
  }

  async #open(link: AskerLink, message: AskerMessage & { type: 'open' }): Promise<void> {
    const { registry, isDraining } = this.#options;
    const validated = validateSpec(message.spec, this.#options.testPattern);
    if (!validated.ok) return this.#refuseOpen(link, 'bad_spec', validated.problem);
    const settled = await this.#findEarlier(message);
    if (settled) registry.adopt(settled);
    else if (isDraining()) return this.#refuseOpen(link, 'draining', REFUSAL_TEXT.draining);
    const { id, key, resume } = message;
    const carried = resume ? { resume: arrived(resume, this.#options.machineTime()) } : {};
    const request: OpenRequest = { id, spec: validated.spec, key: key ?? null, ...carried };
    // Made before the prompt is: tabs that hear of a new one ask for its asker at once.
    const isNew = !this.#askers.has(id);
    this.#remember(id);
    const reply = await registry.open(request);
    if (isNew && (!reply.accepted || reply.prompt.id !== id)) this.#askers.delete(id);
    if (!reply.accepted) return this.#refuseOpen(link, reply.reason, REFUSAL_TEXT[reply.reason]);
    this.#attach(link, reply.prompt);
    this.#welcome(link, reply.prompt, reply.created, message.may_open);
  }

  /** A prompt that an earlier portal settled: this very one, or the one that has the key. */
  async #findEarlier({ id, key, resume }: AskerMessage & { type: 'open' }): Promise<Prompt | null> {
    const { registry, findSettled, findByKey } = this.#options;
    if (resume) return (await registry.get(id)) ? null : findSettled(id);
    return key === undefined || registry.hasKey(key) ? null : findByKey(key);
  }

  #welcome(link: AskerLink, prompt: Prompt, created: boolean, mayOpen: boolean): void {
    const { clock, invitations } = this.#options;
    const { id, opened_at, revision, holds, seen_at, outcome } = prompt;
    this.#send(link, {
      type: 'opened',
      id,
      url: invitations.printedUrl(id),
      opened_at,
      sent_at: this.#options.machineTime(),
      // A settled prompt has no time left to tell, whatever its deadline was.
      remaining_ms: outcome ? null : remaining(prompt, clock.now()),
      revision,
      extended_ms: Math.round(prompt.extended_ms),
      holds,
      seen_at,
      settled: outcome !== null,
      created,
      open_url: mayOpen && !outcome ? invitations.claim(id) : null,
    });
    if (outcome) this.#deliver(this.#remember(id), prompt, outcome, [link]);
  }

  /** The askers of `id`, made where they are missing. */
  #remember(id: string): AskerState {
    const known = this.#askers.get(id);
    if (known) return known;
    const asker: AskerState = { links: new Set(), delivery: 'waiting', grace: null, logged: true };
    this.#askers.set(id, asker);
    this.#forgetOldest();
    return asker;
  }

  #attach(link: AskerLink, { id }: Prompt): void {
    const asker = this.#remember(id);
    if (asker.grace) clearTimeout(asker.grace);
    asker.grace = null;
    link.id = id;
    asker.links.add(link);
    // It may have been lost while its prompt was looked up.
    if (!link.isOpen) this.#lose(link);
  }

  /** Keeps what late tabs may ask about, and no more than the registry keeps. */
  #forgetOldest(): void {
    if (this.#askers.size <= 2 * MAX_SETTLED_KEPT) return;
    for (const [id, asker] of this.#askers) {
      if (asker.delivery !== 'delivered' && asker.delivery !== 'gone') continue;
      this.#askers.delete(id);
      return;
    }
  }

  /** Both are an asker's last words: closing the link tells it that they were heard. */
  async #carryOut(id: string, message: Exclude<AskerMessage, { type: 'open' }>, link: AskerLink): Promise<void> {
    const asker = this.#askers.get(id);
    asker?.links.delete(link);
    switch (message.type) {
      case 'cancel':
        // Others who asked under the same key still wait.
        if (asker?.links.size === 0) await this.#giveUp(id);
        break;
      case 'received':
        this.#settleDelivery(id, 'delivered');
        break;
      default:
        message satisfies never;
    }
    link.socket.close(1000, 'heard');
  }

  #lose(link: AskerLink): void {
    const { id } = link;
    const asker = id === null ? undefined : this.#askers.get(id);
    if (id === null || !asker?.links.delete(link) || asker.links.size > 0) return;
    if (this.#isStopped || asker.delivery === 'delivered' || asker.delivery === 'gone') return;
    asker.grace = setTimeout(() => {
      asker.grace = null;
      this.#guard(null, this.#giveUp(id));
    }, GRACE);
  }

  async #giveUp(id: string): Promise<void> {
    await this.#options.registry.cancel(id, { request_id: this.#options.newRequestId(), by: 'asker' });
    this.#settleDelivery(id, 'gone');
  }

  #settleDelivery(id: string, delivery: 'delivered' | 'gone'): void {
    const asker = this.#askers.get(id);
    if (!asker || asker.delivery === 'delivered' || asker.delivery === 'gone') return;
    asker.delivery = delivery;
    this.#options.onDelivery(id, delivery);
  }

  #pass({ type, prompt, logged }: RegistryEvent): void {
    const asker = this.#askers.get(prompt.id);
    if (!asker) return;
    if (prompt.outcome) {
      asker.logged = logged;
      this.#deliver(asker, prompt, prompt.outcome, asker.links);
    } else if (type === 'changed') {
      const { id, revision, holds, seen_at } = prompt;
      const extended_ms = Math.round(prompt.extended_ms);
      const remaining_ms = remaining(prompt, this.#options.clock.now());
      const sent_at = this.#options.machineTime();
      for (const link of asker.links) {
        this.#send(link, { type: 'sync', id, sent_at, revision, extended_ms, holds, seen_at, remaining_ms });
      }
    }
  }

  #deliver(asker: AskerState, { id, opened_at }: Prompt, outcome: Outcome, links: Iterable<AskerLink>): void {
    if (asker.delivery === 'waiting') asker.delivery = 'sending';
    for (const link of links) {
      this.#send(link, { type: 'settled', id, outcome, opened_at, logged: asker.logged });
    }
  }

  #refuseMessage(link: AskerLink, reason: RefusalReason, detail: string): void {
    this.#refuse(link, reason, detail);
    link.badMessages += 1;
    if (link.badMessages >= MAX_BAD_MESSAGES) link.socket.close(1008, 'too many bad messages');
  }

  /** The link is as free as before: it may try again, under another id too. */
  #refuseOpen(link: AskerLink, reason: RefusalReason, detail: string): void {
    link.asked = link.id === null ? null : link.asked;
    this.#refuse(link, reason, detail);
  }

  #refuse(link: AskerLink, reason: RefusalReason, detail: string): void {
    this.#send(link, { type: 'refused', reason, detail });
  }

  #send(link: AskerLink, message: PortalToAsker): void {
    link.socket.send(encode(message));
  }
}

type Resume = NonNullable<(AskerMessage & { type: 'open' })['resume']>;

/** What an asker carried over, less the time that its message was on its way; unknown for one on another machine. */
function arrived({ sent_at, ...resume }: Resume, now: number): Omit<Resume, 'sent_at'> {
  const { elapsed_ms, remaining_ms } = resume;
  const underway = sent_at === undefined ? 0 : Math.max(0, now - sent_at);
  return {
    ...resume,
    elapsed_ms: elapsed_ms + underway,
    remaining_ms: remaining_ms === null ? null : Math.max(0, remaining_ms - underway),
  };
}

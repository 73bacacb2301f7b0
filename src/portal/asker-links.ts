// Askers: registering their prompts, handing them the outcome, and noticing when one is gone.
import type { Clock } from '../core/clock.ts';
import { MAX_SETTLED_KEPT } from '../core/limits.ts';
import { type Outcome, type Prompt, remaining } from '../core/prompt.ts';
import type { MemoryRegistry, RegistryEvent } from '../core/registry.ts';
import { validateSpec } from '../core/spec.ts';
import { type AskerMessage, decodeAskerMessage, type PortalToAsker } from '../protocol/asker.ts';
import { encode } from '../protocol/codec.ts';
import { REFUSAL_TEXT, type RefusalReason } from '../protocol/refusal.ts';
import type { Delivery } from '../protocol/view.ts';
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
  readonly invitations: Invitations;
  /** True once the portal is leaving and takes no new prompts. */
  readonly isDraining: () => boolean;
  readonly findSettled: (id: string) => Promise<Prompt | null>;
  readonly onDelivery: (id: string, delivery: 'delivered' | 'gone') => void;
  readonly newRequestId: () => string;
  readonly log: Log;
  /** Ms on the clock that all processes of this machine share. */
  readonly machineTime: () => number;
}

/** One connection, and the prompt that it carries once it said so. */
interface AskerLink {
  readonly socket: Socket;
  id: string | null;
  isOpen: boolean;
  badMessages: number;
}

interface AskerState {
  socket: Socket | null;
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

  /** How far the outcome of prompt `id` is on its way. A prompt of an earlier portal has no asker here any more. */
  delivery(id: string): Delivery {
    return this.#askers.get(id)?.delivery ?? 'gone';
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
        link = { socket, id: null, isOpen: true, badMessages: 0 };
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
    if (message.type !== 'open') {
      if (link.id !== null) this.#guard(link.socket, this.#carryOut(link.id, message, link.socket));
      else
        this.#refuseMessage(link, 'bad_message', `${message.type}: this link carries no prompt yet; send open first`);
    } else if (link.id === null || link.id === message.id) {
      link.id = message.id;
      this.#guard(link.socket, this.#open(link, message));
    } else {
      this.#refuseMessage(link, 'bad_message', 'this link carries another prompt already');
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

  async #open(link: AskerLink, { id, spec: input, resume, may_open }: AskerMessage & { type: 'open' }): Promise<void> {
    const { registry, clock, invitations, isDraining, findSettled } = this.#options;
    const { socket } = link;
    const validated = validateSpec(input);
    if (!validated.ok) return this.#refuseOpen(link, 'bad_spec', validated.problem);
    const settled = resume && !(await registry.get(id)) ? await findSettled(id) : null;
    if (settled) registry.adopt(settled);
    else if (isDraining()) return this.#refuseOpen(link, 'draining', REFUSAL_TEXT.draining);
    const isNew = !this.#askers.has(id);
    const asker = this.#remember(id);
    const carried = resume ? { resume: arrived(resume, this.#options.machineTime()) } : {};
    const reply = await registry.open({ id, spec: validated.spec, ...carried });
    if (!reply.accepted) {
      // The asker whose prompt has this id, if there is one, keeps its link.
      if (isNew) this.#askers.delete(id);
      return this.#refuseOpen(link, reply.reason, REFUSAL_TEXT[reply.reason]);
    }
    this.#attach(asker, link);
    const { prompt } = reply;
    this.#send(socket, {
      type: 'opened',
      id,
      url: invitations.printedUrl(id),
      opened_at: prompt.opened_at,
      sent_at: this.#options.machineTime(),
      remaining_ms: remaining(prompt, clock.now()),
      revision: prompt.revision,
      open_url: may_open && !prompt.outcome ? invitations.claim(id) : null,
    });
    if (prompt.outcome) this.#deliver(asker, prompt, prompt.outcome);
  }

  /** The state of the asker of `id`, made where it is missing: tabs that hear of a new prompt ask for it at once. */
  #remember(id: string): AskerState {
    const known = this.#askers.get(id);
    if (known) return known;
    const asker: AskerState = { socket: null, delivery: 'waiting', grace: null, logged: true };
    this.#askers.set(id, asker);
    this.#forgetOldest();
    return asker;
  }

  #attach(asker: AskerState, link: AskerLink): void {
    if (asker.grace) clearTimeout(asker.grace);
    asker.grace = null;
    asker.socket = link.socket;
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
  async #carryOut(id: string, message: Exclude<AskerMessage, { type: 'open' }>, socket: Socket): Promise<void> {
    switch (message.type) {
      case 'cancel':
        await this.#giveUp(id);
        break;
      case 'received':
        this.#settleDelivery(id, 'delivered');
        break;
      default:
        message satisfies never;
    }
    socket.close(1000, 'heard');
  }

  #lose({ id, socket }: AskerLink): void {
    const asker = id === null ? undefined : this.#askers.get(id);
    if (id === null || asker?.socket !== socket) return;
    asker.socket = null;
    if (this.#isStopped || asker.delivery === 'delivered' || asker.delivery === 'gone') return;
    asker.grace = setTimeout(() => this.#guard(null, this.#giveUp(id)), GRACE);
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
      this.#deliver(asker, prompt, prompt.outcome);
    } else if (type === 'changed' && asker.socket) {
      const { id, revision, extended_ms } = prompt;
      this.#send(asker.socket, {
        type: 'sync',
        id,
        sent_at: this.#options.machineTime(),
        revision,
        extended_ms: Math.round(extended_ms),
        remaining_ms: remaining(prompt, this.#options.clock.now()),
      });
    }
  }

  #deliver(asker: AskerState, { id, opened_at }: Prompt, outcome: Outcome): void {
    if (asker.delivery === 'waiting') asker.delivery = 'sending';
    if (asker.socket) this.#send(asker.socket, { type: 'settled', id, outcome, opened_at, logged: asker.logged });
  }

  #refuseMessage(link: AskerLink, reason: RefusalReason, detail: string): void {
    this.#refuse(link.socket, reason, detail);
    link.badMessages += 1;
    if (link.badMessages >= MAX_BAD_MESSAGES) link.socket.close(1008, 'too many bad messages');
  }

  #refuseOpen(link: AskerLink, reason: RefusalReason, detail: string): void {
    // What it says next must not reach the prompt of another asker that has this id.
    link.id = null;
    this.#refuse(link.socket, reason, detail);
  }

  #refuse(socket: Socket, reason: RefusalReason, detail: string): void {
    this.#send(socket, { type: 'refused', reason, detail });
  }

  #send(socket: Socket, message: PortalToAsker): void {
    socket.send(encode(message));
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

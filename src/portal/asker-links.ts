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
import type { Socket, SocketListener } from '../transport/transport.ts';
import type { Invitations } from './invitations.ts';

/** How long a lost asker may take to come back before its prompt is cancelled: ms. Its death shows within 1 s. */
const GRACE = 500;

export interface AskerLinksOptions {
  readonly registry: MemoryRegistry;
  readonly clock: Clock;
  readonly invitations: Invitations;
  /** True once the portal is leaving and takes no new prompts. */
  readonly isDraining: () => boolean;
  readonly findSettled: (id: string) => Promise<Prompt | null>;
  readonly onDelivery: (id: string, delivery: 'delivered' | 'gone') => void;
  readonly newRequestId: () => string;
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

  stop(): void {
    this.#unsubscribe();
    for (const { grace } of this.#askers.values()) if (grace) clearTimeout(grace);
  }

  /** The listener of one asker's link. */
  listen(): SocketListener {
    let socket: Socket | null = null;
    let id: string | null = null;
    return {
      open: (opened) => {
        socket = opened;
        this.#count(1);
      },
      message: (text) => {
        if (!socket) return;
        const decoded = decodeAskerMessage(text);
        if (!decoded.ok) return this.#refuse(socket, decoded.reason, decoded.detail);
        if (decoded.message.type === 'open') {
          if (id !== null && id !== decoded.message.id)
            return this.#refuse(socket, 'bad_message', 'this link carries another prompt already');
          id = decoded.message.id;
          void this.#open(socket, decoded.message);
        } else if (id !== null) {
          void this.#carryOut(id, decoded.message, socket);
        }
      },
      close: () => {
        this.#count(-1);
        if (id !== null && this.#askers.get(id)?.socket === socket) this.#lose(id);
        socket = null;
      },
    };
  }

  #count(change: 1 | -1): void {
    this.#connected += change;
    for (const listener of this.#listeners) listener();
  }

  async #open(socket: Socket, { id, spec: input, resume, may_open }: AskerMessage & { type: 'open' }): Promise<void> {
    const { registry, clock, invitations, isDraining, findSettled } = this.#options;
    const validated = validateSpec(input);
    if (!validated.ok) return this.#refuse(socket, 'bad_spec', validated.problem);
    const asker = this.#attach(id, socket);
    const settled = resume && !(await registry.get(id)) ? await findSettled(id) : null;
    if (settled) registry.adopt(settled);
    else if (isDraining()) return this.#refuse(socket, 'draining', REFUSAL_TEXT.draining);
    const reply = await registry.open({ id, spec: validated.spec, ...(resume ? { resume } : {}) });
    if (!reply.accepted) {
      this.#askers.delete(id);
      return this.#refuse(socket, reply.reason, REFUSAL_TEXT[reply.reason]);
    }
    const { prompt } = reply;
    this.#send(socket, {
      type: 'opened',
      id,
      url: invitations.printedUrl(id),
      opened_at: prompt.opened_at,
      remaining_ms: remaining(prompt, clock.now()),
      revision: prompt.revision,
      open_url: may_open && !prompt.outcome ? invitations.claim(id) : null,
    });
    if (prompt.outcome) this.#deliver(asker, prompt, prompt.outcome);
  }

  #attach(id: string, socket: Socket): AskerState {
    const asker = this.#askers.get(id) ?? { socket, delivery: 'waiting', grace: null, logged: true };
    if (asker.grace) clearTimeout(asker.grace);
    asker.grace = null;
    asker.socket = socket;
    this.#askers.set(id, asker);
    this.#forgetOldest();
    return asker;
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

  #lose(id: string): void {
    const asker = this.#askers.get(id);
    if (!asker) return;
    asker.socket = null;
    if (asker.delivery === 'delivered' || asker.delivery === 'gone') return;
    asker.grace = setTimeout(() => void this.#giveUp(id), GRACE);
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
        revision,
        extended_ms,
        remaining_ms: remaining(prompt, this.#options.clock.now()),
      });
    }
  }

  #deliver(asker: AskerState, { id, opened_at }: Prompt, outcome: Outcome): void {
    if (asker.delivery === 'waiting') asker.delivery = 'sending';
    if (asker.socket) this.#send(asker.socket, { type: 'settled', id, outcome, opened_at, logged: asker.logged });
  }

  #refuse(socket: Socket, reason: RefusalReason, detail: string): void {
    this.#send(socket, { type: 'refused', reason, detail });
  }

  #send(socket: Socket, message: PortalToAsker): void {
    socket.send(encode(message));
  }
}

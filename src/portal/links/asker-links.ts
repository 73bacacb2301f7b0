// The links of askers: registers their prompts, and processes their acknowledgements and cancellations.
import type { Clock } from '../../core/clock.ts';
import { defined } from '../../core/defined.ts';
import { MAX_OPEN_PROMPTS } from '../../core/limits.ts';
import type { MemoryRegistry } from '../../core/memory-registry.ts';
import type { PatternTest } from '../../core/pattern.ts';
import { isDecided, isKept, type OpenRequest, type Prompt, remaining, requestIds } from '../../core/prompt.ts';
import type { OpenReply } from '../../core/registry.ts';
import { fitDraft } from '../../core/unused-draft.ts';
import { validateSpec } from '../../core/validate.ts';
import { type AskerMessage, decodeAskerMessage, type PortalToAsker, type Warning } from '../../protocol/asker.ts';
import { encode } from '../../protocol/codec.ts';
import { REFUSAL_TEXT, type RefusalReason } from '../../protocol/refusal.ts';
import { onMachineClock } from '../../system/clock.ts';
import type { Log } from '../../system/log.ts';
import type { Socket, SocketListener } from '../../transport/transport.ts';
import type { Access } from '../access.ts';
import type { Caller, Reach } from '../reach/reach.ts';
import type { KeyHistory, Store } from '../store/store.ts';
import type { Deliveries, Waiting } from './deliveries.ts';
import { MAX_BAD_MESSAGES } from './message-rate.ts';
import { arrived, carriedDraft } from './resume.ts';

export interface AskerLinksOptions {
  readonly registry: MemoryRegistry;
  readonly clock: Clock;
  readonly deliveries: Deliveries;
  readonly testPattern: PatternTest;
  readonly access: Access;
  readonly reach: Reach;
  /** True once the portal is shutting down, or another took its place: it accepts no new prompts. */
  readonly isLeaving: () => boolean;
  /** False when every prompt ends with its last asker, whatever grace that asks for. */
  readonly keepsPrompts: boolean;
  /** Finds a prompt that an earlier portal settled. */
  readonly findSettled: (id: string) => Promise<Prompt | null>;
  readonly findKey: Store['findKey'];
  readonly log: Log;
  /** Ms on the clock that all processes of this machine share. */
  readonly monotonicMs: () => number;
  /** Called whenever an asker connects or disconnects. */
  readonly onAskers: () => void;
  /** Of the pages. */
  readonly port: () => number;
}

/** Links without a prompt, beyond those that may be coming back to one, while the maximum number of prompts is open. */
const SPARE_LINKS = 16;

/** After these an asker expects nothing more. */
type FinalMessage = Exclude<AskerMessage, { type: 'open' | 'wait' }>;

/** What an asker is told about its registration. */
interface Welcome {
  readonly created: boolean;
  /** False when the prompt should be kept but could not be written. */
  readonly isSafe: boolean;
  /** True when it may be asked to open a browser; null when it does not need a human to be brought to the prompt. */
  readonly mayOpen: boolean | null;
}

/** One connection, and its prompt once that is registered. */
interface AskerLink extends Waiting {
  readonly socket: Socket;
  isWaiter: boolean;
  /** The id in its `open` or `wait` message. `id` is another prompt's if the key was already known. */
  asked: string | null;
  id: string | null;
  isOpen: boolean;
  badMessages: number;
}

export class AskerLinks {
  readonly #options: AskerLinksOptions;
  readonly #links = new Set<AskerLink>();

  constructor(options: AskerLinksOptions) {
    this.#options = options;
  }

  /** Number of open links of askers. */
  get size(): number {
    return this.#links.size;
  }

  /**
   * True when no other asker can be admitted: the maximum number of prompts is open, and each has its asker. For those that
   * have none, others are admitted, which may be theirs: a few more than could come back.
   */
  isFull(): boolean {
    const { registry, deliveries } = this.#options;
    if (registry.openCount < MAX_OPEN_PROMPTS) return false;
    const { unattended } = deliveries;
    return unattended === 0 || [...this.#links].filter(({ id }) => id === null).length >= unattended + SPARE_LINKS;
  }

  /** Warns every asker that another user may be interfering. The asker shows the warning to its human. */
  warn(warning: Warning): void {
    for (const link of this.#links) link.send({ type: 'warning', warning });
  }

  /** Creates the listener of one asker's link. */
  listen(): SocketListener {
    let link: AskerLink | null = null;
    return {
      open: (socket) => {
        const send = (message: PortalToAsker) => void socket.send(encode(message));
        link = { socket, send, isWaiter: false, asked: null, id: null, isOpen: true, badMessages: 0 };
        this.#links.add(link);
        this.#options.onAskers();
      },
      message: (text) => {
        if (link) this.#hear(link, text);
      },
      close: () => {
        if (!link) return;
        link.isOpen = false;
        this.#links.delete(link);
        this.#options.onAskers();
        if (link.id !== null) this.#options.deliveries.lose(link, link.id);
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
    if (message.type === 'open' || message.type === 'wait') {
      if (link.asked !== null && link.asked !== message.id) {
        this.#refuseMessage(link, 'bad_message', 'this connection already has another prompt');
        return;
      }
      link.asked = message.id;
      link.isWaiter = message.type === 'wait';
      this.#guard(link, message.type === 'open' ? this.#open(link, message) : this.#wait(link, message.id));
    } else if (link.id !== null) {
      this.#guard(link, this.#finish(link, link.id, message));
    } else {
      this.#refuseMessage(link, 'bad_message', `${message.type}: this connection has no prompt yet; send open first`);
    }
  }

  /** An error while processing one link closes that link, and does not stop the portal. */
  #guard({ socket }: AskerLink, work: Promise<void>): void {
    work.catch((error) => {
      this.#options.log.error('failed to serve an asker', error);
      socket.close(1011, 'internal error');
    });
  }

  async #open(link: AskerLink, message: AskerMessage & { type: 'open' }): Promise<void> {
    const { registry, deliveries, isLeaving, testPattern, access, port } = this.#options;
    // A page that is still open reconnects to its port by itself.
    const mayOpen = message.may_open && message.resume?.port !== port();
    if (mayOpen) await access.doors.prepare();
    const validated = validateSpec(message.spec, testPattern);
    if (!validated.ok) return this.#refuseOpen(link, 'bad_spec', validated.problem);
    const past = await this.#findPast(message);
    if (past.decided) registry.adopt(past.decided);
    else if (isLeaving()) return this.#refuseOpen(link, 'draining', REFUSAL_TEXT.draining);
    const { id, key, source, from, asker_grace_ms = 0, resume } = message;
    const carried = resume ? { resume: arrived(resume, this.#options.monotonicMs()) } : {};
    const draft = resume ? carriedDraft(resume, validated.spec) : fitDraft(validated.spec, past.draft);
    const request: OpenRequest = {
      id,
      spec: validated.spec,
      key: key ?? null,
      draft,
      ...defined({ source, from }),
      asker_grace_ms: this.#options.keepsPrompts ? asker_grace_ms : 0,
      ...carried,
    };
    // Before the prompt exists: tabs that are notified of a new prompt look up its asker at once.
    const isNew = deliveries.expect(id);
    const reply = await this.#register(request);
    if (isNew && (!reply.accepted || reply.prompt.id !== id)) deliveries.forget(id);
    if (!reply.accepted) return this.#refuseOpen(link, reply.reason, REFUSAL_TEXT[reply.reason]);
    // The next portal may have read the kept prompts before this one was written: its asker registers it there.
    if (!reply.prompt.outcome && isKept(reply.prompt) && isLeaving()) {
      return this.#refuseOpen(link, 'draining', REFUSAL_TEXT.draining);
    }
    if (resume && !reply.prompt.outcome) access.codes.resume(reply.prompt.id, resume.code_uses ?? 0);
    this.#attach(link, reply.prompt);
    this.#welcome(link, reply.prompt, { created: reply.created, isSafe: reply.isSafe, mayOpen });
  }

  /** Attaches a process that waits for a prompt which another one asked, open or settled. */
  async #wait(link: AskerLink, id: string): Promise<void> {
    const { registry, findSettled, isLeaving } = this.#options;
    const known = await registry.get(id);
    if (!known?.outcome && isLeaving()) return this.#refuseOpen(link, 'draining', REFUSAL_TEXT.draining);
    const prompt = known ?? (await findSettled(id));
    if (!prompt) return this.#refuseOpen(link, 'unknown_prompt', REFUSAL_TEXT.unknown_prompt);
    if (!known) registry.adopt(prompt);
    this.#attach(link, prompt);
    this.#welcome(link, prompt, { created: false, isSafe: true, mayOpen: null });
  }

  /** Registers a prompt. A resumed one continues without its key if another question has taken the key since. */
  async #register(request: OpenRequest): Promise<OpenReply> {
    const { registry, deliveries } = this.#options;
    const reply = await registry.open(request);
    // It was cancelled just now because its grace is over: that leaves its key free.
    const isEnding = reply.accepted && (await deliveries.ended(reply.prompt.id));
    const isLost =
      reply.accepted && !request.resume && reply.prompt.outcome !== null && !isDecided(reply.prompt.outcome);
    if (isEnding || (isLost && reply.prompt.id !== request.id)) return this.#register(request);
    const isOvertaken = !reply.accepted && reply.reason === 'key_taken' && request.resume !== undefined;
    return isOvertaken ? registry.open({ ...request, key: null }) : reply;
  }

  /** Finds what earlier portals settled: this same prompt if it resumes, otherwise those with its key. */
  async #findPast({ id, key, resume }: AskerMessage & { type: 'open' }): Promise<KeyHistory> {
    const { registry, findSettled, findKey } = this.#options;
    if (resume) return { decided: (await registry.get(id)) ? null : await findSettled(id), draft: null };
    return key === undefined || (await registry.hasKey(key)) ? { decided: null, draft: null } : findKey(key);
  }

  #welcome(link: AskerLink, prompt: Prompt, { created, isSafe, mayOpen }: Welcome): void {
    const { clock, deliveries, access, reach, monotonicMs } = this.#options;
    const { id, opened_at, revision, holds, seen_at, draft, outcome } = prompt;
    // A settled prompt reports no time left, whatever its deadline was.
    const now = clock.now();
    const remaining_ms = outcome ? null : remaining(prompt, now);
    const caller: Omit<Caller, 'mayOpen'> = {
      unreached: (open_url) => link.send({ type: 'unreached', id, open_url }),
      reached: () => link.send({ type: 'reached', id }),
    };
    const isBrought = !outcome && mayOpen !== null;
    const first = isBrought ? reach.bring(id, { ...caller, mayOpen }) : { openUrl: null, isUnreached: false };
    link.send({
      type: 'opened',
      id,
      url: access.printedUrl(id),
      opened_at,
      sent_at: onMachineClock(now, clock, monotonicMs),
      remaining_ms,
      revision,
      extended_ms: Math.round(prompt.extended_ms),
      holds,
      seen_at,
      draft: outcome ? null : draft,
      requests: requestIds(prompt),
      code_uses: access.codes.printedUses(id),
      settled: outcome !== null,
      asker_grace_ms: isSafe ? prompt.asker_grace_ms : 0,
      created,
      open_url: first.openUrl,
      unreached: first.isUnreached,
    });
    deliveries.catchUp(link, prompt);
  }

  #attach(link: AskerLink, prompt: Prompt): void {
    link.id = prompt.id;
    this.#options.deliveries.attach(link, prompt);
    // The link may have been lost while its prompt was looked up.
    if (!link.isOpen) this.#options.deliveries.lose(link, prompt.id);
  }

  /** Closing the link confirms to the asker that its message arrived. */
  async #finish(link: AskerLink, id: string, message: FinalMessage): Promise<void> {
    const { deliveries } = this.#options;
    switch (message.type) {
      case 'cancel':
        await deliveries.withdraw(link, id, message.cause ?? 'signal');
        break;
      case 'leave':
        await deliveries.leave(link, id);
        break;
      case 'received':
        // An asker that settled by itself, while the portal was stopped, received no outcome.
        if (!deliveries.acknowledge(link, id)) await deliveries.withdraw(link, id);
        break;
      default:
        message satisfies never;
    }
    link.socket.close(1000, 'heard');
  }

  #refuseMessage(link: AskerLink, reason: RefusalReason, detail: string): void {
    this.#refuse(link, reason, detail);
    link.badMessages += 1;
    if (link.badMessages >= MAX_BAD_MESSAGES) link.socket.close(1008, 'too many bad messages');
  }

  /** Leaves the link usable: the asker may try again, even with another id. */
  #refuseOpen(link: AskerLink, reason: RefusalReason, detail: string): void {
    link.asked = link.id === null ? null : link.asked;
    this.#refuse(link, reason, detail);
  }

  #refuse(link: AskerLink, reason: RefusalReason, detail: string): void {
    link.send({ type: 'refused', reason, detail });
  }
}

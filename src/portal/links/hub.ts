// Tracks which tabs are connected and what they watch, and sends them every change.
import type { Clock } from '../../core/clock.ts';
import { isKept, type Prompt } from '../../core/prompt.ts';
import type { Registry, RegistryEvent } from '../../core/registry.ts';
import { encode } from '../../protocol/codec.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { PortalToTab } from '../../protocol/tab.ts';
import {
  type DeliveryState,
  describeAsked,
  describeState,
  type PromptSummary,
  summarize,
  summarizeOutcome,
} from '../../protocol/view.ts';
import type { Socket } from '../../transport/transport.ts';
import type { PastPrompt } from '../store/past-prompt.ts';

/** How often the state of a prompt is pushed to all its tabs: ms. */
const SYNC_INTERVAL = 5_000;
/** Messages of such a push per turn of the event loop: about 2 ms of work, so that no deadline is delayed. */
const SYNCS_PER_TURN = 256;
const MAX_TABS = 256;
const MAX_TABS_PER_PROMPT = 32;
/** One for the link of a page, and one for an HTTP request. */
const CONNECTIONS_PER_TAB = 2;

export interface TabLimits {
  readonly all: number;
  readonly perPrompt: number;
}

export interface HubOptions {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly deliveryState: (id: string) => DeliveryState;
  readonly settings: () => Settings;
  readonly limits?: TabLimits | undefined;
  /** Finds a settled prompt of an earlier portal in the journals. */
  readonly findPast: (id: string) => Promise<PastPrompt | null>;
  /** Called whenever a tab connects or disconnects. */
  readonly onTabs: () => void;
}

/** One connected tab link: of the prompt `id`, or of the list if `id` is null. */
export interface TabLink {
  readonly socket: Socket;
  readonly id: string | null;
  /** A page that a human may be looking at; false for the command line's live table. */
  readonly isPage: boolean;
  /** The abilities that a page on the list last reported; absent until it does. */
  ability?: TabAbility;
  /** True once the link of a prompt has been sent the question. */
  isTold?: boolean;
}

/** What a page can do for its human right now. */
export interface TabAbility {
  readonly visible: boolean;
  readonly can_notify: boolean;
}

export class Hub {
  readonly #options: HubOptions;
  readonly #lists = new Set<TabLink>();
  readonly #prompts = new Map<string, Set<TabLink>>();
  readonly #unsubscribe: () => void;
  /** Look-ups of a link's state in progress. */
  readonly #lookups = new Set<{ readonly link: TabLink }>();
  readonly #limits: TabLimits;
  #timer: NodeJS.Timeout | null = null;
  #size = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#limits = options.limits ?? { all: MAX_TABS, perPrompt: MAX_TABS_PER_PROMPT };
    this.#unsubscribe = options.registry.subscribe((event) => this.#announce(event));
  }

  /** Number of links, of pages or not. */
  get size(): number {
    return this.#size;
  }

  /** The most connections that the pages of all tabs may need. */
  get maxConnections(): number {
    return CONNECTIONS_PER_TAB * this.#limits.all;
  }

  /** True when another link for the prompt `id`, or for the list, would exceed a limit. */
  isFull(id: string | null): boolean {
    const { all, perPrompt } = this.#limits;
    return this.#size >= all || (id !== null && (this.#prompts.get(id)?.size ?? 0) >= perPrompt);
  }

  /** Adds `link`, and resolves once it has been sent the state of what it watches. Rejects when that cannot be read. */
  add(link: TabLink): Promise<void> {
    if (link.id === null) this.#lists.add(link);
    else this.#prompts.set(link.id, (this.#prompts.get(link.id) ?? new Set()).add(link));
    this.#size += 1;
    if (!this.#timer && this.#prompts.size > 0) this.#timer = setInterval(() => void this.syncAll(), SYNC_INTERVAL);
    this.#options.onTabs();
    return this.sendState(link);
  }

  remove(link: TabLink): void {
    const links = link.id === null ? this.#lists : this.#prompts.get(link.id);
    if (links?.delete(link)) this.#size -= 1;
    for (const lookup of this.#lookups) if (lookup.link === link) this.#lookups.delete(lookup);
    if (link.id !== null && links?.size === 0) this.#prompts.delete(link.id);
    if (this.#timer && this.#prompts.size === 0) this.#stopSyncing();
    this.#options.onTabs();
  }

  /** Sends the whole state of what `link` watches. */
  async sendState(link: TabLink): Promise<void> {
    const { registry } = this.#options;
    if (link.id === null) {
      const prompts = await registry.list();
      this.#send(link, { type: 'settings', settings: this.#options.settings() });
      return this.#send(link, { type: 'list', prompts: prompts.map((prompt) => this.#summarize(prompt)) });
    }
    const lookup = { link };
    this.#lookups.add(lookup);
    const prompt = await registry.get(link.id);
    const past = prompt ? null : await this.#options.findPast(link.id);
    if (!this.#lookups.delete(lookup)) return;
    if (prompt) this.#tell([link], prompt);
    else if (past) this.#tell([link], past.prompt, deliveryOf(past));
    else this.#send(link, { type: 'unknown' });
  }

  /** Discards look-ups that a change made stale, such as an asker that registers a prompt that was unknown. */
  #endLookups({ id }: Prompt): void {
    for (const lookup of this.#lookups) if (lookup.link.id === id) this.#lookups.delete(lookup);
  }

  /** Sends the state to the tabs of `id` and to the lists again: its delivery to the asker has changed. */
  async announceDelivery(id: string): Promise<void> {
    const prompt = await this.#options.registry.get(id);
    if (prompt && !prompt.outcome) this.#tellLists({ type: 'changed', prompt: this.#summarize(prompt) });
    await Promise.all([...(this.#prompts.get(id) ?? [])].map((link) => this.sendState(link)));
  }

  /** Sends changed settings to every page. */
  announceSettings(settings: Settings): void {
    this.#tellLists({ type: 'settings', settings });
  }

  /** Sends `message` to each page on the list for which `isWanted` is true; returns their number. */
  tellPages(message: PortalToTab, isWanted: (ability: TabAbility, link: TabLink) => boolean): number {
    let told = 0;
    for (const link of this.#lists) {
      if (!link.ability || !isWanted(link.ability, link)) continue;
      this.#send(link, message);
      told += 1;
    }
    return told;
  }

  stop(): void {
    this.#unsubscribe();
    this.#stopSyncing();
  }

  #announce({ type, prompt, logged }: RegistryEvent): void {
    const { id, outcome, spec } = prompt;
    this.#endLookups(prompt);
    const isEnd = type === 'settled' && outcome;
    const deliveryState = this.#options.deliveryState(id);
    this.#tell(this.#prompts.get(id), prompt, isEnd ? { ...deliveryState, logged } : deliveryState);
    if (isEnd) this.#tellLists({ type: 'removed', id, ending: summarizeOutcome(spec, outcome) });
    else this.#tellLists({ type: 'changed', prompt: this.#summarize(prompt) });
  }

  /** Pushes the state of every open prompt to its tabs, in slices that yield to the event loop. */
  async syncAll(): Promise<void> {
    let sent = 0;
    for (const [id, links] of this.#prompts) {
      const prompt = await this.#options.registry.get(id);
      if (prompt && !prompt.outcome) this.#tell(links, prompt);
      sent += links.size;
      if (sent < SYNCS_PER_TURN) continue;
      sent = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Sends the state of `prompt` to `links`, and first the question to those that have not received it. */
  #tell(links: Iterable<TabLink> = [], prompt: Prompt, deliveryState = this.#options.deliveryState(prompt.id)): void {
    let asked: Buffer | null = null;
    let state: Buffer | null = null;
    for (const link of links) {
      if (!link.isTold) {
        asked ??= bytesOf({ type: 'prompt', prompt: describeAsked(prompt) });
        link.socket.send(asked);
        link.isTold = true;
      }
      state ??= bytesOf({ type: 'state', state: describeState(prompt, this.#options.clock.now(), deliveryState) });
      link.socket.send(state);
    }
  }

  #summarize(prompt: Prompt): PromptSummary {
    const { clock, deliveryState } = this.#options;
    return summarize(prompt, clock.now(), deliveryState(prompt.id).delivery);
  }

  #tellLists(message: PortalToTab): void {
    if (this.#lists.size === 0) return;
    const bytes = bytesOf(message);
    for (const link of this.#lists) link.socket.send(bytes);
  }

  #send(link: TabLink, message: PortalToTab): void {
    link.socket.send(encode(message));
  }

  #stopSyncing(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }
}

/** Of a prompt that this portal never held. */
function deliveryOf({ prompt, received }: PastPrompt): DeliveryState {
  return { delivery: received ? 'delivered' : isKept(prompt) ? 'kept' : 'gone', logged: true };
}

/** Encodes a message once for all links. */
function bytesOf(message: PortalToTab): Buffer {
  return Buffer.from(encode(message));
}

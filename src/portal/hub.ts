// Tabs: who is connected, what they watch, and telling them of every change.
import type { Clock } from '../core/clock.ts';
import { type Prompt, remaining } from '../core/prompt.ts';
import type { Registry, RegistryEvent } from '../core/registry.ts';
import { encode } from '../protocol/codec.ts';
import type { Settings } from '../protocol/settings.ts';
import type { PortalToTab } from '../protocol/tab.ts';
import { type Handover, summarize, summarizeOutcome, viewPrompt } from '../protocol/view.ts';
import type { Socket } from '../transport/transport.ts';

/** How often the time left is pushed to every tab of a prompt: ms. */
const SYNC_INTERVAL = 5_000;
/** Messages of such a push that go out in one turn of the loop: some two milliseconds of work, so that no deadline waits. */
const SYNCS_PER_TURN = 256;
const MAX_TABS = 256;
const MAX_TABS_PER_PROMPT = 32;
/** Beside each link of a page there is room for a request. */
const CONNECTIONS_PER_TAB = 2;

export interface TabLimits {
  readonly all: number;
  readonly perPrompt: number;
}

export interface HubOptions {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly handover: (id: string) => Handover;
  readonly settings: () => Settings;
  readonly limits?: TabLimits | undefined;
  /** A settled prompt that this portal never held, from the journals of earlier ones. */
  readonly findPast: (id: string) => Promise<PastPrompt | null>;
}

/** A prompt of an earlier portal. */
export interface PastPrompt {
  readonly prompt: Prompt;
  /** True when its asker acknowledged the outcome. */
  readonly received: boolean;
}

/** One connected tab link: of the prompt `id`, or of the list. */
export interface TabLink {
  readonly socket: Socket;
  readonly id: string | null;
  /** A page that a human may be looking at; false for the command line's live table. */
  readonly isPage: boolean;
  /** What a page on the list said last that it can do; absent until it does. */
  ability?: TabAbility;
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
  readonly #listeners = new Set<() => void>();
  /** Look-ups of a link's state that are under way. */
  readonly #lookups = new Set<{ readonly link: TabLink }>();
  readonly #limits: TabLimits;
  #timer: NodeJS.Timeout | null = null;
  #size = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#limits = options.limits ?? { all: MAX_TABS, perPrompt: MAX_TABS_PER_PROMPT };
    this.#unsubscribe = options.registry.subscribe((event) => this.#announce(event));
  }

  /** Every link, pages or not. */
  get size(): number {
    return this.#size;
  }

  /** Connections that the pages of all tabs need at most. */
  get maxConnections(): number {
    return CONNECTIONS_PER_TAB * this.#limits.all;
  }

  /** True when one more link for the prompt `id`, or for the list, would be too many. */
  isFull(id: string | null): boolean {
    const { all, perPrompt } = this.#limits;
    return this.#size >= all || (id !== null && (this.#prompts.get(id)?.size ?? 0) >= perPrompt);
  }

  /** Resolves once `link` was sent the state of what it watches. Rejects when that cannot be read. */
  add(link: TabLink): Promise<void> {
    if (link.id === null) this.#lists.add(link);
    else this.#prompts.set(link.id, (this.#prompts.get(link.id) ?? new Set()).add(link));
    this.#size += 1;
    if (!this.#timer && this.#prompts.size > 0) this.#timer = setInterval(() => void this.syncAll(), SYNC_INTERVAL);
    for (const listener of this.#listeners) listener();
    return this.sendState(link);
  }

  remove(link: TabLink): void {
    const links = link.id === null ? this.#lists : this.#prompts.get(link.id);
    if (links?.delete(link)) this.#size -= 1;
    for (const lookup of this.#lookups) if (lookup.link === link) this.#lookups.delete(lookup);
    if (link.id !== null && links?.size === 0) this.#prompts.delete(link.id);
    if (this.#timer && this.#prompts.size === 0) this.#stopSyncing();
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` after every tab that comes or goes. */
  onTabs(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Sends the whole state of what `link` watches. */
  async sendState(link: TabLink): Promise<void> {
    const { registry, clock } = this.#options;
    if (link.id === null) {
      const prompts = await registry.list();
      this.#send(link, { type: 'settings', settings: this.#options.settings() });
      return this.#send(link, { type: 'list', prompts: prompts.map((prompt) => summarize(prompt, clock.now())) });
    }
    const lookup = { link };
    this.#lookups.add(lookup);
    const prompt = await registry.get(link.id);
    const state = prompt ? this.#snapshot(prompt) : await this.#recall(link.id);
    if (this.#lookups.delete(lookup)) this.#send(link, state);
  }

  /** What changes during a look-up makes its result stale, such as an asker that comes while its prompt is unknown. */
  #endLookups(prompt: Prompt): void {
    for (const lookup of this.#lookups) {
      const { link } = lookup;
      if (link.id === prompt.id && this.#lookups.delete(lookup)) this.#send(link, this.#snapshot(prompt));
    }
  }

  /** What is told of a prompt that is not in the registry. */
  async #recall(id: string): Promise<PortalToTab> {
    const past = await this.#options.findPast(id);
    if (!past) return { type: 'status', id, status: 'unknown' };
    const { prompt, received } = past;
    return this.#snapshot(prompt, received ? { delivery: 'delivered', logged: true } : undefined);
  }

  /** Tells the tabs of `id` that the asker has the outcome, or that it is gone. */
  announceDelivery(id: string, type: 'delivered' | 'gone'): void {
    this.#tell(id, { type, id });
  }

  /** Tells every page of settings that were changed. */
  announceSettings(settings: Settings): void {
    this.#tellLists({ type: 'settings', settings });
  }

  /** Sends `message` to each page on the list of which `isWanted` holds; gives the number of them. */
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
    const { id, outcome } = prompt;
    const now = this.#options.clock.now();
    this.#endLookups(prompt);
    if (type === 'settled' && outcome) {
      this.#tell(id, { type: 'status', id, status: 'settled', outcome, logged });
      this.#tellLists({ type: 'removed', id, ending: summarizeOutcome(prompt.spec, outcome) });
      return;
    }
    this.#tell(id, this.#sync(prompt, now));
    this.#tell(id, this.#snapshot(prompt));
    this.#tellLists({ type: 'changed', prompt: summarize(prompt, now) });
  }

  /** Pushes the time left to every tab of every open prompt, with other work between slices of it. */
  async syncAll(): Promise<void> {
    let sent = 0;
    for (const [id, links] of this.#prompts) {
      const prompt = await this.#options.registry.get(id);
      if (prompt && !prompt.outcome) this.#tell(id, this.#sync(prompt, this.#options.clock.now()));
      sent += links.size;
      if (sent < SYNCS_PER_TURN) continue;
      sent = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #sync(prompt: Prompt, now: number): PortalToTab {
    return { type: 'sync', id: prompt.id, remaining_ms: remaining(prompt, now), revision: prompt.revision };
  }

  #snapshot(prompt: Prompt, handover: Handover = this.#options.handover(prompt.id)): PortalToTab {
    return { type: 'snapshot', prompt: viewPrompt(prompt, this.#options.clock.now(), handover) };
  }

  #tell(id: string, message: PortalToTab): void {
    const links = this.#prompts.get(id);
    if (!links) return;
    const bytes = Buffer.from(encode(message));
    for (const link of links) link.socket.send(bytes);
  }

  #tellLists(message: PortalToTab): void {
    if (this.#lists.size === 0) return;
    const bytes = Buffer.from(encode(message));
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

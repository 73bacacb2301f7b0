// Brings a human to a prompt: through a page in view or a notification, else by opening a browser.
import type { PortalToTab } from '../../protocol/tab.ts';
import type { TabLink } from '../links/hub.ts';
import { DOOR_LIFE_MS } from './doors.ts';

/** How long pages may take to notice a prompt before they count as absent: ms. A frozen page never does. */
const NOTICE_TIME_MS = 1_000;
/** How long an opened browser may take to connect before another asker opens one too: ms. */
const LAUNCH_TIME_MS = 10_000;

export interface ReachOptions {
  /** Sends to every page that is in view or can notify; returns their number. */
  readonly summon: (message: PortalToTab) => number;
  /** Sends to every page except `newcomer`. */
  readonly tellOthers: (message: PortalToTab, newcomer: TabLink) => void;
  /** Returns a URL to open the prompt `id` in a browser. */
  readonly makeUrl: (id: string) => string;
}

/** An asker that needs a human at its prompt. */
export interface Caller {
  /** True when it may be asked to open a browser. */
  readonly mayOpen: boolean;
  /**
   * Called when no page noticed the prompt: `openUrl` is to be opened; null when `mayOpen` is false, or when a browser was
   * opened and no page connected.
   */
  readonly unreached: (openUrl: string | null) => void;
  /** Called when a page noticed the prompt. */
  readonly reached: () => void;
}

/** What is known at once; the rest follows through `Caller.unreached`. */
export interface InitialReach {
  readonly openUrl: string | null;
  /** True when no page could notice the prompt, and no browser was already being opened. */
  readonly isUnreached: boolean;
}

const UNKNOWN: InitialReach = { openUrl: null, isUnreached: false };

export class Reach {
  readonly #options: ReachOptions;
  /** Prompts that no page has noticed yet. */
  readonly #waiting = new Map<string, { readonly caller: Caller; timer: NodeJS.Timeout }>();
  /** The prompt for which a browser is being opened, until its page connects. */
  #launch: string | null = null;
  /** Runs while the page of an opened browser may still connect and replace older ones: for the life of its door. */
  #arrival: NodeJS.Timeout | null = null;

  constructor(options: ReachOptions) {
    this.#options = options;
  }

  /** Tries to reach a human for the prompt `id`. What is not known at once is passed to `caller` later. */
  bring(id: string, caller: Caller): InitialReach {
    // Another asker of the same prompt is already opening a browser, or is about to.
    if (this.#waiting.get(id)?.caller.mayOpen) return UNKNOWN;
    const isComing = this.#launch !== null;
    if (isComing || this.#options.summon({ type: 'summon', id }) > 0) {
      this.#wait(id, caller, isComing ? LAUNCH_TIME_MS : NOTICE_TIME_MS);
      return UNKNOWN;
    }
    return { openUrl: caller.mayOpen ? this.#open(id, caller) : null, isUnreached: true };
  }

  /** A page in view shows the prompt, or a notification of it was shown. */
  noticed(id: string): void {
    this.#waiting.get(id)?.caller.reached();
    this.#drop(id);
  }

  /**
   * Called when a page reports what it can do, for the first time or after a change. The first new page after a browser was
   * opened replaces older ones: those that are not in view hand over to it.
   */
  pageSpoke(link: TabLink, isNew: boolean): void {
    if (isNew && this.#arrival !== null) {
      this.#options.tellOthers({ type: 'superseded' }, link);
      clearTimeout(this.#arrival);
      this.#arrival = null;
      if (this.#launch !== null) this.#drop(this.#launch);
      this.#endLaunch();
    } else if (this.#launch === null) {
      for (const id of this.#waiting.keys()) this.#options.summon({ type: 'summon', id });
    }
  }

  /** The prompt no longer needs a human. */
  forget(id: string): void {
    this.#drop(id);
    if (this.#launch === id) this.#endLaunch();
  }

  stop(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    clearTimeout(this.#arrival ?? undefined);
  }

  #drop(id: string): void {
    clearTimeout(this.#waiting.get(id)?.timer);
    this.#waiting.delete(id);
  }

  /** Stops expecting a page from the opened browser, and summons pages again for the prompts that waited for it. */
  #endLaunch(): void {
    this.#launch = null;
    for (const [id, { caller }] of this.#waiting) {
      this.#options.summon({ type: 'summon', id });
      this.#wait(id, caller, NOTICE_TIME_MS);
    }
  }

  #wait(id: string, caller: Caller, ms: number): void {
    clearTimeout(this.#waiting.get(id)?.timer);
    this.#waiting.set(id, { caller, timer: setTimeout(() => this.#giveUp(id, caller), ms) });
  }

  /** No page noticed the prompt in time. */
  #giveUp(id: string, caller: Caller): void {
    if (this.#launch === id) {
      this.#drop(id);
      caller.unreached(null);
      this.#endLaunch();
    } else if (this.#launch !== null) {
      this.#wait(id, caller, LAUNCH_TIME_MS);
    } else {
      this.#drop(id);
      caller.unreached(caller.mayOpen ? this.#open(id, caller) : null);
    }
  }

  #open(id: string, caller: Caller): string {
    this.#launch = id;
    clearTimeout(this.#arrival ?? undefined);
    this.#arrival = setTimeout(() => {
      this.#arrival = null;
    }, DOOR_LIFE_MS);
    this.#wait(id, caller, LAUNCH_TIME_MS);
    return this.#options.makeUrl(id);
  }
}

// Model of the whole page: access, route, the live list, the current prompt, and when the next one replaces it.
import { batch, computed, effect, type Signal, signal, untracked } from '@preact/signals';
import { PATHS } from '../../src/protocol/paths.ts';
import type { Settings } from '../../src/protocol/settings.ts';
import { PromptModel } from '../prompt/prompt-model.ts';
import type { Settlement } from '../prompt/settlement.ts';
import type { Environment } from './environment.ts';
import { InputGrace } from './input-grace.ts';
import type { Link, LinkState, OpenLink } from './link.ts';
import { PromptList } from './prompt-list.ts';
import { type Route, routePath, sameRoute } from './route.ts';

/**
 * `elsewhere`: another page replaced this one, which has closed its links. `outdated`: the portal has another protocol
 * version than this page, which cannot talk to it.
 */
export type Access = 'checking' | 'granted' | 'locked' | 'elsewhere' | 'outdated';

/**
 * Why the page is locked. `refused`: its code is used up or too old; `twice`: someone else used the code too; null: it had
 * no code.
 */
export type LockReason = 'refused' | 'twice' | null;

/** What this tab can do for its user; the portal considers it before it opens another window. */
export interface Ability {
  readonly visible: boolean;
  readonly can_notify: boolean;
}

/** How long the page that replaces this one may take to hide it: ms. */
const SUPERSEDED_MS = 2_000;

export interface AppOptions {
  readonly environment: Environment;
  readonly openLink: OpenLink;
  readonly route: Route;
  readonly ability: Ability;
  /** Writes the URL of a new view; with `replace`, without a new history entry. */
  readonly writeAddress: (path: string, replace: boolean) => void;
  /** Closes the page, if the browser allows it. */
  readonly closePage: () => void;
  /** Reloads the page from the portal that is running now. */
  readonly reload: () => void;
}

export class AppModel {
  readonly access = signal<Access>('checking');
  readonly lockReason = signal<LockReason>(null);
  /** True while the portal, which is running, refuses another page. */
  readonly isCrowded = signal(false);
  /** Whole seconds until the portal accepts codes again; null while it does. */
  readonly wait = signal<number | null>(null);
  readonly route: Signal<Route>;
  readonly ability: Signal<Ability>;
  readonly list: PromptList;
  /** The user's settings; null until the portal has sent them. */
  readonly settings = signal<Settings | null>(null);
  readonly prompt = signal<PromptModel | null>(null);
  /** How the previous prompt ended, if the page moved on to this one by itself. */
  readonly strip = signal<Settlement | null>(null);
  readonly environment: Environment;
  /** Whether input to the current view counts yet. */
  readonly grace: InputGrace;
  /** True while the dialog that explains the keys is open. */
  readonly keysShown = signal(false);
  /** Ids of the prompts that the portal wants this page to show to its human, until that is handled. */
  readonly summons = signal<readonly string[]>([]);
  /** The current announcement for screen readers. */
  readonly announcement = signal('');
  readonly #options: AppOptions;
  readonly #listLink = signal<Link | null>(null);
  /** When another page was opened to replace this one, in ms of the clock. */
  #supersededAt = Number.NEGATIVE_INFINITY;
  /** Ids of the prompts that arrived since the current one was opened. */
  readonly #arrived = signal<readonly string[]>([]);
  /** The first of them that came from the script of the current prompt after that had settled. */
  readonly #next = signal<string | null>(null);

  /** Prompts that arrived while another was shown, and wait for the human to open them. */
  readonly newcomers = computed(() =>
    this.list.prompts.value.filter(({ summary }) => this.#arrived.value.includes(summary.id)),
  );

  /** The worst state of the page's links. */
  readonly connection = computed<LinkState>(() => {
    const states = [this.#listLink.value, this.prompt.value?.link].map((link) => link?.state.value ?? 'open');
    return states.find((state) => state === 'reconnecting') ?? states.find((state) => state !== 'open') ?? 'open';
  });

  constructor(options: AppOptions) {
    this.#options = options;
    this.environment = options.environment;
    this.route = signal(options.route);
    this.ability = signal(options.ability);
    this.list = new PromptList(options.environment.clock);
    this.grace = new InputGrace(options.environment, options.ability.visible);
    this.list.subscribe((event) => {
      const prompt = this.prompt.peek();
      if (event.type !== 'arrived' || !prompt || prompt.id === event.prompt.summary.id) return;
      this.#arrived.value = [...this.#arrived.peek(), event.prompt.summary.id];
      const source = prompt.view.peek()?.source;
      const isSameScript = source !== undefined && event.prompt.summary.source === source;
      if (isSameScript && prompt.settlement.peek()) this.#next.value ??= event.prompt.summary.id;
    });
    const view = computed(() => {
      const prompt = this.prompt.value;
      return prompt && `${prompt.id} ${prompt.settlement.value ? 'settled' : 'open'}`;
    });
    effect(() => (view.value === null ? this.grace.release() : this.grace.expect()));
    effect(() => this.grace.setVisible(this.ability.value.visible));
    effect(() => this.#follow());
    effect(() => this.#sayHello());
    effect(() => {
      // The tab that replaces this one may hide it only now.
      const isHidden = !this.ability.value.visible;
      if (isHidden && this.environment.clock.now() - this.#supersededAt < SUPERSEDED_MS)
        untracked(() => this.#handOver());
    });
  }

  /**
   * Access was granted: shows the view in the URL, then opens the list's link, which stays open. In this order, since
   * browsers open WebSockets to one portal one at a time, and the human is waiting for the prompt.
   */
  unlock(): void {
    if (this.access.peek() === 'granted' || this.access.peek() === 'outdated') return;
    this.access.value = 'granted';
    this.#show(this.route.peek());
    this.#listLink.value = this.#options.openLink(PATHS.listLink, {
      opened() {},
      received: (message) => {
        if (message.type === 'settings') this.settings.value = message.settings;
        else if (message.type === 'summon') this.summons.value = [...this.summons.value, message.id];
        else if (message.type === 'superseded') this.#handOver();
        else this.list.receive(message);
      },
    });
  }

  /** Reports that the prompt `id` has reached the human: they are looking at this page, or a notification was shown. */
  sayNoticed(id: string): void {
    this.#listLink.peek()?.send({ type: 'noticed', id });
  }

  /** Access is refused: closes every link. */
  lock(reason: LockReason = null): void {
    if (this.access.peek() === 'locked') return;
    this.lockReason.value = reason;
    this.#leave('locked');
  }

  /**
   * The portal has another protocol version: this page stops working. It reloads by itself if that loses nothing, and only
   * if it was connected before: a page that was just loaded would reload in a loop.
   */
  outdate(): void {
    if (this.access.peek() === 'outdated') return;
    const wasConnected = this.connection.peek() === 'reconnecting';
    const mayReload = wasConnected && !this.#isAtWork() && !this.prompt.peek()?.isWaiting.peek();
    this.#leave('outdated');
    if (mayReload) this.#options.reload();
  }

  #leave(access: Access): void {
    batch(() => {
      this.access.value = access;
      this.#listLink.value?.close();
      this.#listLink.value = null;
      this.#leavePrompt();
    });
  }

  /** Switches to another view and writes its URL. */
  navigate(route: Route, replace = false): void {
    if (sameRoute(route, this.route.peek())) return;
    this.#options.writeAddress(routePath(route), replace);
    this.enter(route);
  }

  /** Switches to another view whose URL is already set: back, forward. */
  enter(route: Route): void {
    if (sameRoute(route, this.route.peek())) return;
    batch(() => {
      this.route.value = route;
      this.strip.value = null;
      if (this.access.peek() === 'granted') this.#show(route);
      else if (this.access.peek() === 'elsewhere') this.unlock();
    });
  }

  /** Time may have been lost: every link requests the current state, or reconnects at once. */
  wake(): void {
    this.#listLink.peek()?.wake();
    this.prompt.peek()?.link.wake();
  }

  /**
   * Gives way to a page that was just opened, unless this one is visible, its view was opened on purpose, or it holds input
   * that was not sent.
   */
  #handOver(): void {
    this.#supersededAt = this.environment.clock.now();
    if (this.ability.peek().visible || this.#isAtWork()) return;
    this.#leave('elsewhere');
    this.#options.closePage();
  }

  /** True if the human opened this view on purpose, or left input in it that was not sent. */
  #isAtWork(): boolean {
    const { name } = this.route.peek();
    const prompt = this.prompt.peek();
    const settlement = prompt?.settlement.peek();
    const isKept =
      prompt?.form.draft.touched.peek() === true &&
      (!settlement || settlement.answers.length === 0 || settlement.kind === 'fallback_used');
    return name === 'history' || name === 'settings' || isKept;
  }

  #show(route: Route): void {
    this.#leavePrompt();
    if (route.name !== 'prompt') return;
    this.prompt.value = new PromptModel(route.id, this.#options.environment, this.#options.openLink);
  }

  #leavePrompt(): void {
    this.prompt.peek()?.close();
    this.prompt.value = null;
    this.#next.value = null;
    this.#arrived.value = [];
  }

  /**
   * Moves on to the next question of the same script once the current one was answered here, like the next page of a form.
   * All other prompts wait for the human to open them: a view that is being read or typed into must stay.
   */
  #follow(): void {
    const prompt = this.prompt.value;
    const settlement = prompt?.settlement.value;
    const id = this.#next.value;
    if (!prompt || !settlement?.final || id === null) return;
    const isWaiting = this.list.prompts.value.some(({ summary }) => summary.id === id);
    this.#next.value = null;
    if (!isWaiting || !prompt.isOwnDoing.peek() || this.grace.isTyping()) return;
    untracked(() => this.navigate({ name: 'prompt', id }));
    this.strip.value = settlement;
  }

  /** Sends what the tab can do over every open link, when it opens and on each change. */
  #sayHello(): void {
    const hello = { type: 'hello', ...this.ability.value } as const;
    for (const link of [this.#listLink.value, this.prompt.value?.link]) {
      if (link?.state.value === 'open') link.send(hello);
    }
  }
}

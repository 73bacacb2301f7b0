// The page as a whole: access, route, the live list, the prompt on view, and how one follows the other.
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
 * `elsewhere`: another page took the place of this one, which keeps no link. `outdated`: the portal is of another version
 * than this page, which cannot speak to it.
 */
export type Access = 'checking' | 'granted' | 'locked' | 'elsewhere' | 'outdated';

/** Why the page is locked: its link is used up or too old, or someone else used it too; null if it had no code. */
export type LockReason = 'refused' | 'twice' | null;

/** What this tab can do for its user; the portal weighs it before it asks for another window. */
export interface Ability {
  readonly visible: boolean;
  readonly can_notify: boolean;
}

/** How long a page that takes the place of this one may take to hide it: ms. */
const SUPERSEDED_MS = 2_000;

export interface AppOptions {
  readonly environment: Environment;
  readonly openLink: OpenLink;
  readonly route: Route;
  readonly ability: Ability;
  /** Writes the address of a new view; `replace` leaves no step to go back to. */
  readonly writeAddress: (path: string, replace: boolean) => void;
  /** Closes the page, where the browser lets it. */
  readonly closePage: () => void;
  /** Reloads the page from the portal that is running now. */
  readonly reload: () => void;
}

export class AppModel {
  readonly access = signal<Access>('checking');
  readonly lockReason = signal<LockReason>(null);
  /** Whole seconds until the portal takes codes again; null while it does. */
  readonly wait = signal<number | null>(null);
  readonly route: Signal<Route>;
  readonly ability: Signal<Ability>;
  readonly list: PromptList;
  /** The user's settings; null until the portal has told them. */
  readonly settings = signal<Settings | null>(null);
  readonly prompt = signal<PromptModel | null>(null);
  /** How the prompt ended that this one followed by itself. */
  readonly strip = signal<Settlement | null>(null);
  readonly environment: Environment;
  /** Whether input to what is on view counts yet. */
  readonly grace: InputGrace;
  /** True while the page explains its keys. */
  readonly keysShown = signal(false);
  /** Prompts to which the portal wants this page to bring its human, until that is seen to. */
  readonly summons = signal<readonly string[]>([]);
  /** What is said aloud to those who listen to the page. */
  readonly announcement = signal('');
  readonly #options: AppOptions;
  readonly #listLink = signal<Link | null>(null);
  /** When another page was opened to take the place of this one, in ms of the clock. */
  #supersededAt = Number.NEGATIVE_INFINITY;
  /** Ids of the prompts that arrived since the one on view was. */
  readonly #arrived = signal<readonly string[]>([]);
  /** The first of them that the script asked whose prompt on view was settled before. */
  readonly #next = signal<string | null>(null);

  /** Prompts that arrived while another was on view, and wait for the human to go there. */
  readonly newcomers = computed(() =>
    this.list.prompts.value.filter(({ summary }) => this.#arrived.value.includes(summary.id)),
  );

  /** The weakest of the page's links. */
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
      // The tab that was opened may hide this one only now.
      const isHidden = !this.ability.value.visible;
      if (isHidden && this.environment.clock.now() - this.#supersededAt < SUPERSEDED_MS)
        untracked(() => this.#handOver());
    });
  }

  /**
   * Access was granted: shows what the address names, and opens the list's link, which stays for good. In this order:
   * browsers open links to one portal one by one, and the prompt is what the human waits for.
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

  /** The human was brought to the prompt `id`: they look at this page, or a notification was shown. */
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
   * The portal speaks another protocol: this page ends. It loads the portal's own by itself where that loses nothing, and
   * only if it was connected before: one that was just loaded would do it again and again.
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

  /** Goes to another view and writes its address. */
  navigate(route: Route, replace = false): void {
    if (sameRoute(route, this.route.peek())) return;
    this.#options.writeAddress(routePath(route), replace);
    this.enter(route);
  }

  /** Goes to another view whose address is already there: back, forward. */
  enter(route: Route): void {
    if (sameRoute(route, this.route.peek())) return;
    batch(() => {
      this.route.value = route;
      this.strip.value = null;
      if (this.access.peek() === 'granted') this.#show(route);
      else if (this.access.peek() === 'elsewhere') this.unlock();
    });
  }

  /** Time may have been lost: every link asks for the state anew. */
  wake(): void {
    this.#listLink.peek()?.wake();
    this.prompt.peek()?.link.wake();
  }

  /**
   * A page that was just opened takes the place of this one, unless somebody looks at it, went to its view on purpose,
   * or left words in it that were not sent.
   */
  #handOver(): void {
    this.#supersededAt = this.environment.clock.now();
    if (this.ability.peek().visible || this.#isAtWork()) return;
    this.#leave('elsewhere');
    this.#options.closePage();
  }

  /** True where somebody went to the view on purpose, or left words in it that were not sent. */
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
   * The next question of the same script takes the place of the one that was answered here, as the next page of a form
   * would. Everything else waits for the human to go there: what is read or typed on must stay.
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

  /** Tells every open link what the tab can do, on opening and on each change. */
  #sayHello(): void {
    const hello = { type: 'hello', ...this.ability.value } as const;
    for (const link of [this.#listLink.value, this.prompt.value?.link]) {
      if (link?.state.value === 'open') link.send(hello);
    }
  }
}

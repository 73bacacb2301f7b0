// Decides when input starts to count: applies the rule of core/grace to each view of a prompt.
import { signal } from '@preact/signals';
import { type Grace, graceLeft, hideGrace, PAGE_GRACE_MS, startGrace, takeInput } from '../../src/core/grace.ts';
import type { Environment } from './environment.ts';

/**
 * How long a view must be free of input before a press counts at the spot of the last press on the previous view, if the
 * pointer rested there: ms. Long enough to read a question, and to stop clicking through the previous one.
 */
export const SAME_SPOT_GRACE_MS = 1_500;
/** How long after a key the human counts as typing: ms. */
export const TYPING_MS = 2_000;
/**
 * After this long on view, a prompt's field accepts text from someone who types without a pause, and whose input would
 * otherwise never count: ms. Text decides nothing: Enter still requires a pause.
 */
export const TEXT_GRACE_MS = 2_000;

/** Kind of input. A press at the spot of the last press on the previous view is less likely to be intended. */
export type InputKind = 'key' | 'press' | 'press_same_spot';

/** Each kind of input has its own quiet period; input that does not count restarts all of them. */
type Graces = Readonly<Record<InputKind, Grace>>;

const HIDDEN: Graces = {
  key: { duration: PAGE_GRACE_MS, quietSince: null },
  press: { duration: PAGE_GRACE_MS, quietSince: null },
  press_same_spot: { duration: SAME_SPOT_GRACE_MS, quietSince: null },
};

export class InputGrace {
  /** True while input counts, or while the view has nothing that input could decide. */
  readonly live = signal(true);
  /** Incremented whenever the quiet period restarts, so that its animation restarts too. */
  readonly round = signal(0);
  readonly #environment: Environment;
  #graces = HIDDEN;
  /** Whether the view has, or is about to have, something that input can decide. */
  #isGuarding = false;
  #isShown = false;
  #isVisible: boolean;
  #view = 0;
  #lastKey = Number.NEGATIVE_INFINITY;
  /** Monotonic ms since which the view has been complete and visible; null while it is not. */
  #onViewSince: number | null = null;
  #stopTimer: () => void = () => {};

  constructor(environment: Environment, isVisible: boolean) {
    this.#environment = environment;
    this.#isVisible = isVisible;
  }

  /** Number of the current view: input that began on one view does not count for the next. */
  get view(): number {
    return this.#view;
  }

  /** The view has nothing that input could decide. */
  release(): void {
    this.#isGuarding = false;
    this.#isShown = false;
    this.#update();
  }

  /** Another view is about to appear: nothing counts until `show` and the grace after it. */
  expect(): void {
    this.#isGuarding = true;
    this.#isShown = false;
    this.#onViewSince = null;
    this.#view += 1;
    this.#lastKey = Number.NEGATIVE_INFINITY;
    this.#begin();
  }

  /** The view is complete and will not move any more: starts the grace. */
  show(): void {
    this.#isShown = true;
    this.#begin();
  }

  /** Sets whether the page is visible. */
  setVisible(isVisible: boolean): void {
    if (isVisible === this.#isVisible) return;
    this.#isVisible = isVisible;
    this.#begin();
  }

  /**
   * The window got the focus: what is being typed may have started in another window, so keys wait for a new grace. Presses
   * wait too (`input-guard`), except the one that gave the window the focus. If a grace is already running, as in a tab that
   * just became visible, it restarts: otherwise its animation would end before presses count.
   */
  takeFocus(): void {
    if (!this.#isShown || !this.#isVisible) return;
    if (this.live.peek()) {
      this.#graces = { ...this.#graces, key: startGrace(PAGE_GRACE_MS, this.#environment.clock.now()) };
    } else {
      this.#begin();
    }
  }

  /** Returns whether input of this `kind` counts now. If it does not, the quiet period restarts. */
  take(kind: InputKind): boolean {
    if (!this.#isGuarding) return true;
    const now = this.#environment.clock.now();
    if (kind === 'key') this.#lastKey = now;
    const { counts } = takeInput(this.#graces[kind], now);
    if (!counts) this.restart();
    return counts;
  }

  /** Whether the focused field accepts text, even while other input does not count. */
  takesText(): boolean {
    if (this.live.peek()) return true;
    return this.#onViewSince !== null && this.#environment.clock.now() - this.#onViewSince >= TEXT_GRACE_MS;
  }

  /** Restarts the quiet period, after input that was not meant for this view. */
  restart(): void {
    if (this.#isGuarding && this.#isShown && this.#isVisible) this.#begin();
  }

  /** True if a key was pressed on this view within the last `TYPING_MS`. */
  isTyping(): boolean {
    return this.#environment.clock.now() - this.#lastKey < TYPING_MS;
  }

  #begin(): void {
    const now = this.#environment.clock.now();
    const isOnView = this.#isShown && this.#isVisible;
    this.#onViewSince = isOnView ? (this.#onViewSince ?? now) : null;
    const { key, press, press_same_spot } = this.#graces;
    const start = (grace: Grace) => (isOnView ? startGrace(grace.duration, now) : hideGrace(grace));
    this.#graces = { key: start(key), press: start(press), press_same_spot: start(press_same_spot) };
    this.round.value = this.round.peek() + 1;
    this.#update();
  }

  #update(): void {
    this.#stopTimer();
    const left = this.#isGuarding ? graceLeft(this.#graces.press, this.#environment.clock.now()) : 0;
    this.live.value = left === 0;
    // A timer may fire early by less than a millisecond.
    if (left > 0 && Number.isFinite(left))
      this.#stopTimer = this.#environment.after(Math.ceil(left), () => this.#update());
  }
}

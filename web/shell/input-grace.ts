// When input begins to count on this page: the rule of core/grace, for each view of a prompt that comes up.
import { signal } from '@preact/signals';
import { type Grace, graceLeft, hideGrace, PAGE_GRACE_MS, startGrace, takeInput } from '../../src/core/grace.ts';
import type { Environment } from './environment.ts';

/**
 * How long a view must be quiet before a press counts that comes where the press before the swap was, the pointer having
 * rested there: ms. Long enough to read a question, and to be done with clicking through the one before.
 */
export const SAME_SPOT_GRACE_MS = 1_500;
/** How long after a key the human counts as typing: ms. */
export const TYPING_MS = 2_000;
/**
 * How long a prompt is on view before its field takes text from somebody who types without a pause, who would else not be
 * heard at all: ms. Text decides nothing: Enter still waits for the quiet.
 */
export const TEXT_GRACE_MS = 2_000;

/** What kind of input it is: a press at the spot of the last one, before the swap, is less likely to be meant. */
export type InputKind = 'key' | 'press' | 'press_same_spot';

/** Each kind of input waits for its own quiet; what counts for none of them starts all of them over. */
type Graces = Readonly<Record<InputKind, Grace>>;

const HIDDEN: Graces = {
  key: { duration: PAGE_GRACE_MS, quietSince: null },
  press: { duration: PAGE_GRACE_MS, quietSince: null },
  press_same_spot: { duration: SAME_SPOT_GRACE_MS, quietSince: null },
};

export class InputGrace {
  /** True while input counts, or nothing that it could decide is on view. */
  readonly live = signal(true);
  /** Goes up whenever the quiet starts over, so that what draws it does too. */
  readonly round = signal(0);
  readonly #environment: Environment;
  #graces = HIDDEN;
  /** Whether there is, or will be, something on view that input can decide. */
  #isGuarding = false;
  #isShown = false;
  #isVisible: boolean;
  #view = 0;
  #lastKey = Number.NEGATIVE_INFINITY;
  /** Monotonic ms at which the view was complete and could be seen; null while it is not. */
  #onViewSince: number | null = null;
  #stopTimer: () => void = () => {};

  constructor(environment: Environment, isVisible: boolean) {
    this.#environment = environment;
    this.#isVisible = isVisible;
  }

  /** The number of the view: input that began on one does not count for the next. */
  get view(): number {
    return this.#view;
  }

  /** Nothing is on view that input could decide. */
  release(): void {
    this.#isGuarding = false;
    this.#isShown = false;
    this.#update();
  }

  /** Something else comes on view: nothing counts until `show` and its grace. */
  expect(): void {
    this.#isGuarding = true;
    this.#isShown = false;
    this.#onViewSince = null;
    this.#view += 1;
    this.#lastKey = Number.NEGATIVE_INFINITY;
    this.#begin();
  }

  /** The view is complete and will not move any more. */
  show(): void {
    this.#isShown = true;
    this.#begin();
  }

  /** Whether the page can be seen. */
  setVisible(isVisible: boolean): void {
    if (isVisible === this.#isVisible) return;
    this.#isVisible = isVisible;
    this.#begin();
  }

  /**
   * The window has come to the front: what is typed may have begun elsewhere. Presses then wait too (`input-guard`), but for
   * the one that brought it there. Where they wait anyway, as in a tab that has come on view a moment before, the wait that
   * is shown starts over: it would else be over before they count.
   */
  takeFocus(): void {
    if (!this.#isShown || !this.#isVisible) return;
    if (this.live.peek()) {
      this.#graces = { ...this.#graces, key: startGrace(PAGE_GRACE_MS, this.#environment.clock.now()) };
    } else {
      this.#begin();
    }
  }

  /** Input of a `kind` came: whether it counts. Where it does not, the quiet starts over. */
  take(kind: InputKind): boolean {
    if (!this.#isGuarding) return true;
    const now = this.#environment.clock.now();
    if (kind === 'key') this.#lastKey = now;
    const { counts } = takeInput(this.#graces[kind], now);
    if (!counts) this.restart();
    return counts;
  }

  /** Whether text for the field that has the focus is taken, live or not. */
  takesText(): boolean {
    if (this.live.peek()) return true;
    return this.#onViewSince !== null && this.#environment.clock.now() - this.#onViewSince >= TEXT_GRACE_MS;
  }

  /** Input came that was not meant for what is on view: the quiet starts over. */
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

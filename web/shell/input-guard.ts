// Blocks input that does not count before it reaches the page: it was meant for something else.
import { PAGE_GRACE_MS } from '../../src/core/grace.ts';
import type { AppModel } from './app-model.ts';
import type { InputGrace } from './input-grace.ts';

/** A press at the same spot within this time is the second one of a double click: ms. */
const DOUBLE_CLICK_MS = 500;
/**
 * A press later than this after the window got the focus is not the one that gave it the focus: ms. Until the grace is over,
 * it is taken for the second press on a window that covered this one and has closed.
 */
const FOCUSING_PRESS_MS = 50;
/** Greatest distance, in px, between two presses at the same spot: a hand trembles, a finger covers more. */
const SPOT_PX = { mouse: 4, touch: 24 } as const;

/** Keys that decide nothing and pass through: modifiers, and keys that only scroll. */
const MODIFIERS = ['Alt', 'AltGraph', 'CapsLock', 'Control', 'Fn', 'Meta', 'NumLock', 'Shift'];
const SCROLLING = ['ArrowDown', 'ArrowUp', 'End', 'Home', 'PageDown', 'PageUp'];

/** A press: its position, view and control, and its time in ms of the page. */
interface Spot {
  readonly x: number;
  readonly y: number;
  readonly view: number;
  readonly control: Element | null;
  readonly pressedAt: number;
}

export function guardInput({ grace }: AppModel): void {
  guardKeys(grace);
  guardPresses(grace);
  guardText(grace);
  addEventListener('focus', () => grace.takeFocus());
}

/**
 * Whether a key counts is decided at its first keydown and holds until its keyup; a key that is held down does not act
 * again.
 */
function guardKeys(grace: InputGrace): void {
  const stopped = new Set<string>();
  listen('keydown', (event) => {
    if (isInDialog(event) || isHarmless(event)) return;
    const isStopped = event.repeat && stopped.has(event.code);
    if (isStopped) grace.restart();
    else if (isHeldAct(event)) return stop(event);
    else if (grace.take('key') || (isText(event) && grace.takesText())) {
      stopped.delete(event.code);
      return;
    }
    stopped.add(event.code);
    // Tab still moves the focus.
    stop(event, event.key === 'Tab');
  });
  listen('keyup', (event) => {
    if (stopped.delete(event.code)) stop(event);
  });
}

/** Whether a press counts is decided at its pointerdown and holds until its click. */
function guardPresses(grace: InputGrace): void {
  /** The view in which the last press counted. */
  let pressed = grace.view;
  let isPressStopped = false;
  /** The last press that counted; null once the mouse has moved away from it. */
  let spot: Spot | null = null;
  const isAtSpot = ({ clientX, clientY, pointerType }: PointerEvent) => {
    const reach = pointerType === 'touch' ? SPOT_PX.touch : SPOT_PX.mouse;
    return spot !== null && Math.hypot(clientX - spot.x, clientY - spot.y) <= reach;
  };
  /** True for the second press of a double click if another control has replaced the one that the first press hit. */
  const isOnNewcomer = (event: PointerEvent) =>
    spot !== null &&
    event.timeStamp - spot.pressedAt < DOUBLE_CLICK_MS &&
    isAtSpot(event) &&
    controlOf(event) !== spot.control;
  let focusedAt = Number.NEGATIVE_INFINITY;
  addEventListener('focus', ({ timeStamp }) => {
    focusedAt = timeStamp;
  });
  const isSoonAfterFocus = ({ timeStamp }: PointerEvent) =>
    timeStamp - focusedAt > FOCUSING_PRESS_MS && timeStamp - focusedAt < PAGE_GRACE_MS;
  listen('pointermove', (event) => {
    if (event.pointerType !== 'touch' && !isAtSpot(event)) spot = null;
  });
  listen('pointerdown', (event) => {
    if (!isGuarded(event)) {
      isPressStopped = false;
      return;
    }
    const isSameSpot = spot?.view !== grace.view && isAtSpot(event);
    isPressStopped =
      isOnNewcomer(event) || isSoonAfterFocus(event) || !grace.take(isSameSpot ? 'press_same_spot' : 'press');
    if (isPressStopped) return stop(event);
    pressed = grace.view;
    spot = { x: event.clientX, y: event.clientY, view: pressed, control: controlOf(event), pressedAt: event.timeStamp };
  });
  for (const type of ['mousedown', 'pointerup', 'mouseup'] as const) {
    listen(type, (event) => {
      if (isPressStopped && isGuarded(event)) stop(event);
    });
  }
  for (const type of ['click', 'auxclick', 'dblclick'] as const) {
    listen(type, (event) => {
      if (!isGuarded(event)) return;
      // A click without a press comes from a key, a label, or assistive software.
      const isOfPress = event.detail > 0 && (isPressStopped || pressed !== grace.view);
      if (isOfPress) grace.restart();
      if (isOfPress || !grace.take('press')) stop(event);
    });
  }
  listen('submit', (event) => {
    if (isGuarded(event) && !grace.take('press')) stop(event);
  });
}

/**
 * Blocks text that arrives without keys: pasted, dropped or dictated. Composed text cannot be blocked, so it is reverted.
 */
function guardText(grace: InputGrace): void {
  const before = new WeakMap<EventTarget, string>();
  listen('beforeinput', (event) => {
    if (grace.takesText() || !isGuarded(event) || !isField(event.target)) return;
    before.set(event.target, event.target.value);
    grace.restart();
    stop(event);
  });
  listen('input', (event) => {
    if (grace.takesText() || !isGuarded(event) || !isField(event.target)) return;
    event.target.value = before.get(event.target) ?? event.target.value;
    stop(event);
  });
}

function listen<Type extends keyof DocumentEventMap>(
  type: Type,
  listener: (event: DocumentEventMap[Type]) => void,
): void {
  document.addEventListener(type, listener, true);
}

function stop(event: Event, isDefaultWanted = false): void {
  event.stopImmediatePropagation();
  if (!isDefaultWanted) event.preventDefault();
}

/** The control that a press acts on; null if there is none. */
function controlOf({ target }: Event): Element | null {
  return target instanceof Element ? target.closest('button, a, label, input, textarea, select, summary') : null;
}

/** True inside the columns. The header leads to other views and a dialog explains: neither decides anything. */
function isGuarded({ target }: Event): boolean {
  return target instanceof Element && target.closest('.columns') !== null;
}

/**
 * True for a repeated Enter or Space, which would act on whatever has the focus now. In a field the repeat may insert text.
 */
function isHeldAct({ key, repeat, target, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!repeat || (key !== 'Enter' && key !== ' ') || !(target instanceof Element)) return false;
  if (key === ' ') return !isField(target);
  return ctrlKey || metaKey || !target.matches('textarea');
}

function isInDialog({ target }: Event): boolean {
  return target instanceof Element && target.closest('dialog') !== null;
}

function isField(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  return (
    (target instanceof HTMLInputElement && !['checkbox', 'radio'].includes(target.type)) ||
    target instanceof HTMLTextAreaElement
  );
}

/** True for a key that inserts text into the focused field, or corrects it. */
function isText({ key, target, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return isField(target) && !ctrlKey && !metaKey && ([...key].length === 1 || key === 'Backspace');
}

/** True for modifiers, the browser's own keys, and keys that only scroll. */
function isHarmless(event: KeyboardEvent): boolean {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  if (MODIFIERS.includes(key) || /^F\d+$/.test(key)) return true;
  if (key === 'Enter' || key === ' ' || event.getModifierState('AltGraph')) return false;
  const isOnControl = target instanceof Element && target.matches('input, textarea, select, button, summary');
  return ctrlKey || metaKey || altKey || (SCROLLING.includes(key) && !isOnControl);
}

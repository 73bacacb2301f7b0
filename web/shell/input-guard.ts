// Stops input before it reaches anything on the page while it does not count: it was meant for something else.
import { PAGE_GRACE_MS } from '../../src/core/grace.ts';
import type { AppModel } from './app-model.ts';
import type { InputGrace } from './input-grace.ts';

/** How soon another press at the spot of the last one is the second of a double click: ms. */
const DOUBLE_CLICK_MS = 500;
/**
 * A press this long after the window took the focus did not itself bring it to the front: ms. Until the grace is over, it
 * is the second press on a window that lay over this one and has closed.
 */
const FOCUSING_PRESS_MS = 50;
/** How far apart, in px, two presses at one spot are at most: a hand trembles, a finger covers more. */
const SPOT_PX = { mouse: 4, touch: 24 } as const;

/** Keys that decide nothing and are let through: those that only modify others, and those that only scroll. */
const MODIFIERS = ['Alt', 'AltGraph', 'CapsLock', 'Control', 'Fn', 'Meta', 'NumLock', 'Shift'];
const SCROLLING = ['ArrowDown', 'ArrowUp', 'End', 'Home', 'PageDown', 'PageUp'];

/** Where a press was, in which view, on what, and when, in ms of the page. */
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

/** A key counts, or not, from its first keydown to its keyup; one that is held down does not act again. */
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
    // Tab goes on to move the focus.
    stop(event, event.key === 'Tab');
  });
  listen('keyup', (event) => {
    if (stopped.delete(event.code)) stop(event);
  });
}

/** A press counts, or not, from its pointerdown to its click. */
function guardPresses(grace: InputGrace): void {
  /** The view in which the last press counted. */
  let pressed = grace.view;
  let isPressStopped = false;
  /** Where it was, and in which view; null once the mouse has moved away from there. */
  let spot: Spot | null = null;
  const isAtSpot = ({ clientX, clientY, pointerType }: PointerEvent) => {
    const reach = pointerType === 'touch' ? SPOT_PX.touch : SPOT_PX.mouse;
    return spot !== null && Math.hypot(clientX - spot.x, clientY - spot.y) <= reach;
  };
  /** The second press of a double click, on what took the place of what the first one hit. */
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

/** Text that comes without keys: pasted, dropped, dictated, or composed, which cannot be stopped but taken back. */
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

/** What a press acts on; null where it does nothing. */
function controlOf({ target }: Event): Element | null {
  return target instanceof Element ? target.closest('button, a, label, input, textarea, select, summary') : null;
}

/** The header leads to other views, a dialog explains: neither decides anything. */
function isGuarded({ target }: Event): boolean {
  return target instanceof Element && target.closest('.columns') !== null;
}

/** Enter or Space that goes on from what it did to whatever has the focus now. In a field they may write on. */
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

/** A key that writes into, or corrects, the field that has the focus. */
function isText({ key, target, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return isField(target) && !ctrlKey && !metaKey && ([...key].length === 1 || key === 'Backspace');
}

/** Keys of the browser's own, and those that only scroll. */
function isHarmless(event: KeyboardEvent): boolean {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  if (MODIFIERS.includes(key) || /^F\d+$/.test(key)) return true;
  if (key === 'Enter' || key === ' ' || event.getModifierState('AltGraph')) return false;
  const isOnControl = target instanceof Element && target.matches('input, textarea, select, button, summary');
  return ctrlKey || metaKey || altKey || (SCROLLING.includes(key) && !isOnControl);
}

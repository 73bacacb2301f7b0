// Applies shortcuts to the page of a prompt: `read-shortcut` decides what a key means, this module moves the focus and
// clicks.
import type { AppModel } from './app-model.ts';
import { TYPING_MS } from './input-grace.ts';
import { isOfText, type Place, readShortcut, type Shortcut } from './read-shortcut.ts';

const FIELD = 'textarea, select, input:not([type=radio], [type=checkbox])';
const OPTION = '.prompt-form [data-option]:not(:disabled)';

/** The element that a shortcut focused last. */
let reached: Element | null = null;
/** Time of the last key, which may have been part of a text: ms of the page. */
let lastKey = Number.NEGATIVE_INFINITY;

export function startShortcuts(app: AppModel): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const place = placeOf(event);
    const shortcut = readShortcut(event, place, typingField() !== null);
    if (event.timeStamp - lastKey >= TYPING_MS) settleKeys(app);
    lastKey = event.timeStamp;
    const isDone = shortcut
      ? carryOut(shortcut, app, event.key)
      : isOfText(event, place, isOnReached()) && takeBack(app);
    if (isDone) event.preventDefault();
  });
}

function placeOf({ target }: KeyboardEvent): Place {
  const element = target instanceof Element ? target : document.body;
  return element.matches(FIELD) ? 'field' : element.matches(OPTION) ? 'option' : 'elsewhere';
}

/** True if the focus is on a confirmation button that a shortcut focused. */
function isOnReached(): boolean {
  return reached instanceof HTMLButtonElement && reached === document.activeElement;
}

/** Makes the effect of earlier keys final: later keys do not undo it. */
function settleKeys(app: AppModel): void {
  app.prompt.peek()?.form.settleKeys();
  reached = null;
}

/** The keys turned out to be text: undoes what the first ones did, and makes the rest, Enter included, not count. */
function takeBack(app: AppModel): boolean {
  app.prompt.peek()?.form.takeBackKeys();
  if (reached === document.activeElement) document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  reached = null;
  app.grace.restart();
  return true;
}

/** The text field that typed keys go to: the one of the focused option, else the one of the prompt. */
function typingField(): HTMLInputElement | HTMLTextAreaElement | null {
  const near = document.activeElement?.closest('.option')?.querySelector<HTMLInputElement>('[data-typing]');
  return near ?? document.querySelector<HTMLInputElement>('.prompt-form [data-typing]');
}

/**
 * Focuses the text field before the browser inserts the key. In a filter the key replaces the old text, elsewhere it is
 * appended.
 */
function typeOn(key: string): void {
  const field = typingField();
  field?.focus();
  if (field?.matches('[data-filter]') && key !== 'Backspace') field.select();
  else field?.setSelectionRange(field.value.length, field.value.length);
}

/** Returns false when the browser should handle the key: the shortcut has no target here, or the key is text. */
function carryOut(shortcut: Shortcut, app: AppModel, key: string): boolean {
  switch (shortcut.type) {
    case 'move':
    case 'pick': {
      const act = () => (shortcut.type === 'move' ? move(shortcut.by) : pick(listOptions()[shortcut.position]));
      const form = app.prompt.peek()?.form;
      const isDone = form ? form.pickByKey(act) : act();
      reached = document.activeElement;
      return isDone;
    }
    case 'filter':
      if (focus(document.querySelector<HTMLElement>('[data-filter]'))) return true;
      typeOn(key);
      return false;
    case 'type':
      typeOn(key);
      return false;
    case 'keys':
      app.keysShown.value = true;
      return true;
    case 'leave':
      if (!(document.activeElement instanceof HTMLElement) || !document.activeElement.matches(FIELD)) return false;
      document.activeElement.blur();
      return true;
    default:
      return shortcut satisfies never;
  }
}

function listOptions(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(OPTION)];
}

/**
 * Moves the focus by one option. Radios are also picked, as with the native arrow keys; the first step only sets the focus.
 */
function move(by: 1 | -1): boolean {
  const options = listOptions();
  const at = options.indexOf(document.activeElement as HTMLElement);
  if (at === -1) return focus(options.find(isChecked) ?? options[by === 1 ? 0 : options.length - 1]);
  const next = options[at + by];
  focus(next);
  if (next instanceof HTMLInputElement && next.type === 'radio') next.click();
  return true;
}

/** Picks an option. Buttons only get the focus: no single key submits. */
function pick(option: HTMLElement | undefined): boolean {
  focus(option);
  if (option instanceof HTMLInputElement) option.click();
  return option !== undefined;
}

function isChecked(option: HTMLElement): boolean {
  return option instanceof HTMLInputElement && option.checked;
}

function focus(element: HTMLElement | null | undefined): boolean {
  element?.focus();
  element?.scrollIntoView({ block: 'nearest' });
  return Boolean(element);
}

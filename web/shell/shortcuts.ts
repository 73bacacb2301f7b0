// Carries keys over to the page of a prompt: what they mean is for the model to say, this moves focus and clicks.
import type { AppModel } from './app-model.ts';
import { TYPING_MS } from './input-grace.ts';
import { isOfText, type Place, readShortcut, type Shortcut } from './read-shortcut.ts';

const FIELD = 'textarea, select, input:not([type=radio], [type=checkbox])';
const OPTION = '.prompt-form [data-option]:not(:disabled)';

/** What a shortcut gave the focus last: no other act of the human's did. */
let reached: Element | null = null;
/** When the last key came that may have been of a text: ms of the page. */
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

/** On a button of a confirmation to which a shortcut led. */
function isOnReached(): boolean {
  return reached instanceof HTMLButtonElement && reached === document.activeElement;
}

/** What the keys did a while ago was meant: no later key takes it back. */
function settleKeys(app: AppModel): void {
  app.prompt.peek()?.form.settleKeys();
  reached = null;
}

/** The keys turned out to be text: what the first ones did is undone, and the rest, Enter too, do not count. */
function takeBack(app: AppModel): boolean {
  app.prompt.peek()?.form.takeBackKeys();
  if (reached === document.activeElement) document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  reached = null;
  app.grace.restart();
  return true;
}

/** The field in which typing is meant: that of the option on which the focus is, else that of the prompt. */
function typingField(): HTMLInputElement | HTMLTextAreaElement | null {
  const near = document.activeElement?.closest('.option')?.querySelector<HTMLInputElement>('[data-typing]');
  return near ?? document.querySelector<HTMLInputElement>('.prompt-form [data-typing]');
}

/** Before the browser writes the key: it goes into the field, in a filter instead of what was found there. */
function typeOn(key: string): void {
  const field = typingField();
  field?.focus();
  if (field?.matches('[data-filter]') && key !== 'Backspace') field.select();
  else field?.setSelectionRange(field.value.length, field.value.length);
}

/** False when the browser is to go on with the key: there is nothing that the shortcut is about, or it is text. */
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

/** Among radios the next one is picked, as their own arrow keys do; the first step only puts the focus there. */
function move(by: 1 | -1): boolean {
  const options = listOptions();
  const at = options.indexOf(document.activeElement as HTMLElement);
  if (at === -1) return focus(options.find(isChecked) ?? options[by === 1 ? 0 : options.length - 1]);
  const next = options[at + by];
  focus(next);
  if (next instanceof HTMLInputElement && next.type === 'radio') next.click();
  return true;
}

/** Buttons only get the focus: no single key submits. */
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

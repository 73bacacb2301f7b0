// What a key means on the page of a prompt. Keys typed into a field, or with a modifier, mean nothing here.
import { isComposing } from './composing.ts';

export type Shortcut =
  | { readonly type: 'move'; readonly by: 1 | -1 }
  /** The option at this position, from 0, among those shown. */
  | { readonly type: 'pick'; readonly position: number }
  | { readonly type: 'filter' }
  /** The key is text for the field in which typing is meant. */
  | { readonly type: 'type' }
  | { readonly type: 'keys' }
  | { readonly type: 'leave' };

export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** Part of a character that is still being composed. */
  readonly isComposing: boolean;
  readonly keyCode: number;
}

/** Where the focus is: in a text field, on something else that the arrow keys belong to, or elsewhere. */
export type Place = 'field' | 'option' | 'elsewhere';

/** `isForTyping`: the page has a field in which typing is meant, so that digits and letters are no shortcuts. */
export function readShortcut(key: Key, place: Place, isForTyping = false): Shortcut | null {
  if (key.ctrlKey || key.metaKey || key.altKey || isComposing(key)) return null;
  if (key.key === 'Escape') return { type: 'leave' };
  if (place === 'field') return null;
  if (isForTyping && isText(key.key)) return { type: 'type' };
  switch (key.key) {
    case 'j':
      return { type: 'move', by: 1 };
    case 'k':
      return { type: 'move', by: -1 };
    // Elsewhere the arrows scroll, as everywhere.
    case 'ArrowDown':
    case 'ArrowRight':
      return place === 'option' ? { type: 'move', by: 1 } : null;
    case 'ArrowUp':
    case 'ArrowLeft':
      return place === 'option' ? { type: 'move', by: -1 } : null;
    case '/':
      return { type: 'filter' };
    case '?':
      return { type: 'keys' };
    default:
      return /^[1-9]$/.test(key.key) ? { type: 'pick', position: Number(key.key) - 1 } : null;
  }
}

/** What begins or corrects a text. A space is for the button or the option that has the focus, `/` and `?` stay what they are. */
function isText(key: string): boolean {
  return key === 'Backspace' || ([...key].length === 1 && !' /?'.includes(key));
}

/**
 * True for a key that means nothing here but text: somebody writes what is not for this page. `isLed`: the focus is on
 * a button to which a shortcut led, where a space would be taken for a click.
 */
export function isOfText(
  { key, ctrlKey, metaKey, altKey }: Omit<Key, 'keyCode'>,
  place: Place,
  isLed: boolean,
): boolean {
  if (place === 'field' || ctrlKey || metaKey || altKey) return false;
  return key === ' ' ? isLed : key.length === 1 || key === 'Backspace' || key === 'Delete';
}

// Maps keys to shortcuts on the page of a prompt. Keys with a modifier, or typed into a field (except Escape), are none.
import { isComposing } from './composing.ts';

export type Shortcut =
  | { readonly type: 'move'; readonly by: 1 | -1 }
  /** The option at this position, from 0, among those shown. */
  | { readonly type: 'pick'; readonly position: number }
  | { readonly type: 'filter' }
  /** The key is text for the prompt's main text field. */
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

/** Where the focus is: in a text field, on an option, or elsewhere. */
export type Place = 'field' | 'option' | 'elsewhere';

/** `isForTyping`: the page has a main text field, so that digits and letters are text and not shortcuts. */
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
    // Elsewhere the arrow keys scroll, as usual.
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

/**
 * True for a key that starts or corrects a text. A space is for the focused button or option; `/` and `?` stay shortcuts.
 */
function isText(key: string): boolean {
  return key === 'Backspace' || ([...key].length === 1 && !' /?'.includes(key));
}

/**
 * True for a key that can only be text, which was meant for something else. `isLed`: the focus is on a button that a
 * shortcut focused, where a space would click it.
 */
export function isOfText(
  { key, ctrlKey, metaKey, altKey }: Omit<Key, 'keyCode'>,
  place: Place,
  isLed: boolean,
): boolean {
  if (place === 'field' || ctrlKey || metaKey || altKey) return false;
  return key === ' ' ? isLed : key.length === 1 || key === 'Backspace' || key === 'Delete';
}

// How true and false are written where only text can be: in variables and in settings.

/** The words, for a message. */
export const SWITCH_WORDS = 'true (yes, on, 1) or false (no, off, 0)';

const TRUE = /^(?:true|yes|on|1)$/i;
const FALSE = /^(?:false|no|off|0)$/i;

/** What `text` says, in whatever case; null where it is none of the words. */
export function readSwitch(text: string): boolean | null {
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : null;
}

/** The same of a variable that other programs share, and give words of their own: all but empty and the words for no is yes. */
export function isSwitchedOn(text = ''): boolean {
  return text !== '' && readSwitch(text) !== false;
}

// How true and false are written where only text is possible: in environment variables and in settings.

/** The accepted words, for messages. */
export const SWITCH_WORDS = 'true (yes, on, 1) or false (no, off, 0)';

const TRUE = /^(?:true|yes|on|1)$/i;
const FALSE = /^(?:false|no|off|0)$/i;

/** Parses `text`, ignoring case; null if it is none of the words. */
export function readSwitch(text: string): boolean | null {
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : null;
}

/** For a variable shared with other programs, which accept more words: true unless it is empty or a word for false. */
export function isSwitchedOn(text = ''): boolean {
  return text !== '' && readSwitch(text) !== false;
}

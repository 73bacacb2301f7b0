// String functions that work in every runtime.

/** Length of `text` in UTF-8 bytes. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** True when `text` survives UTF-8 unchanged: it has no lone surrogate. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}

/** `text` with U+FFFD in place of each lone surrogate and NUL, which texts on the wire may not have. */
export function repairText(text: string): string {
  return text.replaceAll(new RegExp(`\\0|${LONE_SURROGATE.source}`, 'g'), '\uFFFD');
}

/**
 * `text` for a message: on one line, control characters as spaces, and cut to at most `length` characters, with an
 * ellipsis where it was cut.
 */
export function shorten(text: string, length = 40): string {
  return cutText(text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '), length);
}

/** `text` as it is, cut to at most `length` characters, with an ellipsis where it was cut. */
export function cutText(text: string, length: number): string {
  // A character has at most two code units, so this prefix is enough to decide.
  const characters = [...text.slice(0, 2 * length + 1)];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

/** A whole number with thousands separators, the same in all our languages: 65,536. */
export function groupDigits(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

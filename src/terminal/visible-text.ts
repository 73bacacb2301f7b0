// Foreign text made safe for a terminal: what hides or reorders others, or steers the terminal, is shown as a mark.

// Controls except newline and tab; soft hyphen and fillers; bidi controls, line separators, zero-width and invisible
// operators; interlinear and tag characters; joiners other than those that glue emoji together.
const HIDDEN = new RegExp(
  [
    '[\\0-\\x08\\x0B-\\x1F\\x7F-\\x9F\\u00AD\\u061C\\u115F\\u1160\\u180E\\u3164\\uFFA0]',
    '[\\u200B\\u200C\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF\\uFFF0-\\uFFFB\\u{E0000}-\\u{E00FF}]',
    '\\u034F|\\u17B4|\\u17B5',
    '(?<!\\p{Extended_Pictographic}[\\uFE0F\\u{1F3FB}-\\u{1F3FF}]?)\\u200D|\\u200D(?!\\p{Extended_Pictographic})',
  ].join('|'),
  'gu',
);

/** `text` with its lines; tabs become spaces, and nothing in it can move the cursor. */
export function visibleText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(HIDDEN, (hidden) => `⟨${nameCodePoint(hidden)}⟩`)
    .replaceAll('\t', '    ');
}

/** `text` on one line. */
export function visibleLine(text: string): string {
  return visibleText(text).replaceAll(/\s+/g, ' ').trim();
}

function nameCodePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

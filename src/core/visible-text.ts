// Makes untrusted text safe to display: characters that are hidden, reorder others or control a terminal become marks.

export interface TextPart {
  readonly text: string;
  /** True for a mark that replaces an invisible character. */
  readonly mark: boolean;
}

// Controls except newline and tab; soft hyphen and fillers; bidi controls, line separators, zero-width and invisible
// operators; interlinear and tag characters; variation selectors and joiners other than those of emoji; the other
// default-ignorable characters of Unicode.
const HIDDEN = new RegExp(
  [
    '[\\0-\\x08\\x0B-\\x1F\\x7F-\\x9F\\u00AD\\u061C\\u115F\\u1160\\u180B-\\u180F\\u3164\\uFFA0]',
    '[\\u200B\\u200C\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF\\uFFF0-\\uFFFB\\u{E0000}-\\u{E0FFF}]',
    '[\\u034F\\u17B4\\u17B5\\uFE00-\\uFE0D\\u{1BCA0}-\\u{1BCA3}\\u{1D173}-\\u{1D17A}]',
    '(?<!\\p{Extended_Pictographic})[\\uFE0E\\uFE0F](?!\\u20E3)',
    '(?<!\\p{Extended_Pictographic}[\\uFE0F\\u{1F3FB}-\\u{1F3FF}]?)\\u200D|\\u200D(?!\\p{Extended_Pictographic})',
  ].join('|'),
  'gu',
);

/** Splits `text` into plain parts and marks, in order. */
export function markHidden(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let start = 0;
  for (const { 0: hidden, index } of text.matchAll(HIDDEN)) {
    if (index > start) parts.push({ text: text.slice(start, index), mark: false });
    parts.push({ text: nameCodePoint(hidden), mark: true });
    start = index + hidden.length;
  }
  if (start < text.length || parts.length === 0) parts.push({ text: text.slice(start), mark: false });
  return parts;
}

/** `text` with its line breaks, for places without markup: tabs become spaces, and nothing in it moves the cursor. */
export function visibleText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(HIDDEN, (hidden) => `⟨${nameCodePoint(hidden)}⟩`)
    .replaceAll('\t', '    ');
}

/** `text` on one line, as in titles, notifications and lists. */
export function plainLine(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ').trim();
}

/**
 * `value` as JSON for a terminal: characters that become marks elsewhere are escaped, which JSON itself does only for the
 * controls below U+0020. Parsing it yields the same value.
 */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(HIDDEN, (hidden) =>
    [...Array(hidden.length).keys()].map((unit) => escapeUnit(hidden.charCodeAt(unit))).join(''),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

function nameCodePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

// Fuzzy search over options: best matches first, with the spans to highlight. Pure.
// Each word of the query is matched as a whole first, then letter by letter; a number matches only from its first digit.
// A word ignores case unless it contains a capital.
import type { Option } from './spec.ts';

/** A range in a text, in code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An option that matches, with the matching spans of its label and hint. */
export interface OptionMatch {
  /** Index among all options. */
  readonly position: number;
  readonly label: readonly Span[];
  readonly hint: readonly Span[];
}

/** A text prepared for comparison, with the same length in code units as the original. */
interface Field {
  readonly exact: string;
  readonly lower: string;
}

interface Entry {
  readonly label: Field;
  /** Null when it equals the label. */
  readonly value: Field | null;
  readonly hint: Field | null;
}

export type OptionIndex = readonly Entry[];

interface Hit {
  readonly score: number;
  readonly spans: readonly Span[];
}

/** Base scores: a whole word always beats its letters alone. */
const WHOLE = 1_000;
const LETTERS = 500;
const AT_START = 200;
const AT_WORD = 100;
const AT_END = 60;
/** Penalties for a hit in the value or the hint instead of the label. */
const IN_VALUE = 20;
const IN_HINT = 300;
/** How many start positions are tried when a word is matched letter by letter. */
const MAX_STARTS = 8;

/** Builds the search index. Done once, because it costs more than a search. */
export function indexOptions(options: readonly Option[]): OptionIndex {
  return options.map(({ value, label, hint }) => ({
    label: fieldOf(label),
    value: value === label ? null : fieldOf(value),
    hint: hint === undefined ? null : fieldOf(hint),
  }));
}

/** The options that match every word of `query`, best match first; equally good ones keep their order. */
export function matchOptions(index: OptionIndex, query: string): OptionMatch[] {
  const words = query.normalize('NFC').split(/\s+/).filter(Boolean).map(readWord);
  if (words.length === 0) return index.map((_, position) => ({ position, label: [], hint: [] }));
  const found = index.flatMap((entry, position) => {
    const match = matchEntry(entry, position, words);
    return match ? [match] : [];
  });
  return found.sort((a, b) => b.score - a.score || a.match.position - b.match.position).map(({ match }) => match);
}

/** A piece of a text, and whether it is highlighted. */
export interface Piece {
  readonly text: string;
  readonly isHit: boolean;
}

/** Splits `text` at `spans`, but never inside a sequence that is drawn as one character. */
export function cutAtSpans(text: string, spans: readonly Span[]): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { start, end } of spans) {
    // biome-ignore lint/suspicious/noMisleadingCharacterClass: these join or change the character beside them
    const tail = /^(?:[\p{M}\uFE0F\u{1F3FB}-\u{1F3FF}]|\u200D.)+/u.exec(text.slice(end))?.[0].length ?? 0;
    const head = /(?:.[\uFE0F\u{1F3FB}-\u{1F3FF}]?\u200D)+$/u.exec(text.slice(0, start))?.[0].length ?? 0;
    const from = Math.max(done, start - head);
    if (end + tail <= from) continue;
    if (from > done) pieces.push({ text: text.slice(done, from), isHit: false });
    pieces.push({ text: text.slice(from, end + tail), isHit: true });
    done = end + tail;
  }
  if (done < text.length || pieces.length === 0) pieces.push({ text: text.slice(done), isHit: false });
  return pieces;
}

function fieldOf(text: string): Field {
  const exact = stripAccents(text);
  return { exact, lower: exact.toLowerCase() };
}

/** Preserves the length: each letter is replaced by one letter. */
function stripAccents(text: string): string {
  return text.replace(/[\u00C0-\u024F\u1E00-\u1EFF]/g, (letter) => letter.normalize('NFD').charAt(0));
}

interface Word {
  readonly text: string;
  readonly isExact: boolean;
}

function readWord(word: string): Word {
  const text = stripAccents(word);
  const lower = text.toLowerCase();
  return { text, isExact: text !== lower };
}

function matchEntry({ label, value, hint }: Entry, position: number, words: readonly Word[]) {
  let score = 0;
  const inLabel: Span[] = [];
  const inHint: Span[] = [];
  for (const word of words) {
    const labelHit = findWord(label, word, true);
    const valueHit = value && findWord(value, word, true);
    const hintHit = hint && findWord(hint, word, false);
    const scores = [
      labelHit?.score ?? 0,
      valueHit ? valueHit.score - IN_VALUE : 0,
      hintHit ? hintHit.score - IN_HINT : 0,
    ];
    const best = Math.max(...scores);
    if (best <= 0) return null;
    score += best;
    // Highlight a visible hit, even when the value, which is not shown, scored higher.
    if (labelHit) inLabel.push(...labelHit.spans);
    else if (hintHit) inHint.push(...hintHit.spans);
  }
  return { score, match: { position, label: joinSpans(inLabel), hint: joinSpans(inHint) } };
}

function findWord({ exact, lower }: Field, { text, isExact }: Word, byLetters: boolean): Hit | null {
  const field = isExact ? exact : lower;
  return findWhole(field, text) ?? (byLetters ? findLetters(field, text) : null);
}

/** The best occurrence of `word` as a whole. */
function findWhole(field: string, word: string): Hit | null {
  let best: Hit | null = null;
  for (let start = field.indexOf(word); start >= 0; start = field.indexOf(word, start + 1)) {
    const end = start + word.length;
    const score = WHOLE + scoreStart(field, start) + (isWordEnd(field, end) ? AT_END : 0);
    if (!best || score > best.score) best = { score, spans: [{ start, end }] };
    // No later occurrence can score higher.
    if (score >= WHOLE + AT_WORD + AT_END) break;
  }
  return best;
}

/** The best match for the letters of `word` in this order, with other letters allowed between them. */
function findLetters(field: string, word: string): Hit | null {
  const letters = word.match(/\d+|./gsu) ?? [];
  const first = walk(field, letters, 0);
  if (!first) return null;
  let best = scoreLetters(field, shrink(field, letters, first));
  const initial = letters[0] ?? '';
  let start = first[0]?.start ?? 0;
  for (let tries = 0; tries < MAX_STARTS && start >= 0; tries += 1, start = field.indexOf(initial, start + 1)) {
    if (!isWordStart(field, start)) continue;
    const spans = walk(field, letters, start);
    if (!spans) break;
    const hit = scoreLetters(field, spans);
    if (hit.score > best.score) best = hit;
  }
  return best;
}

/** Matches each letter at its first occurrence after the previous one. */
function walk(field: string, letters: readonly string[], from: number): Span[] | null {
  const spans: Span[] = [];
  let at = from;
  for (const letter of letters) {
    let start = field.indexOf(letter, at);
    while (isInsideNumber(field, start)) start = field.indexOf(letter, start + 1);
    if (start < 0) return null;
    at = start + letter.length;
    spans.push({ start, end: at });
  }
  return spans;
}

/** Matches the same letters up to the same end, each as close to it as possible. */
function shrink(field: string, letters: readonly string[], spans: readonly Span[]): Span[] {
  let end = spans.at(-1)?.end ?? 0;
  return letters
    .toReversed()
    .map((letter) => {
      let start = field.lastIndexOf(letter, end - letter.length);
      while (isInsideNumber(field, start)) start = field.lastIndexOf(letter, start - 1);
      const span = { start, end: start + letter.length };
      end = start;
      return span;
    })
    .toReversed();
}

/** True for a digit that follows another digit: 5 does not match in 15. */
function isInsideNumber(field: string, start: number): boolean {
  return start > 0 && /\d/.test(field.charAt(start)) && /\d/.test(field.charAt(start - 1));
}

/** Letters score higher when they are close together and at word starts. */
function scoreLetters(field: string, letters: readonly Span[]): Hit {
  const spans = joinSpans(letters);
  const first = spans[0]?.start ?? 0;
  const reach = (spans.at(-1)?.end ?? 0) - first - letters.length;
  const atWords = spans.filter(({ start }) => isWordStart(field, start)).length / spans.length;
  const score = LETTERS - 20 * spans.length - Math.min(reach, 200) + AT_WORD * atWords;
  return { score: Math.max(1, score), spans };
}

function scoreStart(field: string, start: number): number {
  if (start === 0) return AT_START;
  return isWordStart(field, start) ? AT_WORD : 0;
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

function isWordStart(field: string, start: number): boolean {
  return start === 0 || !LETTER_OR_DIGIT.test(field.charAt(start - 1));
}

function isWordEnd(field: string, end: number): boolean {
  return end === field.length || !LETTER_OR_DIGIT.test(field.charAt(end));
}

/** Sorts spans and merges those that touch or overlap. */
function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && span.start <= last.end)
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else joined.push(span);
  }
  return joined;
}

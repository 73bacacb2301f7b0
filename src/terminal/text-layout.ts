// Wraps and cuts text, plain or in painted parts, to the columns of a terminal. Pure.
import { characterWidth, displayWidth, fitWidth } from '../core/width.ts';

/** A piece of a line. Its text has no escape sequences; `paint` adds them after measuring. */
export interface Part {
  readonly text: string;
  readonly paint?: ((text: string) => string) | undefined;
}

/** Columns of `parts` side by side. */
export function widthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { text }) => sum + displayWidth(text), 0);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Wraps `text` to at most `width` columns, breaking at spaces and next to wide characters, else anywhere. */
export function wrapText(text: string, width: number): string[] {
  return foldText(text, width).map(({ start, end }) => text.slice(start, end));
}

/** Wraps and paints `parts`; if there are more than `maxLines` lines, the last one ends with an ellipsis. */
export function wrapParts(parts: readonly Part[], width: number, maxLines = Number.POSITIVE_INFINITY): string[] {
  const ranges = foldText(parts.map(({ text }) => text).join(''), width);
  const lines = ranges.map((range) => sliceParts(parts, range));
  if (lines.length <= maxLines) return lines.map(paintParts);
  const last = lines[maxLines - 1] ?? [];
  return [...lines.slice(0, maxLines - 1).map(paintParts), cutParts([...last, { text: ' …' }], width)];
}

/** Paints `parts` as one line of at most `width` columns; a cut line ends with an ellipsis. */
export function cutParts(parts: readonly Part[], width: number): string {
  return paintParts(shortenParts(parts, width));
}

/** Like `cutParts`, without painting. */
export function shortenParts(parts: readonly Part[], width: number): readonly Part[] {
  const text = parts.map((part) => part.text).join('');
  if (displayWidth(text) <= width) return parts;
  const kept = fitWidth(text, width);
  return [...sliceParts(parts, { start: 0, end: kept.length - 1 }), { text: '…' }];
}

function paintParts(parts: readonly Part[]): string {
  return parts.map(({ text, paint }) => (paint && text !== '' ? paint(text) : text)).join('');
}

function sliceParts(parts: readonly Part[], { start, end }: Range): Part[] {
  let offset = 0;
  return parts.map(({ text, paint }) => {
    const slice = text.slice(Math.max(0, start - offset), Math.max(0, end - offset));
    offset += text.length;
    return { text: slice, paint };
  });
}

function foldText(text: string, width: number): Range[] {
  const ranges: Range[] = [];
  let start = 0;
  let used = 0;
  /** Last possible break: after a space, or next to a wide character. */
  let gap = 0;
  let index = 0;
  const endLine = (end: number, next: number) => {
    ranges.push({ start, end: start + text.slice(start, end).trimEnd().length });
    start = next;
    gap = next;
    used = 0;
  };
  for (const character of text) {
    const next = index + character.length;
    const columns = characterWidth(character);
    if (character === '\n') {
      endLine(index, next);
    } else if (used + columns > width && character === ' ') {
      endLine(index, next);
    } else {
      if (columns === 2) gap = index;
      if (used + columns > width && index > start) {
        const end = gap > start ? gap : index;
        endLine(end, end);
        used = displayWidth(text.slice(start, index));
      }
      used += columns;
      if (columns === 2 || character === ' ') gap = next;
    }
    index = next;
  }
  endLine(text.length, text.length);
  return ranges;
}

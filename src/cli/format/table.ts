// Formats text in columns, using the display width of characters in a terminal.
import { displayWidth, fitWidth } from '../../core/width.ts';
import { printable } from '../io/output.ts';

/** Columns of a table whose terminal does not tell its width. */
export const DEFAULT_WIDTH = 100;

/** Formats `rows` under `head` as lines of at most `width` columns; the last column is cut to fit. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[], width: number): string[] {
  const cells = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => displayWidth(row[column] ?? ''))));
  const last = head.length - 1;
  return cells.map((row) =>
    fitWidth(
      row
        .map((cell, column) => (column === last ? cell : cell + ' '.repeat((widths[column] ?? 0) - displayWidth(cell))))
        .join('  '),
      width,
    ),
  );
}

/** Joins `lines`, each with a line break at its end. */
export function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

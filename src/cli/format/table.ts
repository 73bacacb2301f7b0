// Text in columns, by the width that a terminal gives its characters.
import { displayWidth, fitWidth } from '../../core/width.ts';
import { printable } from '../io/output.ts';

/** Lines of `rows` under `head`; the last column takes what is left of `width` columns. */
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

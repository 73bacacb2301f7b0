// Text in columns, by the width that a terminal gives its characters.
import { printable } from './output.ts';

/** Lines of `rows` under `head`; the last column takes what is left of `width` columns. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[], width: number): string[] {
  const cells = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => displayWidth(row[column] ?? ''))));
  const last = head.length - 1;
  return cells.map((row) =>
    fit(
      row
        .map((cell, column) => (column === last ? cell : cell + ' '.repeat((widths[column] ?? 0) - displayWidth(cell))))
        .join('  '),
      width,
    ),
  );
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const NARROWLESS = /^\p{Mark}|\p{Cf}$/u;

function characterWidth(character: string): number {
  if (NARROWLESS.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

function displayWidth(text: string): number {
  return [...text].reduce((sum, character) => sum + characterWidth(character), 0);
}

function fit(line: string, width: number): string {
  if (displayWidth(line) <= width) return line;
  let used = 1;
  let kept = '';
  for (const character of line) {
    used += characterWidth(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept}…`;
}

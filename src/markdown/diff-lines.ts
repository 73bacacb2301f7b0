// Classifies the lines of a diff. A change must never look like anything else: within a hunk only the first character
// counts, and a line that merely looks like a file header is a change.

export interface DiffLine {
  readonly kind: 'added' | 'removed' | 'place' | 'same';
  readonly text: string;
}

/** `@@ -12,3 +12,4 @@`, with the number of lines on each side; 1 if it is omitted. */
const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;
/** A hunk header in any form: without numbers, or with one column of signs for each parent of a merge. */
const ANY_HUNK = /^@@(@*)/;
const FILE_HEAD = /^(?:diff |index |(?:new|deleted|old) (?:file )?mode |similarity |rename |copy |Binary files )/;

/** Classifies the lines of `text`, a unified diff or something similar. */
export function readDiff(text: string): readonly DiffLine[] {
  const lines = text.split('\n');
  const reader = new DiffReader(lines);
  return lines.map((line, index) => ({ kind: reader.nameLine(line, index), text: line }));
}

class DiffReader {
  readonly #lines: readonly string[];
  /** Lines left in the hunk on the old and the new side; infinite if its header has no numbers. */
  #old = 0;
  #new = 0;
  /** Columns of signs: one, or in a merge one for each parent. */
  #signs = 1;
  /** Index of the last line that is known to belong to a file header (`---` and `+++`). */
  #headEnd = -1;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  nameLine(line: string, index: number): DiffLine['kind'] {
    if (ANY_HUNK.test(line)) {
      this.#enterHunk(line);
      return 'place';
    }
    if (this.#old <= 0 && this.#new <= 0) {
      if (this.#isFileHead(index)) this.#headEnd = index + 1;
      if (index <= this.#headEnd || FILE_HEAD.test(line)) return 'place';
    } else if (FILE_HEAD.test(line)) {
      // No line of a hunk begins like that: the hunk header announced more lines than there are.
      this.#old = 0;
      this.#new = 0;
      return 'place';
    }
    return this.#nameChange(line);
  }

  #enterHunk(line: string): void {
    const [numbered, old = '1', added = '1'] = HUNK.exec(line) ?? [];
    this.#signs = 1 + (ANY_HUNK.exec(line)?.[1]?.length ?? 0);
    this.#old = numbered === undefined ? Number.POSITIVE_INFINITY : Number(old);
    this.#new = numbered === undefined ? Number.POSITIVE_INFINITY : Number(added);
  }

  #nameChange(line: string): DiffLine['kind'] {
    const signs = /^[ +-]*/.exec(line.slice(0, this.#signs))?.[0] ?? '';
    const kind = signs.includes('+') ? 'added' : signs.includes('-') ? 'removed' : 'same';
    // `\ No newline at end of file` is a line of neither side.
    if (line.startsWith('\\')) return kind;
    if (kind !== 'added') this.#old -= 1;
    if (kind !== 'removed') this.#new -= 1;
    return kind;
  }

  /** True for `--- a/file`, followed by `+++ b/file` and a hunk: only a file header has these three lines. */
  #isFileHead(index: number): boolean {
    const [from = '', to = '', hunk = ''] = this.#lines.slice(index, index + 3);
    return from.startsWith('--- ') && to.startsWith('+++ ') && ANY_HUNK.test(hunk);
  }
}

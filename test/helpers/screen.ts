// A terminal's screen, as far as the drawings of this project need one: it knows their escapes and no others.

/** Text that was written, with the cursor moves, erasures and scrolling of a terminal of endless height. */
export class Screen {
  #lines: string[][] = [[]];
  #row = 0;
  #column = 0;
  #columns: number;
  #wraps = true;
  /** An escape sequence whose end has not come yet. */
  #rest = '';
  /** Sequences that this screen does not know; a drawing that is well has none. */
  readonly unknown: string[] = [];
  isCursorShown = true;
  marksPaste = false;

  constructor(columns: number) {
    this.#columns = columns;
  }

  resize(columns: number): void {
    this.#columns = columns;
  }

  /** Everything, scrolled away or not, without spaces at the ends of lines. */
  text(): string {
    return this.#lines.map((line) => line.join('').trimEnd()).join('\n');
  }

  write(chunk: string): void {
    const text = this.#rest + chunk;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's own language
    const pieces = text.matchAll(/\u001b\[([?\d;]*)([A-Za-z])|(\u001b\[?[?\d;]*$)|([\s\S])/gu);
    this.#rest = '';
    for (const [whole, numbers = '', command, rest, character] of pieces) {
      if (rest !== undefined) this.#rest = rest;
      else if (command !== undefined) this.#obey(numbers, command, whole);
      else if (character !== undefined) this.#put(character);
    }
  }

  #obey(numbers: string, command: string, whole: string): void {
    const count = Number(numbers || 1);
    if (command === 'm') return;
    if (command === 'A') this.#row = Math.max(0, this.#row - count);
    else if (command === 'B') this.#row = Math.min(this.#lines.length - 1, this.#row + count);
    else if (command === 'C') this.#column = Math.min(this.#columns - 1, this.#column + count);
    else if (command === 'K') this.#line().splice(this.#column);
    else if (command === 'J') {
      this.#line().splice(this.#column);
      this.#lines.splice(this.#row + 1);
    } else if (command === 'h' || command === 'l') this.#switch(numbers, command === 'h', whole);
    else this.unknown.push(whole);
  }

  #switch(mode: string, on: boolean, whole: string): void {
    if (mode === '?25') this.isCursorShown = on;
    else if (mode === '?7') this.#wraps = on;
    else if (mode === '?2004') this.marksPaste = on;
    else if (mode !== '?2026') this.unknown.push(whole);
  }

  #put(character: string): void {
    if (character === '\r') {
      this.#column = 0;
    } else if (character === '\n') {
      this.#row += 1;
      if (this.#row === this.#lines.length) this.#lines.push([]);
    } else if (character === '\u001b') {
      this.unknown.push(character);
    } else {
      if (this.#column >= this.#columns) {
        if (this.#wraps) this.#put('\n');
        this.#column = this.#wraps ? 0 : this.#columns - 1;
      }
      const line = this.#line();
      while (line.length < this.#column) line.push(' ');
      line[this.#column] = character;
      this.#column += 1;
    }
  }

  #line(): string[] {
    const line = this.#lines[this.#row] ?? [];
    this.#lines[this.#row] = line;
    return line;
  }
}

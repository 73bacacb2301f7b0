// Splits terminal input into keys, escape sequences and pastes. A sequence is returned whole or not at all, however its
// bytes are split over reads; otherwise replies to another program's queries would look like keys.

export type Token =
  /** One character, or one control character; `alt` if Esc came right before it. */
  | { readonly type: 'character'; readonly text: string; readonly alt: boolean }
  /** A whole sequence without its first Esc: `[A`, `[1;5C`, `OP`. */
  | { readonly type: 'sequence'; readonly body: string; readonly alt: boolean }
  | { readonly type: 'escape' }
  | { readonly type: 'paste'; readonly text: string };

/** How long to wait after Esc for the rest of a sequence, over a slow line, before it counts as the Esc key: ms. */
export const ESCAPE_WAIT_MS = 80;
/** How long to wait for the rest of an unfinished sequence before dropping it: ms. */
export const SEQUENCE_WAIT_MS = 500;
/** Characters of a paste that are kept; the rest is dropped. */
const MAX_PASTE = 1_048_576;
/** Characters of an unfinished sequence that are kept. */
const MAX_SEQUENCE = 256;

const ESC = '\u001b';
const CTRL_C = '\u0003';
const PASTE_START = '[200~';
const PASTE_END = `${ESC}[201~`;

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: the language of terminals (ECMA-48, xterm's ctlseqs)
/** CSI with parameters; X10 mouse reports; function keys of the Linux console; SS3. */
const SEQUENCE = /\u001b(\u001b?)(\[(?:\[[^\u0003]|M[^\u0003]{3}|(?![[M])[0-?]*[ -/]*[@-~])|O[0-9;]*[@-~])/y;
/** An unfinished sequence at the end of the input. */
const BEGINNING = /\u001b\u001b?(?:\[(?:\[|M[^\u0003]{0,2}|[0-?]*[ -/]*)|O[0-9;]*)?$/y;
/** A sequence cut off by something else. */
const TORN = /\u001b\u001b?(?:\[[0-?]*[ -/]*|O[0-9;]*)/y;
/** The start of a string of any length: DCS, SOS, OSC, PM, APC. */
const STRING_START = /\u001b\u001b?[PX\]^_]/y;
/** The end of a string: BEL, ST, or Esc, which starts something else; also Ctrl-C, which no string contains. */
const STRING_END = /[\u0003\u0007\u009c\u001b]/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: the language of terminals (ECMA-48, xterm's ctlseqs)

export class SequenceReader {
  /** The start of an unfinished sequence. */
  #rest = '';
  #isInString = false;
  /** Text pasted so far; null outside a paste. */
  #pasted: string | null = null;

  /** How long to wait for more input before `finish`: ms; null if nothing is unfinished, or a paste is. */
  get wait(): number | null {
    if (this.#pasted !== null) return null;
    if (this.#isInString) return SEQUENCE_WAIT_MS;
    if (this.#rest === '') return null;
    return this.#rest === ESC || this.#rest === ESC + ESC ? ESCAPE_WAIT_MS : SEQUENCE_WAIT_MS;
  }

  /** Appends the decoded `chunk`, and returns the tokens that are complete. */
  read(chunk: string): Token[] {
    const tokens: Token[] = [];
    let text = this.#rest + chunk;
    this.#rest = '';
    while (text !== '') text = this.#take(text, tokens);
    return tokens;
  }

  /** Call if no input arrives within `wait`: returns Esc as a key, and drops any longer sequence. */
  finish(): Token[] {
    const isKey = !this.#isInString && (this.#rest === ESC || this.#rest === ESC + ESC);
    const escapes = isKey ? this.#rest.length : 0;
    this.#rest = '';
    this.#isInString = false;
    return Array.from({ length: escapes }, () => ({ type: 'escape' }));
  }

  /** Appends the first token of `text` to `tokens`, if it is complete, and returns the rest of the text. */
  #take(text: string, tokens: Token[]): string {
    if (this.#pasted !== null) return this.#takePasted(this.#pasted, text, tokens);
    if (this.#isInString) return this.#skipString(text);
    if (!text.startsWith(ESC)) return takeCharacter(text, false, tokens);
    const string = match(STRING_START, text);
    if (string) {
      this.#isInString = true;
      return text.slice(string[0].length);
    }
    const sequence = match(SEQUENCE, text);
    if (sequence) {
      const [whole, alt, body = ''] = sequence;
      if (body === PASTE_START) this.#pasted = '';
      else tokens.push({ type: 'sequence', body, alt: alt !== '' });
      return text.slice(whole.length);
    }
    if (match(BEGINNING, text) !== null) {
      this.#rest = text.length > MAX_SEQUENCE ? `${ESC}[` : text;
      return '';
    }
    const torn = match(TORN, text);
    if (torn) return text.slice(torn[0].length);
    if (text.startsWith(ESC + ESC)) {
      tokens.push({ type: 'escape' });
      return text.slice(1);
    }
    return takeCharacter(text.slice(1), true, tokens);
  }

  /** Drops the content of a string up to its end, and returns the rest; Ctrl-C ends it too. */
  #skipString(text: string): string {
    STRING_END.lastIndex = 0;
    const end = STRING_END.exec(text);
    if (!end) return '';
    if (text.startsWith(`${ESC}\\`, end.index)) {
      this.#isInString = false;
      return text.slice(end.index + 2);
    }
    if (end[0] === ESC && end.index === text.length - 1) {
      // Either the first half of ST or the start of another sequence, depending on the next character.
      this.#rest = ESC;
      return '';
    }
    this.#isInString = false;
    return text.slice(end.index + (end[0] === ESC || end[0] === CTRL_C ? 0 : 1));
  }

  #takePasted(before: string, text: string, tokens: Token[]): string {
    const end = text.indexOf(PASTE_END);
    if (end >= 0) {
      tokens.push({ type: 'paste', text: (before + text.slice(0, end)).slice(0, MAX_PASTE) });
      this.#pasted = null;
      return text.slice(end + PASTE_END.length);
    }
    // Terminals strip Ctrl-C from pastes, so it was pressed, and the end marker of the paste was lost.
    if (text.includes(CTRL_C)) {
      this.#pasted = null;
      return CTRL_C;
    }
    const last = text.lastIndexOf(ESC);
    if (last >= 0 && PASTE_END.startsWith(text.slice(last))) this.#rest = text.slice(last);
    const whole = this.#rest === '' ? text : text.slice(0, last);
    this.#pasted = (before + whole).slice(0, MAX_PASTE);
    return '';
  }
}

function takeCharacter(text: string, alt: boolean, tokens: Token[]): string {
  const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
  tokens.push({ type: 'character', text: character, alt });
  return text.slice(character.length);
}

function match(pattern: RegExp, text: string): RegExpExecArray | null {
  pattern.lastIndex = 0;
  return pattern.exec(text);
}

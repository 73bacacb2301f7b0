// Static upper bound on the running time of a pattern: where a regular expression cannot be interrupted, only patterns
// known to finish soon may run. Syntax that it cannot parse counts as unbounded. Pure.

/**
 * Upper bound on the steps of matching `pattern` (flag u) against `length` characters: the ways to divide the text among
 * its repetitions, times the length. Exponential for a repetition with a choice inside; Infinity for lookarounds and
 * backreferences.
 */
export function boundSteps(pattern: string, length: number): number {
  const reader = new Reader(pattern, length);
  const ways = reader.readChoice();
  return reader.isAtEnd ? ways * (length + pattern.length) : Number.POSITIVE_INFINITY;
}

/** `{3}`, `{1,}`, `{1,3}`, `*`, `+` or `?`, lazy or not. */
const QUANTIFIER = /^(?:\{(\d+)(,(\d*))?\}|[*+?])\??/;
const GROUP = /^\((?:\?(?:<[^=!>][^>]*>|:))?/;
const CLASS = /^\[(?:\\.|[^\]\\])*\]/su;
const ESCAPE = /^\\(?:[pPu]\{[^}]*\}|[^1-9k])/su;

class Reader {
  #rest: string;
  readonly #length: number;

  constructor(pattern: string, length: number) {
    this.#rest = pattern;
    this.#length = length;
  }

  get isAtEnd(): boolean {
    return this.#rest === '';
  }

  /** Ways to match alternatives, up to the end or a closing parenthesis. */
  readChoice(): number {
    let ways = this.#readSequence();
    while (this.#take(/^\|/)) ways += this.#readSequence();
    return ways;
  }

  #readSequence(): number {
    let ways = 1;
    while (this.#rest !== '' && !/^[|)]/.test(this.#rest)) ways *= this.#repeat(this.#readAtom());
    return ways;
  }

  #readAtom(): number {
    if (this.#rest.startsWith('(')) {
      this.#take(GROUP);
      const ways = this.#rest.startsWith('?') ? this.#giveUp() : this.readChoice();
      return this.#take(/^\)/) ? ways : this.#giveUp();
    }
    if (this.#take(CLASS) || this.#take(ESCAPE)) return 1;
    return this.#rest.startsWith('\\') || !this.#take(/^./su) ? this.#giveUp() : 1;
  }

  /** Ways to match an atom that has `ways` itself, repeated by the quantifier that follows it, if any. */
  #repeat(ways: number): number {
    const quantifier = this.#take(QUANTIFIER);
    if (!quantifier) return ways;
    const [sign, exact, open, upper] = quantifier;
    const min = exact === undefined ? (sign.startsWith('+') ? 1 : 0) : Number(exact);
    const isBounded = exact === undefined ? sign.startsWith('?') : open === undefined || upper !== '';
    const max = isBounded ? Number(upper || exact || 1) : this.#length;
    const counts = Math.max(1, Math.min(max, this.#length) - min + 1);
    return counts * ways ** Math.max(1, max);
  }

  #take(what: RegExp): RegExpExecArray | null {
    const found = what.exec(this.#rest);
    if (found) this.#rest = this.#rest.slice(found[0].length);
    return found;
  }

  /** Stops at syntax that it cannot parse. */
  #giveUp(): number {
    this.#rest = '';
    return Number.POSITIVE_INFINITY;
  }
}

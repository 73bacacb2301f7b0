// The dialog of a prompt answered line by line: computes the lines to print and the effect of each typed line. No I/O.
import { formatClock } from '../core/duration.ts';
import { countedAnswer, isTyped, pickedDangers } from '../core/picks.ts';
import type { Answer, Draft } from '../core/prompt.ts';
import type { Option, PromptSpec } from '../core/spec.ts';
import { plainLine, visibleText } from '../core/visible-text.ts';
import { findProblem } from '../protocol/tab-answer.ts';
import { nameAnswer } from './ending.ts';
import { dangerMark } from './render-list.ts';
import type { Strings } from './strings/en.ts';

/** An answer, or a line to print, or neither. */
export type Reply = { readonly answer: Answer } | { readonly say: string } | null;

/** A line with only this ends a multi-line text, as in mail(1) and ed(1). */
const END_OF_TEXT = '.';

export class LineConversation {
  readonly #spec: PromptSpec;
  readonly #strings: Strings;
  /** The initial draft, which may be empty; an empty line offers it as the answer. */
  readonly #first: Draft;
  /** The draft named in the last printed line; an empty line answers with it. */
  #offered: Draft | null = null;
  /** Lines so far of a multi-line text. */
  #text: string[] = [];
  /** Typed by the human, but not submitted. */
  #unsent: Draft | null = null;
  /** A draft with dangerous options, and those options whose value must still be typed. */
  #danger: { readonly draft: Draft; readonly left: readonly Option[] } | null = null;

  /** A draft that is complete but for its note, which the next line is. */
  #unnoted: Draft | null = null;

  constructor(spec: PromptSpec, first: Draft, strings: Strings) {
    this.#spec = spec;
    this.#first = first;
    this.#strings = strings;
    if (this.#isLong && first.text) this.#text = first.text.split('\n');
  }

  /** Returns the lines of the whole prompt; `left` is in ms, or null without a deadline; `from` is empty if unknown. */
  open(body: readonly string[], left: number | null, from = ''): string[] {
    const { question, kind, options } = this.#spec;
    const list = kind === 'input' ? [] : options.map((option, index) => `${index + 1}. ${this.#describe(option)}`);
    const time = left === null ? this.#strings.noDeadline : this.#strings.left(formatClock(left, this.#strings.units));
    const asker = from === '' ? [] : [this.#strings.askedFrom.line(from)];
    return [...asker, `? ${visibleText(question)}`, ...body, ...list, ...this.#begun, `${this.#instruction} (${time})`];
  }

  /** Handles a typed line; returns null within a multi-line text. */
  take(line: string): Reply {
    if (this.#danger) return this.#takeValue(this.#danger, line);
    if (this.#unnoted) return this.#takeNote(this.#unnoted, line);
    if (this.#isLong) {
      if (line === END_OF_TEXT) return this.#submit({ values: [], text: this.#text.splice(0).join('\n') });
      return this.#add([line]);
    }
    if (line.trim() === '') return this.#offered ? this.#submit(this.#offered) : this.#offer(this.#first);
    this.#offered = null;
    const draft = this.#read(line);
    if (!draft) return { say: `${this.#strings.lines.unknown(plainLine(line))}. ${this.#instruction}` };
    // Text instead of an option may be a mistake, such as a number beyond the list, so it must be confirmed.
    return this.#spec.kind === 'select' && draft.values.length === 0 ? this.#offer(draft) : this.#submit(draft);
  }

  /** Handles several lines at once, such as a paste: they extend a multi-line text, but never submit an answer. */
  takeBurst(lines: readonly string[]): Reply {
    if (this.#unnoted) return { say: this.#strings.lines.note };
    return this.#isLong ? this.#add(lines) : { say: this.#instruction };
  }

  /** Typed here but not submitted: an unfinished multi-line text, or a draft that awaits confirmation or was refused. */
  get unsent(): Draft | null {
    return this.#unsent;
  }

  get #isLong(): boolean {
    return this.#spec.kind === 'input' && this.#spec.multiline;
  }

  #add(lines: readonly string[]): null {
    this.#text.push(...lines);
    this.#unsent = { values: [], text: this.#text.join('\n') };
    return null;
  }

  /** Lines that show the initial draft: the text to continue, or the answer that empty lines confirm. */
  get #begun(): string[] {
    const { lines } = this.#strings;
    if (this.#isLong) return this.#text.length === 0 ? [] : [lines.begun, ...this.#text.map(visibleText)];
    const answer = this.#nameAnswer(this.#first);
    return answer === '' || !this.#mayOffer(this.#first) ? [] : [lines.preset(answer)];
  }

  #nameAnswer(draft: Draft): string {
    return nameAnswer(this.#spec, countedAnswer(this.#spec, draft));
  }

  get #instruction(): string {
    const { lines } = this.#strings;
    const { kind } = this.#spec;
    if (kind === 'input') return this.#isLong ? lines.text : lines.line;
    return kind === 'select' && this.#spec.other ? lines.numberOrText : lines[kind];
  }

  #describe(option: Option): string {
    const { value, label, hint, danger } = option;
    const { recommended, fallback } = this.#strings;
    return [
      plainLine(label),
      danger ? ` (${dangerMark(option, this.#strings)})` : '',
      value === this.#spec.recommended ? ` (${recommended})` : '',
      value === this.#spec.fallback ? ` (${fallback})` : '',
      hint === undefined ? '' : ` — ${plainLine(hint)}`,
    ].join('');
  }

  #offer(draft: Draft): Reply {
    if (!this.#mayOffer(draft)) return { say: this.#instruction };
    this.#offered = draft;
    if (draft !== this.#first) this.#unsent = draft;
    const answer = this.#nameAnswer(draft) || this.#strings.ending.nothing;
    return { say: `${this.#strings.notices.enter_again}: ${answer}` };
  }

  /** A note that is missing is asked for later. */
  #mayOffer(draft: Draft): boolean {
    const problem = findProblem(this.#spec, draft);
    return problem === null || problem === 'note_missing';
  }

  #read(line: string): Draft | null {
    const { kind } = this.#spec;
    if (kind === 'input') return { values: [], text: line };
    const typed = line.trim();
    const letter = kind === 'confirm' ? ['y', 'n'].indexOf(typed.toLowerCase()) : -1;
    const whole = this.#pick([letter < 0 ? typed : String(letter + 1)]);
    if (whole) return whole;
    if (kind === 'multi') return this.#pick(typed.split(/[\s,]+/));
    return kind === 'select' && this.#spec.other ? { values: [], text: typed } : null;
  }

  /** Picks options by value or by number; null if a word is neither. */
  #pick(words: readonly string[]): Draft | null {
    const { options } = this.#spec;
    const values = new Set<string>();
    for (const word of words) {
      const numbered = /^[1-9]\d{0,3}$/.test(word) ? options[Number(word) - 1] : undefined;
      const option = options.find(({ value }) => value === word) ?? numbered;
      if (!option) return null;
      values.add(option.value);
    }
    return { values: [...values] };
  }

  #submit(draft: Draft): Reply {
    const problem = findProblem(this.#spec, draft);
    if (problem === 'note_missing') {
      this.#unsent = draft;
      this.#unnoted = draft;
      return { say: this.#strings.lines.note };
    }
    if (problem !== null) {
      this.#unsent = draft;
      return { say: `${this.#strings.notices[problem]}. ${this.#instruction}` };
    }
    return this.#demand(draft, pickedDangers(this.#spec, draft));
  }

  /** Asks for the value of each dangerous option in turn, then answers. */
  #demand(draft: Draft, left: readonly Option[]): Reply {
    const [next] = left;
    this.#danger = next ? { draft, left } : null;
    return next
      ? { say: this.#strings.typeValue(plainLine(next.value)) }
      : { answer: countedAnswer(this.#spec, draft) };
  }

  #takeNote(draft: Draft, line: string): Reply {
    this.#unnoted = null;
    if (line.trim() !== '') return this.#submit({ ...draft, note: line });
    // A text of several lines goes on where it ended.
    if (this.#isLong) this.#text = (draft.text ?? '').split('\n');
    return { say: this.#instruction };
  }

  #takeValue({ draft, left: [next, ...rest] }: { draft: Draft; left: readonly Option[] }, line: string): Reply {
    if (next && isTyped(next, line)) return this.#demand(draft, rest);
    this.#danger = null;
    return { say: `${this.#strings.notices.not_typed}. ${this.#instruction}` };
  }
}

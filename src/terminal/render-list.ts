// Renders the options as lines, in a window around the cursor. Pure.
import { cutAtSpans, type Span } from '../core/option-filter.ts';
import { hasFilter } from '../core/short-list.ts';
import type { Option } from '../core/spec.ts';
import { plainLine, visibleText } from '../core/visible-text.ts';
import { kleur } from '../system/colours.ts';
import { countRows, type Form, isOtherPicked, noteText, rowAt } from './form.ts';
import type { Strings } from './strings/en.ts';
import { cutParts, type Part, shortenParts, widthOf, wrapParts } from './text-layout.ts';

/** Maximum lines for the option under the cursor, which is shown in full. */
const MAX_CURRENT = 5;
/** A longer value is only shown once it has to be typed: characters. */
const MAX_VALUE = 20;
/** Columns before a label: cursor, number, mark. */
const INDENT = 6;

export interface DrawnList {
  readonly lines: readonly string[];
  /** Number of rows shown. */
  readonly page: number;
}

/** Renders the list in at most `height` lines of `columns`. */
export function drawList(form: Form, columns: number, height: number, strings: Strings): DrawnList {
  const count = countRows(form);
  if (count === 0) {
    return { lines: form.spec.kind === 'input' ? [] : [drawRemark(strings.noMatch, columns)], page: 1 };
  }
  const picked = new Set(form.draft.values);
  const current = drawRow(form, form.cursor, columns, strings, picked).slice(0, height);
  const isCut = count - 1 + current.length > height;
  const others = Math.max(0, height - current.length - (isCut && height > 1 ? 1 : 0));
  const page = Math.min(count, others + 1);
  const start = Math.min(Math.max(0, form.cursor - Math.floor(others / 2)), count - page);
  const lines: string[] = [];
  for (let row = start; row < start + page; row += 1) {
    lines.push(...(row === form.cursor ? current : drawRow(form, row, columns, strings, picked).slice(0, 1)));
  }
  if (isCut && height > 1) lines.push(drawRemark(strings.position(form.cursor + 1, count), columns));
  return { lines, page };
}

function drawRemark(text: string, columns: number): string {
  return cutParts([{ text: `  ${text}`, paint: kleur.dim }], columns);
}

/** Number of lines of the whole list. */
export function listHeight(form: Form, columns: number, strings: Strings): number {
  const count = countRows(form);
  if (count === 0) return form.spec.kind === 'input' ? 0 : 1;
  return count - 1 + drawRow(form, form.cursor, columns, strings, new Set(form.draft.values)).length;
}

/** Renders one row: on one line, or on several for the row under the cursor. */
function drawRow(form: Form, row: number, columns: number, strings: Strings, picked: ReadonlySet<string>): string[] {
  const found = rowAt(form, row);
  if (found === null) return [];
  const isCurrent = row === form.cursor && form.mode.type !== 'text';
  const isPicked = found === 'other' ? isOtherPicked(form) : picked.has(found.value);
  const head = drawHead(form, row, isCurrent, isPicked);
  const width = columns - INDENT;
  if (found === 'other') return [head + cutParts(describeOther(form, isPicked, strings), width)];
  const described = describeOption(form, found, row, isPicked, strings);
  if (!isCurrent) return [head + cutParts(shortenLabel(described, width), width)];
  const lines = wrapParts([...described.label, ...described.more], width, MAX_CURRENT);
  return lines.map((line, index) => (index === 0 ? head : ' '.repeat(INDENT)) + line);
}

function drawHead({ spec }: Form, row: number, isCurrent: boolean, isPicked: boolean): string {
  const pointer = isCurrent ? kleur.cyan('❯ ') : '  ';
  const number = row < 9 && spec.kind !== 'confirm' && !hasFilter(spec) ? kleur.dim(`${row + 1} `) : '  ';
  const [on, off] = spec.kind === 'multi' ? ['■', '□'] : ['●', '○'];
  return pointer + number + (isPicked ? kleur.green(`${on} `) : kleur.dim(`${off} `));
}

function describeOther({ draft }: Form, isPicked: boolean, strings: Strings): Part[] {
  const typed = plainLine(draft.text ?? '');
  if (typed === '') return [{ text: strings.other, paint: isPicked ? kleur.green : undefined }];
  return [{ text: `${strings.otherLabel}: ` }, { text: typed, paint: isPicked ? kleur.green : kleur.dim }];
}

interface Described {
  readonly label: readonly Part[];
  readonly more: readonly Part[];
}

/** The label and then, as separate parts, marks, hint and note, in that order, so that a long hint never hides the marks. */
function describeOption(form: Form, option: Option, row: number, isPicked: boolean, strings: Strings): Described {
  const { spec, draft, matches } = form;
  const { value, label, hint, danger } = option;
  const match = matches[row];
  const note = isPicked ? noteText(draft, option) : '';
  const paint = danger ? kleur.red : isPicked ? kleur.green : undefined;
  const more = [
    ...(danger ? [{ text: ` (${dangerMark(option, strings)})`, paint: kleur.red }] : []),
    ...(value === spec.recommended ? [{ text: ` (${strings.recommended})`, paint: kleur.cyan }] : []),
    ...(value === spec.fallback ? [{ text: ` (${strings.fallback})`, paint: kleur.yellow }] : []),
    ...(hint === undefined
      ? []
      : [{ text: ' — ', paint: kleur.dim }, ...highlight(hint, match?.hint ?? [], kleur.dim)]),
    ...(note === '' ? [] : [{ text: ` ✎ ${plainLine(note)}`, paint: kleur.dim }]),
  ];
  return { label: highlight(label, match?.label ?? [], paint), more };
}

/** What is to be typed to confirm a dangerous option, which may not be what its label says. */
export function dangerMark({ value, label }: Option, { danger }: Strings): string {
  return danger(value === label || value.length > MAX_VALUE ? null : plainLine(value));
}

/** Puts `text` on one line, with filter matches underlined. */
function highlight(text: string, spans: readonly Span[], paint: Part['paint']): Part[] {
  if (spans.length === 0) return [{ text: plainLine(text), paint }];
  const mark = (found: string) => kleur.bold(kleur.underline(paint ? paint(found) : found));
  const pieces = cutAtSpans(text.trim(), shiftSpans(spans, text.trimStart().length - text.length));
  return pieces.map((piece) => ({
    text: visibleText(piece.text).replace(/\s+/g, ' '),
    paint: piece.isHit ? mark : paint,
  }));
}

function shiftSpans(spans: readonly Span[], by: number): Span[] {
  return spans.map(({ start, end }) => ({ start: start + by, end: end + by }));
}

/** Cuts a long label so that the marks after it stay visible. */
function shortenLabel({ label, more }: Described, width: number): readonly Part[] {
  const marks = more.filter(({ text }) => text.startsWith(' ('));
  const room = Math.max(8, width - widthOf(marks));
  if (marks.length === 0 || widthOf(label) <= room) return [...label, ...more];
  return [...shortenParts(label, room), ...marks];
}

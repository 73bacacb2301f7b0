// Renders the open prompt as a frame that fits the terminal. Pure.
import { formatClock } from '../core/duration.ts';
import { hasFilter } from '../core/short-list.ts';
import type { MultiSpec, PromptSpec } from '../core/spec.ts';
import { plainLine, visibleText } from '../core/visible-text.ts';
import { displayWidth } from '../core/width.ts';
import { kleur } from '../system/colours.ts';
import type { Form } from './form.ts';
import { type Frame, type Scene, usableColumns } from './frame.ts';
import { drawField, drawWritten } from './render-field.ts';
import { drawList, listHeight } from './render-list.ts';
import type { Strings } from './strings/en.ts';
import { cutParts, type Part, shortenParts, widthOf, wrapParts, wrapText } from './text-layout.ts';

/** Below this many ms the time left is drawn in red. */
const URGENT = 10_000;
/** Minimum lines of the list next to a long body. */
const LEAST_LIST = 4;
/** Minimum columns of a help text: in less room it is cut rather than wrapped further. */
const LEAST_HELP = 8;

/** Minimum columns for the name of the asker, and lines of a drawing that has it: it is left out before anything else. */
const LEAST_FROM = 8;
const LEAST_ROOM_FOR_FROM = 10;

/** Renders `scene` for a terminal of `width` columns and `height` lines. */
export function render(scene: Scene, width: number, height: number): Frame {
  const { form, strings } = scene;
  const columns = usableColumns(width);
  const room = Math.max(4, height - 1);
  const head = [
    ...(room < LEAST_ROOM_FOR_FROM ? [] : drawFrom(scene, columns)),
    ...drawQuestion(form, columns, Math.max(1, Math.floor(room / 3))),
  ];
  const field = drawField(form, columns, Math.max(1, Math.floor(room / 4)), strings);
  const written = drawWritten(form, columns, strings);
  const foot = [...drawNotice(scene, columns), drawStatus(scene, columns), ...drawHelp(scene, columns)];
  const free = room - head.length - written.length - field.lines.length - foot.length;
  const wanted = listHeight(form, columns, strings);
  const kept = Math.min(wanted, LEAST_LIST, Math.max(0, free));
  const body = drawBody(scene, columns, Math.max(0, free - Math.max(kept, Math.min(wanted, Math.floor(free / 2)))));
  const list = drawList(form, columns, Math.max(1, free - body.lines.length), strings);
  const above = [...head, ...body.lines, ...list.lines, ...written];
  const lines = [...above, ...field.lines, ...foot];
  // In a terminal of only a few lines, keep the end of the drawing.
  const cut = Math.max(0, lines.length - room);
  const row = above.length + (field.cursor?.row ?? 0) - cut;
  return {
    lines: lines.slice(cut),
    cursor: field.cursor && row >= 0 ? { row, column: Math.min(field.cursor.column, columns) } : null,
    page: list.page,
    bodyPage: body.page,
    bodyLast: body.last,
  };
}

/** Says who asks. A cut line keeps the mark that nothing has checked it. */
function drawFrom({ from, strings: { askedFrom } }: Scene, columns: number): string[] {
  const room = columns - 2 - displayWidth(askedFrom.line(''));
  if (from === '' || room < LEAST_FROM) return [];
  const who = shortenParts([{ text: from }], room).map(({ text }) => text);
  return [cutParts([{ text: `  ${askedFrom.line(who.join(''))}`, paint: kleur.dim }], columns)];
}

function drawQuestion({ spec }: Form, columns: number, maxLines: number): string[] {
  const lines = wrapParts([{ text: visibleText(spec.question).trim(), paint: kleur.bold }], columns - 2, maxLines);
  return lines.map((line, index) => (index === 0 ? kleur.cyan('? ') : '  ') + line);
}

/** Renders the body, or a part of it with a line that shows how many lines are hidden. */
function drawBody({ form, body, strings }: Scene, columns: number, height: number) {
  if (body.length === 0) return { lines: body, page: 0, last: 0 };
  if (body.length < height) return { lines: [...body, ''], page: 0, last: 0 };
  const page = Math.max(0, height - 1);
  const last = Math.max(0, body.length - page);
  const top = Math.min(form.bodyTop, last);
  const text = `  ┄ ${strings.bodyMore(body.length - page)} · PgUp PgDn`;
  const more = cutParts([{ text, paint: kleur.dim }], columns);
  return { lines: height < 1 ? [] : [...body.slice(top, top + page), more], page: Math.max(1, page), last };
}

function drawNotice({ form, strings }: Scene, columns: number): string[] {
  const { notice, spec, draft } = form;
  if (notice === null) return [];
  if (notice === 'pattern_mismatch' && spec.kind === 'input' && spec.pattern_message !== undefined)
    return wrapParts([{ text: `! ${plainLine(spec.pattern_message)}`, paint: kleur.yellow }], columns, 3);
  const isLength = (notice === 'too_short' || notice === 'too_long') && spec.kind === 'input';
  const length = [...(draft.text ?? '')].length;
  const more = isLength ? ` (${strings.length(length, spec.min_length, spec.max_length)})` : '';
  return wrapParts([{ text: `! ${strings.notices[notice]}${more}`, paint: kleur.yellow }], columns, 3);
}

/** Renders the status line: time left, connection and answer status, and the main keys. */
function drawStatus(scene: Scene, columns: number): string {
  const { form, strings } = scene;
  const { spec, matches } = form;
  const parts: Part[] = [describeTime(scene)];
  if (scene.link === 'away' && scene.waiting === 'no') parts.push({ text: strings.reconnecting, paint: kleur.yellow });
  if (scene.link === 'looking') parts.push({ text: strings.looking, paint: kleur.yellow });
  if (scene.unattended !== '' && scene.waiting === 'no') parts.push({ text: scene.unattended, paint: kleur.yellow });
  if (spec.kind === 'multi') parts.push({ text: describePicks(form, spec, strings) });
  if (form.query !== '') parts.push({ text: strings.matches(matches.length, spec.options.length) });
  if (scene.waiting === 'queued') parts.push({ text: strings.queued, paint: kleur.yellow });
  else if (scene.waiting === 'sent') parts.push({ text: strings.sending, paint: kleur.cyan });
  if (scene.waiting !== 'no') return cutParts(joinParts(parts), columns);
  const hint = hintOf(form, scene);
  // If the hint does not fit, keep only its last part: the key that leads to the others.
  const [, brief = ''] = / · ([^·]*)$/.exec(hint) ?? [];
  const full = joinParts([...parts, { text: hint, paint: kleur.dim }]);
  return widthOf(full) <= columns
    ? cutParts(full, columns)
    : cutParts(joinParts([...parts, { text: brief, paint: kleur.dim }]), columns);
}

function joinParts(parts: readonly Part[]): Part[] {
  return parts
    .filter(({ text }) => text !== '')
    .flatMap((part, index) => (index > 0 ? [{ text: '  ' }, part] : [part]));
}

function describePicks({ draft, matches }: Form, { min, max, options }: MultiSpec, strings: Strings): string {
  const isBounded = max < options.length || min === max;
  const picked = strings.picked(draft.values.length, isBounded || min > 1 ? min : null, isBounded ? max : null);
  const shown = new Set(matches.map(({ position }) => options[position]?.value));
  const hidden = draft.values.filter((value) => !shown.has(value)).length;
  return hidden === 0 ? picked : `${picked}, ${strings.hidden(hidden)}`;
}

function describeTime({ left, strings }: Scene): Part {
  if (left === null) return { text: strings.noDeadline, paint: kleur.dim };
  if (left <= 0) return { text: strings.checking, paint: kleur.yellow };
  return {
    text: strings.left(formatClock(left, strings.units)),
    paint: left < URGENT ? (text) => kleur.red(kleur.bold(text)) : kleur.bold,
  };
}

function hintOf({ spec, mode }: Form, { strings: { hints } }: Scene): string {
  switch (mode.type) {
    case 'choose':
      if (hasFilter(spec)) return hints.longList;
      return spec.kind === 'input' ? hints.inputKeys : hints[spec.kind];
    case 'text':
      return spec.kind === 'input' && spec.multiline ? hints.multiline : hints.text;
    case 'filter':
      return spec.kind === 'multi' ? hints.filterMulti : hints.filterSelect;
    case 'note':
      return hints.note;
    case 'danger':
      return hints.value;
    case 'reason':
      return hints.reason;
    case 'cancel':
      return '';
    default:
      return mode satisfies never;
  }
}

function nameHelp(spec: PromptSpec): keyof Strings['help'] {
  return hasFilter(spec) && (spec.kind === 'select' || spec.kind === 'multi') ? `${spec.kind}Long` : spec.kind;
}

function drawHelp({ form, strings }: Scene, columns: number): string[] {
  if (!form.help) return [];
  const rows = strings.help[nameHelp(form.spec)];
  const widest = Math.max(...rows.map(([keys]) => displayWidth(keys)));
  const indent = widest + 4;
  return rows.flatMap(([keys, what]) =>
    wrapText(what, Math.max(LEAST_HELP, columns - indent)).map((text, line) =>
      cutParts(
        [
          { text: padTo(line === 0 ? `  ${keys}` : '', indent), paint: kleur.cyan },
          { text, paint: kleur.dim },
        ],
        columns,
      ),
    ),
  );
}

function padTo(text: string, columns: number): string {
  return text + ' '.repeat(columns - displayWidth(text));
}

// Formats everything known about one prompt for people at a terminal. Pure.
import { formatClock, formatDuration } from '../../core/duration.ts';
import { noteOf } from '../../core/picks.ts';
import type { Draft, Outcome } from '../../core/prompt.ts';
import type { PromptSpec } from '../../core/spec.ts';
import { visibleText } from '../../core/visible-text.ts';
import type { Extension } from '../../protocol/history.ts';
import { describeDecider } from '../../words/describe-decider.ts';
import { allParts, joinParts } from '../../words/describe-from.ts';
import { askedFrom, en as words } from '../../words/en.ts';
import type { ExaminedPrompt } from '../examine-prompt.ts';
import { formatTime, nameSurface, outcomeSentence } from './prompt.ts';
import { formatTable } from './table.ts';

/** Formats `prompt` as lines: question, body, options, and its status or outcome. */
export function formatShown(prompt: ExaminedPrompt): string[] {
  const { spec, outcome } = prompt;
  const body = spec.body === undefined ? [] : ['', ...foreignLines(spec.body)];
  const options = spec.options.length === 0 ? [] : ['', ...formatOptions(spec, outcome)];
  return [...foreignLines(spec.question), ...body, ...options, '', ...columns(facts(prompt))];
}

/** Splits untrusted text into its lines; other control characters are shown as marks. */
function foreignLines(text: string): string[] {
  return visibleText(text)
    .split('\n')
    .map((line) => line.trimEnd());
}

function formatOptions(spec: PromptSpec, outcome: Outcome | null): string[] {
  const rows = spec.options.map(({ value, label, hint, danger }) => {
    const marks = [
      outcome?.values.includes(value) && 'picked',
      spec.recommended === value && 'recommended',
      spec.select.includes(value) && 'preselected',
      danger && 'danger',
      spec.fallback === value && 'fallback',
    ].filter((mark) => typeof mark === 'string');
    return [value, label === value ? '' : label, hint ?? '', marks.join(', ')];
  });
  const isUsed = (column: number) => rows.some((row) => row[column] !== '');
  const used = [0, 1, 2, 3].filter(isUsed);
  return columns(rows.map((row) => used.map((column) => row[column] ?? ''))).map((line) => `  ${line}`);
}

function facts(prompt: ExaminedPrompt): string[][] {
  const { id, key, spec, from, opened_at, outcome, received } = prompt;
  const asker = joinParts(allParts(from, askedFrom));
  return [
    ['id', id],
    ...(key === null ? [] : [['key', key]]),
    ['asks for', describeKind(spec) + describeNoteRule(spec)],
    ...(asker === '' ? [] : [['asked by', `${asker} (${askedFrom.unverified})`]]),
    ['opened', formatTime(opened_at, true)],
    ['status', outcome ? outcomeSentence(outcome) : `open, ${describeLeft(prompt)}`],
    ...(outcome || prompt.waiting ? [] : [['waiting', 'no command right now; the answer is kept']]),
    ...prompt.extensions.map((extension) => ['deadline', describeExtension(extension)]),
    ...(outcome ? outcomeRows(outcome, received) : []),
    ...(prompt.draft ? draftRows(prompt.draft, outcome !== null) : []),
  ];
}

/** What was picked and typed so far, or, in a settled prompt, was never sent. */
function draftRows(draft: Draft, isOver: boolean): string[][] {
  const { values, text, note = '', notes = {} } = draft;
  const name = isOver ? 'not sent' : 'so far';
  const words = [
    ...(values.length === 0 ? [] : [values.join(', ')]),
    ...(text === undefined || text === '' ? [] : text.split(/\r?\n/)),
    ...(note === '' ? [] : [`note: ${note}`]),
    ...Object.keys(notes).map((value) => `note on ${value}: ${noteOf(draft, value)}`),
  ];
  return words.map((line, index) => [index === 0 ? name : '', line]);
}

function outcomeRows(outcome: Outcome, received: boolean): string[][] {
  const { status, who, text, note, notes, settled_at, seen_at } = outcome;
  const texts = text === null ? [] : text.split(/\r?\n/).map((line, index) => [index === 0 ? 'text' : '', line]);
  return [
    ['settled', formatTime(settled_at, true)],
    ...(who === null ? [] : [[`${status} by`, describeDecider(who, words)]]),
    ...texts,
    ...(note === null ? [] : [['note', note]]),
    ...Object.entries(notes).map(([value, each]) => [`note on ${value}`, each]),
    ['seen', seen_at === null ? 'never: not shown on any page or terminal' : formatTime(seen_at, true)],
    ['delivered', received ? 'yes' : 'no command has acknowledged it'],
  ];
}

/** Describes the kind of answer that the prompt takes. */
export function describeKind(spec: PromptSpec): string {
  switch (spec.kind) {
    case 'select':
      return spec.other ? 'one option, or a typed answer' : 'one option';
    case 'multi':
      return spec.min === spec.max ? `${spec.min} options` : `${spec.min} to ${spec.max} options`;
    case 'confirm':
      return 'yes or no';
    case 'input': {
      const size = `${spec.min_length} to ${spec.max_length} characters`;
      const form = spec.pattern === undefined ? '' : `, matching ${spec.pattern}`;
      return `${spec.multiline ? 'a text' : 'one line'} of ${size}${form}`;
    }
    default:
      return spec satisfies never;
  }
}

function describeNoteRule({ note }: PromptSpec): string {
  if (note === undefined) return '';
  return note === 'required' ? ', with a note' : ', a no with a note';
}

function describeLeft({ remaining_ms, spec }: ExaminedPrompt): string {
  if (remaining_ms === null) return 'no deadline';
  const then = spec.fallback === undefined ? '' : `, then "${spec.fallback}"`;
  return `${formatClock(remaining_ms)} left${then}`;
}

function describeExtension({ at, by, remaining_ms }: Extension): string {
  const change = remaining_ms === null ? 'removed' : `moved to ${formatDuration(remaining_ms)} left`;
  return `${change} by ${by === 'hold' ? '' : 'the '}${nameSurface(by)}, ${formatTime(at, true)}`;
}

function columns([head = [], ...rest]: readonly (readonly string[])[]): string[] {
  return formatTable(head, rest, Number.POSITIVE_INFINITY).map((line) => line.trimEnd());
}

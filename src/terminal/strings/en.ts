// Texts of the prompt in the terminal, in English. The type makes every other language have the same keys.
import { ENGLISH_UNITS, formatDuration } from '../../core/duration.ts';
import { groupDigits } from '../../core/text.ts';
import { REFUSAL_SENTENCES } from '../../protocol/refusal.ts';
import { askedFrom, en as words } from '../../words/en.ts';

/** Rows of the help: keys, and what they do. */
type Help = readonly (readonly [keys: string, what: string])[];

const always: Help = [
  ['+', 'one minute more'],
  ['PgUp PgDn', 'scroll the text above, or the list'],
  ['Ctrl-X', 'cancel the prompt, after asking'],
  ['Ctrl-C', 'end the command'],
];

const characters = (count: number) => `${groupDigits(count)} ${count === 1 ? 'character' : 'characters'}`;

export const en = {
  /** Units of durations. */
  units: ENGLISH_UNITS,
  askedFrom,
  left: (clock: string) => `${clock} left`,
  checking: 'checking…',
  noDeadline: 'no limit',
  reconnecting: 'reconnecting…',
  looking: 'looking for the prompt…',
  kept: (graceMs: number | null) =>
    `no command waiting${graceMs === null ? '' : `, ends within ${formatDuration(graceMs)}`}; your answer is kept`,
  sending: 'Sending…',
  queued: 'Reconnecting… your answer is kept (Esc takes it back)',
  recommended: 'recommended',
  fallback: 'chosen when time runs out',
  /** `value` is null where the label shows it, or it is long. */
  danger: (value: string | null) => `danger: type ${value ?? 'its value'} to confirm`,
  other: 'Other…',
  otherLabel: 'Other',
  note: 'Note',
  /** Label of the note on a cancellation. */
  reason: 'Reason',
  noteOn: (label: string) => `Note on ${label}`,
  /** Title of the unsent draft, once the prompt is over. */
  notSent: 'Not sent:',
  filter: 'Filter',
  filterHint: 'type to find',
  hidden: (count: number) => `${count} not shown`,
  matches: (count: number, of: number) => `${count} of ${of}`,
  noMatch: 'No option matches.',
  position: (at: number, of: number) => `${at} of ${of}`,
  bodyMore: (lines: number) => (lines === 1 ? '1 more line' : `${lines} more lines`),
  /** `min` is null if the required number is not shown, `max` is null if there is no upper bound. */
  picked: (count: number, min: number | null, max: number | null) => {
    if (min === null) return `${count} picked`;
    if (max === null) return `${count} picked (at least ${min})`;
    return min === max ? `${count} of ${min} picked` : `${count} picked (${min} to ${max})`;
  },
  length: (length: number, min: number, max: number) =>
    length > max
      ? `${characters(max)} at most; ${groupDigits(length - max)} too many`
      : `${characters(min)} at least; ${groupDigits(min - length)} more`,
  typeValue: (value: string) => `This is dangerous. Type ${value} and press Enter`,
  typed: 'Value',
  askCancel: 'Cancel this prompt? y cancels it, r with a reason, any other key goes on',
  lines: {
    select: 'Type a number and press Enter',
    multi: 'Type numbers with spaces between them and press Enter',
    confirm: 'Type y or n and press Enter',
    numberOrText: 'Type a number, or your own answer, and press Enter',
    line: 'Type the answer and press Enter',
    text: 'Type the answer; a line with nothing but a full stop ends it',
    begun: 'The text so far; what you type is added to it:',
    preset: (answer: string) => `Press Enter twice to answer: ${answer}`,
    note: 'This answer needs a note. Type it and press Enter; an empty line goes back',
    unknown: (line: string) => `"${line}" is not an option`,
  },
  hints: {
    select: '↑↓ pick · Enter answers · ? keys',
    multi: '↑↓ move · Space picks · Enter answers · ? keys',
    confirm: 'y n pick · Enter answers · ? keys',
    inputKeys: 'Enter answers · e edits · ? keys',
    text: 'Enter answers · Esc for other keys',
    multiline: 'Ctrl-D answers · Enter adds a line · Esc for other keys',
    filterSelect: '↑↓ pick · Enter answers · Esc for other keys',
    filterMulti: '↑↓ move · Tab picks · Enter answers · Esc for other keys',
    longList: '/ filters · Enter answers · ? keys',
    note: 'Enter or Esc goes back; the note is kept',
    reason: 'Enter cancels the prompt · Esc goes back',
    value: 'Enter answers · Esc goes back',
  },
  help: {
    select: [
      ['↑ ↓ j k', 'pick'],
      ['1–9', 'pick by number'],
      ['Enter', 'answer, once something is picked'],
      ['n, N', 'note on the answer, on the option'],
      ...always,
    ],
    multi: [
      ['↑ ↓ j k', 'move'],
      ['Space, 1–9', 'pick or unpick'],
      ['a', 'all or none'],
      ['Enter', 'answer, once enough are picked'],
      ['n, N', 'note on the answer, on the option'],
      ...always,
    ],
    selectLong: [
      ['text', 'filter; words in any order, letters may be left out'],
      ['↑ ↓', 'pick'],
      ['Enter', 'pick what the cursor is on; answer, once it is picked'],
      ['Esc', 'clear the filter; again: these keys'],
      ['/', 'back to the filter'],
      ['n, N', 'note on the answer, on the option'],
      ...always,
    ],
    multiLong: [
      ['text', 'filter; words in any order, letters may be left out'],
      ['↑ ↓', 'move'],
      ['Tab', 'pick or unpick; so does Space after an arrow'],
      ['Enter', 'pick what the cursor is on; answer, once it is picked'],
      ['Esc', 'clear the filter; again: these keys'],
      ['/', 'back to the filter'],
      ['a', 'all or none'],
      ['n, N', 'note on the answer, on the option'],
      ...always,
    ],
    confirm: [
      ['y n ↑ ↓', 'pick'],
      ['Enter', 'answer, once something is picked'],
      ['N', 'note on the answer'],
      ...always,
    ],
    input: [
      ['Enter', 'answer, once something is typed'],
      ['Esc', 'these keys'],
      ['e, Tab', 'back to the text'],
      ['n', 'note on the answer'],
      ...always,
    ],
  } satisfies Record<string, Help>,
  notices: {
    ...REFUSAL_SENTENCES,
    pick_first: 'Pick an option first',
    too_much_text: 'Text and notes are too long in total; shorten them',
    enter_again: 'Press Enter once more to answer',
    submit_again: 'Once more to answer',
    no_stop: 'Ctrl-Z is off here: the shell is waiting for the answer and could not resume this command',
    not_typed: 'That is not the value; nothing was sent',
    offered: 'Restored from before; not sent yet',
    no_match: 'No option matches the filter; Esc clears it',
  },
  ending: {
    outcome: words,
    tooLate: 'yours came too late',
    kept: 'kept until a command asks for it',
    closed: 'not answered here',
    nothing: 'nothing picked',
  },
};

type Words<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : T extends Help
      ? Help
      : { readonly [Key in keyof T]: Words<T[Key]> };

export type Strings = Words<typeof en>;

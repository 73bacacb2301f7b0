// What the prompt in the terminal says, in English. The other languages have the same keys, or do not compile.
import { REFUSAL_SENTENCES } from '../../protocol/refusal.ts';

/** Rows of the help: keys, and what they do. */
type Help = readonly (readonly [keys: string, what: string])[];

const always: Help = [
  ['+', 'one minute more'],
  ['< >', 'scroll the text above'],
  ['Ctrl-X', 'cancel the prompt, after asking'],
  ['Ctrl-C', 'end the command'],
];

const characters = (count: number, which = '') => `${count} ${which}${count === 1 ? 'character' : 'characters'}`;

export const en = {
  left: (clock: string) => `${clock} left`,
  checking: 'checking…',
  noDeadline: 'no limit',
  reconnecting: 'reconnecting…',
  looking: 'looking for the prompt…',
  sending: 'Sending…',
  queued: 'Reconnecting… your answer is kept (Esc takes it back)',
  recommended: 'recommended',
  fallback: 'chosen when time runs out',
  danger: 'danger: takes typing its value',
  other: 'Other…',
  otherLabel: 'Other',
  note: 'Note',
  noteOn: (label: string) => `Note on ${label}`,
  filter: 'Filter',
  matches: (count: number, of: number) => `${count} of ${of}`,
  noMatch: 'No option matches.',
  position: (at: number, of: number) => `${at} of ${of}`,
  bodyMore: (lines: number) => (lines === 1 ? '1 more line' : `${lines} more lines`),
  /** `min` is null where nothing needs to be said of how many, `max` where there is no bound. */
  picked: (count: number, min: number | null, max: number | null) => {
    if (min === null) return `${count} picked`;
    if (max === null) return `${count} picked (at least ${min})`;
    return min === max ? `${count} of ${min} picked` : `${count} picked (${min} to ${max})`;
  },
  length: (length: number, min: number, max: number) =>
    length > max ? `${characters(length - max)} too many` : `${characters(min - length, 'more ')}`,
  typeValue: (value: string) => `This is dangerous. Type ${value} and press Enter`,
  typed: 'Value',
  askCancel: 'Cancel this prompt? Press y to cancel it, any other key to go on',
  hints: {
    select: '↑↓ pick · Enter answers · ? keys',
    multi: '↑↓ move · Space picks · Enter answers · ? keys',
    confirm: 'y n pick · Enter answers · ? keys',
    inputKeys: 'Enter answers · e edits · ? keys',
    text: 'Enter answers · Esc for other keys',
    multiline: 'Ctrl-D answers · Enter begins a line · Esc for other keys',
    filter: '↑↓ move · Enter takes · Esc leaves',
    note: 'Enter keeps · Esc leaves',
    value: 'Enter answers · Esc goes back',
  },
  help: {
    select: [
      ['↑ ↓ j k', 'pick'],
      ['1–9', 'pick by number'],
      ['Enter', 'answer, once something was picked'],
      ['/', 'filter'],
      ['n, N', 'note on the answer, on the option'],
      ...always,
    ],
    multi: [
      ['↑ ↓ j k', 'move'],
      ['Space, 1–9', 'pick or unpick'],
      ['a', 'all or none'],
      ['Enter', 'answer, once something was picked'],
      ['/', 'filter'],
      ['n, N', 'note on the answer, on the option'],
      ...always,
    ],
    confirm: [
      ['y n ↑ ↓', 'pick'],
      ['Enter', 'answer, once something was picked'],
      ['N', 'note on the answer'],
      ...always,
    ],
    input: [
      ['Enter', 'answer, once something was typed'],
      ['e, Tab', 'edit the text'],
      ['n', 'note on the answer'],
      ...always,
    ],
  } satisfies Record<string, Help>,
  notices: {
    ...REFUSAL_SENTENCES,
    pick_first: 'Pick an option first',
    too_much_text: 'Text and notes are too long in all; shorten them',
    enter_again: 'Press Enter once more to answer',
    submit_again: 'Once more to answer',
    no_stop: 'Ctrl-Z would stop it for good here: the shell waits for the answer',
    not_typed: 'That is not the value; nothing was sent',
    no_match: 'No option matches the filter; Esc clears it',
  },
  ending: {
    surfaces: { browser: 'in the browser', terminal: 'in a terminal', cli: 'from the command line' },
    answered: (where: string) => `answered ${where}:`,
    tooLate: 'yours came too late',
    timedOut: 'timed out',
    fellBack: 'timed out, used:',
    cancelled: 'cancelled',
    cancelledIn: (where: string) => `cancelled ${where}`,
    gone: 'its command has ended',
    notTaken: 'the command is gone and did not take the answer',
    portalStopped: 'the portal was stopped',
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

// The words of the page in English. Other languages are dictionaries of the same shape.
import { ENGLISH_UNITS } from '../../src/core/duration.ts';
import { groupDigits } from '../../src/core/text.ts';
import { REFUSAL_SENTENCES } from '../../src/protocol/refusal.ts';
import { askedFrom, en as words } from '../../src/words/en.ts';
import { pages } from './en-pages.ts';

const plural = (count: number, one: string, many: string) => `${groupDigits(count)} ${count === 1 ? one : many}`;

export const en = {
  ...pages,
  brand: 'choice',
  activePrompts: 'Active prompts',
  activePromptsCount: (count: number) => `Active prompts (${count})`,
  alsoWaiting: 'Also waiting',
  /** In a list: the prompt whose answer no command waits for right now. */
  unattended: 'no command waiting',
  newcomers: (count: number) => plural(count, 'new question waiting', 'new questions waiting'),

  /** What a prompt of each kind asks for; `options` is the number of its options. */
  asks: {
    select: (options: number) => plural(options, 'option', 'options'),
    multi: (options: number) => `several of ${plural(options, 'option', 'options')}`,
    confirm: (_options: number) => 'yes or no',
    input: (_options: number) => 'a typed answer',
  },

  connection: {
    connecting: 'Connecting…',
    open: 'Connected',
    reconnecting: 'Reconnecting…',
    stopped: 'Portal stopped',
  },

  empty: {
    title: 'Nothing is waiting for you.',
    text: 'A question appears here the moment a script asks one. Try it in a terminal:',
    command: 'choice ask "Deploy where?" staging production',
  },

  locked: {
    title: 'This page is locked',
    text: 'It has no key to your prompts. Open the link that your terminal printed, or get a fresh one:',
    usedTitle: 'This link no longer works',
    usedText: 'It was already used, or its prompt is over. To see what is still waiting, run:',
    twice:
      'Someone else also used the link that opened this page, so its access was revoked. Check how your prompts were answered, and get a new link:',
    wait: (seconds: number) => `Too many wrong codes. This page tries again in ${seconds} s.`,
    command: 'choice dashboard --open',
  },

  presence: {
    loading: 'Loading…',
    crowded: 'Too many pages of choice are open. Close some of them; this one then continues by itself.',
    looking: 'Looking for this prompt…',
    missing: 'This prompt is no longer here',
    missingText: 'It was answered, cancelled or timed out a while ago, or its command has ended.',
  },

  time: {
    left: 'Time left',
    checking: 'checking…',
    none: 'no limit',
    extendOne: '+1 min',
    extendFive: '+5 min',
    setLabel: 'Set time left',
    setHint: '90, 5m, 2:30',
    set: 'Set',
    atMaximum: 'No more time can be added.',
    held: (time: string, count: number, max: number) => `Held for you: +${time} (${count} of ${max})`,
    /** Units of a duration in words. */
    units: ENGLISH_UNITS,
  },

  form: {
    submit: 'Submit',
    cancel: 'Cancel',
    /** Label of the button while the cancellation can still be undone. */
    cancelNow: 'Cancel now',
    cancelMeans: 'The command gets exit code 3 (cancelled) instead of an answer',
    cancelling: 'Cancelling: the command gets exit code 3 (cancelled) instead of an answer.',
    /** While a reason is written. */
    cancelPaused: 'Press “Cancel now” to cancel with this reason.',
    undo: 'Undo',
    recommended: 'recommended',
    fallback: 'chosen when time runs out',
    danger: 'dangerous',
    kept: (grace: string | null) =>
      `No command is waiting right now; your answer is kept.${grace === null ? '' : ` The question ends if none comes back within ${grace}.`}`,
    offered: 'Restored from before: this was picked or typed, but not sent.',
    sending: 'Sending…',
    answerQueued: 'Reconnecting… your choice is kept',
    cancelQueued: 'Reconnecting… the prompt will be cancelled once connected',
    /** Followed by the text. */
    fallbackText: 'When time runs out:',
    hold: 'Hold to submit',
    holdOn: 'Keep holding…',
    holdHint: 'Hold the button for a moment, or type the value of the dangerous option.',
    /** Placed before and after the value that must be typed. */
    typeBefore: 'Type',
    typeAfter: 'instead of holding',
    other: 'Other…',
    otherLabel: 'Other answer',
    addNote: 'Add a note',
    note: 'Note',
    /** Label of the note while it is required. */
    noteNeeded: 'Note (required)',
    noteRule: (label: string) => `The answer “${label}” needs a note.`,
    /** Label of the note on a cancellation. */
    reason: 'Reason (optional)',
    optionNote: 'note',
    noteOn: (label: string) => `Note on ${label}`,
    pickRange: (min: number, max: number, options: number) => {
      if (min === max) return `Pick ${min}`;
      if (max < options) return min > 0 ? `Pick ${min} to ${max}` : `Pick up to ${max}`;
      return min > 0 ? `Pick ${min} or more` : 'Pick any number';
    },
    picked: (count: number, hidden: number) =>
      hidden === 0 ? `${count} picked` : `${count} picked, ${hidden} of them hidden by the filter`,
    all: 'Select all',
    allShown: (count: number) => `Select all ${count} shown`,
    clear: (count: number) => (count > 1 ? `Clear all ${count} picked` : 'Clear'),
    length: (length: number, min: number, max: number) => {
      if (length > max)
        return `${plural(max, 'character', 'characters')} at most; ${groupDigits(length - max)} too many`;
      if (length < min)
        return `${plural(min, 'character', 'characters')} at least; ${groupDigits(min - length)} more needed`;
      return `${plural(max - length, 'character', 'characters')} left`;
    },
  },

  notices: {
    ...REFUSAL_SENTENCES,
    pick_first: 'Pick an option first',
    bad_duration: 'Enter a time such as 90, 5m, 1h or 2:30, from 1 second to 30 days',
    hold_needed: 'Dangerous: hold the button until it is full, or type the value',
    only_text: 'Only text can be sent as an answer, not files or pictures',
    too_much_text: 'Text and notes are too long in total; shorten them',
  },

  outcome: words,
  askedFrom,

  settled: {
    sending: 'Sending…',
    delivered: 'Delivered',
    kept: 'Answer kept',
    /** Follows the fallback's label. */
    wasUsed: 'was used',
    /** What each ending means. */
    explained: {
      sending: 'The command has not confirmed yet.',
      delivered: 'The command has the answer. You can close this tab.',
      kept: 'No command is waiting right now. The answer is kept for the one that asks for it. You can close this tab.',
      gone: 'It ended before it could take an answer.',
      timed_out: 'Nobody answered in time.',
      fallback_used: 'Nobody answered in time, so the fallback was applied.',
      cancelled: 'The command ended without an answer.',
      stopped: 'The command ended without an answer.',
    },
    /** More specific texts for a command that is gone, by cause. */
    goneBy: {
      signal: 'It was interrupted before it could take an answer.',
      lost: 'It was killed, or its connection was lost, before it could take an answer.',
      unreached: 'Nobody could be reached: there was no terminal, no browser and no open page.',
    },
    nothingElse: 'Nothing else is waiting.',
    notLogged: 'Not logged (disk full?)',
    details: 'Show the whole prompt',
  },

  announce: {
    minute: 'One minute left',
    halfMinute: '30 seconds left',
    tenSeconds: '10 seconds left',
    arrived: (count: number) => `A new prompt is waiting, ${count} in total`,
  },

  offer: {
    label: 'Notifications',
    text: 'Get a notification when a new question arrives or time is running out.',
    enable: 'Turn on notifications',
    dismiss: 'Not now',
  },

  notifications: {
    arrived: (asks: string) => `A command is waiting for you: ${asks}`,
    soon: (time: string) => `Less than ${time} left`,
    timedOut: 'Timed out: nobody answered in time',
    fallbackUsed: (label: string) => `Timed out: ${label} was used`,
  },

  elsewhere: {
    title: 'Your questions are open in another tab',
    text: 'A newer tab shows them now, and this one has stopped. You can close it.',
    stay: 'Show them here',
  },

  outdated: {
    title: 'The portal was updated',
    text: 'Reload this page to continue. What you picked and typed is kept; if your answer was not confirmed, submit it again.',
  },

  list: {
    filter: 'Filter the options',
    filterHint: 'Type to find',
    matches: (count: number, of: number) => (count === of ? `${of} options` : `${count} of ${of} options`),
    noMatch: 'No option matches.',
    alsoPicked: 'Also picked:',
    picked: 'Picked:',
    more: (count: number) => `and ${count} more`,
  },

  body: {
    showAll: 'Show all',
    showLess: 'Show less',
    table: 'Table',
    failed: 'This part of the page did not load.',
    reload: 'Reload the page',
  },

  /** The picks and text of a settled prompt that were not sent. */
  kept: {
    title: 'Not sent',
    picked: 'Picked',
    copy: 'Copy',
    copied: 'Copied.',
    copyFailed: 'The browser blocked copying. The text is selected: copy it by hand.',
  },

  keys: {
    title: 'Keys',
    close: 'Close',
    move: 'To the next or previous option; in a single choice this picks it',
    arrows: 'The same, once an option has the focus',
    pick: 'Pick the first to ninth option of a short list',
    toggle: 'Pick or unpick the option',
    enter: 'Submit, from an option or a text, once you have picked or typed something',
    enterText: 'Submit from anywhere in the form, even from a text of several lines',
    hold: 'Held down on the button: submits a dangerous option',
    typing: 'Goes to the field of an input or the filter of a long list; Enter there picks the first match',
    filter: 'To the filter of a long list',
    leave: 'Leave a field',
    keys: 'Show these keys',
    calm: 'No key submits by itself: a preselected answer needs Submit, a dangerous one has to be held.',
    space: 'Space',
    text: 'Text',
  },
};

export type Strings = typeof en;

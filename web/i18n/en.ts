// The words of the first load, in English. Other languages are dictionaries of the same shape.
import { ENGLISH_UNITS } from '../../src/core/duration.ts';
import { REFUSAL_SENTENCES } from '../../src/protocol/refusal.ts';
import { en as words } from '../../src/words/en.ts';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const en = {
  brand: 'choice',
  activePrompts: 'Active prompts',
  activePromptsCount: (count: number) => `Active prompts (${count})`,
  history: 'History',
  settings: 'Settings',
  keys: 'Keys',
  alsoWaiting: 'Also waiting',
  newcomers: (count: number) => plural(count, 'new question waiting', 'new questions waiting'),

  /** What a prompt of each kind asks for; `options` is how many there are. */
  asks: {
    select: (options: number) => plural(options, 'option', 'options'),
    multi: (options: number) => `several of ${plural(options, 'option', 'options')}`,
    confirm: (_options: number) => 'yes or no',
    input: (_options: number) => 'a text',
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
      'Someone else also used the link that opened this page, so the access that it gave was revoked. Check how your prompts were answered, and get a new link:',
    wait: (seconds: number) => `Too many wrong codes. This page tries again in ${seconds} s.`,
    command: 'choice dashboard --open',
  },

  presence: {
    loading: 'Loading…',
    looking: 'Looking for this prompt…',
    missing: 'This prompt is not here any more',
    missingText: 'It was answered, cancelled or timed out a while ago, or its command has ended.',
  },

  chunk: { failed: 'This part of the page did not load.', reload: 'Reload the page' },

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
    /** Of a duration in words. */
    units: ENGLISH_UNITS,
  },

  form: {
    submit: 'Submit',
    cancel: 'Cancel',
    cancelMeans: 'The command gets exit code 3 (cancelled) instead of an answer',
    cancelling: 'Cancelling: the command gets exit code 3 (cancelled) instead of an answer.',
    undo: 'Undo',
    recommended: 'recommended',
    fallback: 'chosen when time runs out',
    danger: 'dangerous',
    offered: 'Kept from before: this was picked or typed, and not sent.',
    sending: 'Sending…',
    answerQueued: 'Reconnecting… your choice is kept',
    cancelQueued: 'Reconnecting… the prompt is cancelled as soon as that is done',
  },

  notices: {
    ...REFUSAL_SENTENCES,
    pick_first: 'Pick an option first',
    bad_duration: 'Write a time such as 90, 5m, 1h or 2:30, from 1 second to 30 days',
    hold_needed: 'Dangerous: hold the button until it is full, or type the value',
    only_text: 'Only text can be answered; files and pictures cannot be sent',
    too_much_text: 'Text and notes are too long in all; shorten them',
  },

  outcome: words,

  settled: {
    sending: 'Sending…',
    delivered: 'Delivered',
    /** Follows the fallback's label. */
    wasUsed: 'was used',
  },

  announce: {
    minute: 'One minute left',
    halfMinute: '30 seconds left',
    tenSeconds: '10 seconds left',
    arrived: (count: number) => `A new prompt is waiting, ${count} in all`,
  },

  offer: {
    label: 'Notifications',
    text: 'Get a notification when a new question waits or time runs out.',
    enable: 'Turn on notifications',
    dismiss: 'Not now',
  },

  notifications: {
    arrived: (asks: string) => `A command is waiting for you: ${asks}`,
    soon: (time: string) => `Less than ${time} left`,
    timedOut: 'Timed out: nobody answered in time',
    fallbackUsed: (label: string) => `Timed out: ${label} was used`,
  },
};

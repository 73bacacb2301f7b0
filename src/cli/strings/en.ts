// Messages of a waiting command, in English. The type makes every other language have the same keys.
import { formatDuration } from '../../core/duration.ts';
import { en as words } from '../../words/en.ts';

export const en = {
  duration: (ms: number) => formatDuration(ms),
  left: (duration: string) => `${duration} left`,
  noDeadline: 'no deadline',
  moved: (left: string) => `the deadline was moved: ${left}`,
  held: (left: string) => `the deadline is held while a human answers: ${left}`,
  reattached: 'the portal was lost and is back; still waiting',
  unreachable: (reason: string) => `the portal was lost, and no other can be started (${reason}); trying again`,
  attached: 'this question is open already; waiting for its answer',
  recorded: 'settled earlier under this key; another key asks again',
  browserFailed: (reason: string) => `no browser could be opened (${reason}); open the address above`,
  noBrowserReasons: {
    ssh: 'this is an SSH session',
    no_display: 'there is no display',
    unwanted: (variable: string) => `${variable} is none`,
  },
  noBrowser: (reason: string) => `no browser is opened (${reason}); open the address above`,
  tunnel: (reason: string, isHostKnown: boolean) =>
    `no browser is opened (${reason}); on your own machine, run this${isHostKnown ? '' : ', replacing HOST by the name that you connected to,'} and then open the address above:`,
  tunnelToo: (isHostKnown: boolean) =>
    `if you are connected by SSH, run this on your own machine${isHostKnown ? '' : ', replacing HOST by the name that you connected to,'} and then open the address above:`,
  noPageCame: 'the browser has not shown the page so far; open the address above',
  nobodyThere: (command: string | null) =>
    `nobody is here to see the question: no terminal, no browser, no open page; answer it at the address above${command === null ? '' : `, or by: ${command}`}`,
  noTerminal: (reason: string) =>
    `the question cannot be shown in this terminal (${reason}); answer it on the page, or by: choice answer`,
  waitsForTerminal: 'this terminal shows another question; this one comes next',
  outcome: words,
  neverSeen: 'no page or terminal had shown the question',
  fallbackDir: (reason: string, directory: string) =>
    `${reason}; files go to ${directory} for now. To keep them, set CHOICE_HOME to a directory of yours`,
  readingTerminal: (what: string) => `reading ${what} from the terminal; end with Ctrl-D`,
  readTimedOut: 'time ran out before the question was read; nobody was asked',
  warnings: {
    stranger:
      'another user of this machine tried the address that the browser was opened with, and was refused; if no page came up, open the address above',
    code_twice:
      'someone else also used your link, so the access that it gave was revoked; for a new link, run: choice dashboard --open',
  },
  answerLost: 'stdout could not be written: the answer is lost',
  notLogged: 'the outcome could not be written to the journal; is the disk full? run: choice doctor',
};

export type Strings = typeof en;

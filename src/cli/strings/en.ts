// What a waiting command says to people, in English. The other languages have the same keys, or do not compile.
import { formatDuration } from '../../core/duration.ts';

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
  noBrowserReasons: { ssh: 'this is an SSH session', no_display: 'there is no display', unwanted: 'BROWSER is none' },
  noBrowser: (reason: string) => `no browser is opened (${reason}); open the address above`,
  tunnel: (reason: string, isHostKnown: boolean) =>
    `no browser is opened (${reason}); where you sit, run this${isHostKnown ? '' : ', with the host as you connected to it in place of HOST,'} and then open the address above:`,
  tunnelToo: (isHostKnown: boolean) =>
    `if you sit at the other end of SSH, run this there${isHostKnown ? '' : ', with the host as you connected to it in place of HOST,'} and then open the address above:`,
  noPageCame: 'no page came up in the browser so far; open the address above',
  nobodyThere: (command: string | null) =>
    `nobody is here to see the question: no terminal, no browser, no open page; answer it at the address above${command === null ? '' : `, or by: ${command}`}`,
  noTerminal: (reason: string) =>
    `the question cannot be shown in this terminal (${reason}); answer it on the page, or by: choice answer`,
  waitsForTerminal: 'this terminal shows another question; this one comes next',
  answered: (by: string, after: string) => `answered from the ${by} after ${after}`,
  cancelled: (by: string, after: string) => `cancelled from the ${by} after ${after}`,
  portalStopped: (after: string) => `the portal was stopped after ${after}`,
  lostTouch: (after: string) => `the portal lost touch with this command and cancelled the prompt after ${after}`,
  fellBack: (value: string, after: string) => `nobody answered; the fallback "${value}" is used after ${after}`,
  timedOut: (after: string) => `nobody answered after ${after}`,
  neverSeen: 'no page or terminal had shown the question',
  surfaces: {
    browser: 'browser',
    terminal: 'terminal',
    cli: 'command line',
    asker: 'command',
    deadline: 'deadline',
    portal: 'portal',
  },
  refuge: (reason: string, directory: string) =>
    `${reason}; files go to ${directory} for now. To keep them, set CHOICE_HOME to a directory of yours`,
  readingTerminal: (what: string) => `reading ${what} from the terminal; end with Ctrl-D`,
  readTimedOut: 'time ran out before the question was read; nobody was asked',
  warnings: {
    stranger:
      'another user of this machine tried the address that the browser was opened with, and was refused; if no page came up, open the address above',
    code_twice:
      'somebody else used the same link as you; the access that it gave was taken back. For a new one, run: choice dashboard --open',
  },
  answerLost: 'stdout could not be written: the answer is lost',
  notLogged: 'the outcome could not be written to the journal; is the disk full? run: choice doctor',
};

export type Strings = typeof en;

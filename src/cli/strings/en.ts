// Messages of a waiting command, in English. The type makes every other language have the same keys.
import { formatDuration } from '../../core/duration.ts';
import { en as words } from '../../words/en.ts';

export const en = {
  duration: (ms: number) => formatDuration(ms),
  left: (duration: string) => `${duration} left`,
  noDeadline: 'no deadline',
  moved: (left: string) => `the deadline was moved: ${left}`,
  held: (left: string) => `the deadline is held while a human answers: ${left}`,
  reattached: 'lost the portal and reconnected; still waiting',
  unreachable: (reason: string) => `lost the portal and could not start another (${reason}); retrying`,
  leftOpen: (id: string, graceMs: number | null) =>
    `the question stays open${graceMs === null ? '' : ` for ${formatDuration(graceMs)}`}; to wait for its answer, run: choice wait ${id}`,
  idNotPrinted: 'could not write the id to stdout',
  notKept:
    'could not write the question to disk (is it full?), so it will be lost if the portal ends; run: choice doctor',
  stillOpen: (id: string, left: string) => `still open (${left}); to go on waiting, run: choice wait ${id}`,
  attached: (isDetached: boolean) => `this question is already open${isDetached ? '' : '; waiting for its answer'}`,
  recorded: 'already settled under this key; to ask again, use another key',
  browserFailed: (reason: string) => `could not open a browser (${reason}); open the address above`,
  noBrowserReasons: {
    ssh: 'this is an SSH session',
    no_display: 'there is no display',
    unwanted: (variable: string) => `${variable}=none`,
  },
  noBrowser: (reason: string) => `not opening a browser (${reason}); open the address above`,
  tunnel: (reason: string, isHostKnown: boolean) =>
    `not opening a browser (${reason}); on your own machine, run this${isHostKnown ? '' : ' with HOST replaced by the name you connected to'}, then open the address above:`,
  tunnelToo: (isHostKnown: boolean) =>
    `if you are connected by SSH, run this on your own machine${isHostKnown ? '' : ' with HOST replaced by the name you connected to'}, then open the address above:`,
  noPageCame: 'the browser has not shown the page yet; open the address above',
  nobodyThere: (isDetached: boolean, command: string | null) =>
    `nobody can see the question${isDetached ? ' yet: there is no browser' : ': there is no terminal, no browser'} and no open page; answer it at the address above${command === null ? '' : `, or run: ${command}`}`,
  noTerminal: (reason: string) =>
    `cannot show the question in this terminal (${reason}); answer it on the page, or run: choice answer`,
  waitsForTerminal: 'this terminal is showing another question; this one comes next',
  outcome: words,
  neverSeen: 'the question was never shown on a page or in a terminal',
  fallbackDir: (reason: string, directory: string) =>
    `${reason}; files go to ${directory} for now; to keep them, set CHOICE_HOME to a directory you own`,
  readingTerminal: (what: string) => `reading ${what} from the terminal; end with Ctrl-D`,
  readTimedOut: 'time ran out before the question was read; nobody was asked',
  warnings: {
    stranger:
      'another user of this machine tried to open the address meant for your browser, and was refused; if no page came up, open the address above',
    code_twice:
      'someone else also used your link, so its access was revoked; for a new link, run: choice dashboard --open',
  },
  outputFailed: (id: string) => `could not write the outcome to stdout; to see it, run: choice show ${id}`,
  notLogged: 'could not write the outcome to the journal (is the disk full?); run: choice doctor',
};

export type Strings = typeof en;

// How a prompt ended and who asked it, in English, for every surface. Other languages must have the same keys to compile.
import { formatDuration } from '../core/duration.ts';

export const en = {
  duration: (ms: number) => formatDuration(ms),
  where: {
    browser: 'in the browser',
    terminal: 'in the terminal',
    cli: 'from the command line',
    otherTab: 'in another tab',
  },
  answered: (where: string | null, answer: string | null) =>
    ['answered', answer, where].filter((part) => part !== null).join(' '),
  /** The command did not receive the answer. */
  notTaken: 'the command ended before it received the answer',
  timedOut: 'timed out',
  /** Followed by the fallback. */
  fellBackTo: 'timed out, used',
  cancelled: 'cancelled',
  cancelledIn: (where: string) => `cancelled ${where}`,
  portalStopped: 'the portal was stopped',
  commandEnded: {
    ended: 'the command has ended',
    signal: 'the command was interrupted',
    lost: 'the command was killed, or its connection was lost',
    unreached: 'nobody could be reached',
  },
  /** Shown by the command that asked, which is still running. */
  lostTouch: 'the portal lost its connection to this command',
  decider: {
    on: (user: string, host: string) => `${user} on ${host}`,
    /** `who` is what the texts before it made. */
    tty: (who: string, path: string) => `${who}, terminal ${path}`,
    ssh: (who: string, address: string) => `${who}, over SSH from ${address}`,
  },
  /** Separates one of these texts from the answer. */
  colon: ':',
  after: (said: string, duration: string) => `${said} after ${duration}`,
  nobodyAnswered: (duration: string) => `nobody answered within ${duration}`,
  fellBack: (value: string, duration: string) => `nobody answered; the fallback "${value}" was used after ${duration}`,
};

/** Who asks. Nothing checks what an asker says about itself, and the words do not hide that. */
export const askedFrom = {
  /** Before a description of the asker; followed by a space. */
  askedBy: 'Asked by',
  unverified: 'not verified',
  unverifiedMeans: 'This is what the command says about itself. Nothing checks it.',
  /** The whole line; `who` is a description of the asker. */
  line: (who: string) => `Asked by ${who} (not verified)`,
  tree: (repo: string, branch: string) => `${repo} (${branch})`,
  job: (provider: string, job: string) => `${provider}: ${job}`,
};

export type Words = typeof en;
export type AskedFromWords = typeof askedFrom;

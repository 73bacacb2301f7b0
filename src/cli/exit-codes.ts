// Exit codes: a contract with scripts. Codes from 64 follow sysexits(3), 124 follows timeout(1), 128+n are signals.

export const EXIT = {
  ok: 0,
  no: 1,
  usage: 2,
  cancelled: 3,
  unavailable: 69,
  internal: 70,
  outputFailed: 74,
  stillOpen: 75,
  timeout: 124,
  hangup: 129,
  interrupted: 130,
  brokenPipe: 141,
  terminated: 143,
} as const;

/** Signals that end a waiting command, with the exit code of each. */
export const SIGNAL_EXITS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: EXIT.hangup } as const;

/** The meaning of an exit code of the asking commands. */
interface ExitMeaning {
  readonly codes: readonly number[];
  readonly meaning: string;
  /** What stdout contains then, as worded in the documents. */
  readonly stdout: string;
}

/** Every exit code, as the help of `choice ask` and the documents list them. */
export const EXIT_MEANINGS: readonly ExitMeaning[] = [
  { codes: [EXIT.ok], meaning: 'answered, or the fallback was applied', stdout: 'the answer' },
  { codes: [EXIT.no], meaning: 'confirm: the answer is no', stdout: '`no`' },
  { codes: [EXIT.usage], meaning: 'the command line is wrong', stdout: '' },
  { codes: [EXIT.cancelled], meaning: 'cancelled, by a human or with its command', stdout: '`cancelled`' },
  { codes: [EXIT.unavailable], meaning: 'no human can be reached', stdout: '' },
  { codes: [EXIT.internal], meaning: 'internal error', stdout: '' },
  { codes: [EXIT.outputFailed], meaning: 'cannot write to stdout', stdout: '' },
  { codes: [EXIT.stillOpen], meaning: 'wait --for: still open', stdout: '' },
  { codes: [EXIT.timeout], meaning: 'the deadline passed', stdout: '`timeout`' },
  {
    codes: [EXIT.interrupted, EXIT.terminated, EXIT.hangup],
    meaning: 'killed by SIGINT, SIGTERM or SIGHUP',
    stdout: '',
  },
  { codes: [EXIT.brokenPipe], meaning: 'the reader of stdout is gone', stdout: '' },
];

/** The table for the help, at most 80 columns wide, without the codes in `others`. */
export function formatExitCodes(others: readonly number[] = []): string {
  const listed = EXIT_MEANINGS.filter(({ codes }) => !codes.some((code) => others.includes(code)));
  const rows = listed.map(({ codes, meaning }) => [codes.join(', '), meaning] as const);
  const width = Math.max(...rows.map(([codes]) => codes.length));
  return rows.map(([codes, meaning]) => `  ${codes.padEnd(width)}  ${meaning}`).join('\n');
}

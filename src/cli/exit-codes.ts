// Exit codes: a contract with scripts. Numbers from 64 follow sysexits(3), 124 timeout(1), 128+n signals.

export const EXIT = {
  answered: 0,
  no: 1,
  usage: 2,
  cancelled: 3,
  unavailable: 69,
  internal: 70,
  outputFailed: 74,
  timeout: 124,
  hangup: 129,
  interrupted: 130,
  brokenPipe: 141,
  terminated: 143,
} as const;

/** Signals that end a waiting command, with the exit code of each. */
export const SIGNAL_EXITS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: EXIT.hangup } as const;

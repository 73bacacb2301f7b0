// Whether a human can be asked in the terminal.

interface Stream {
  readonly isTTY?: boolean | undefined;
}

/** True when keys can be read from `stdin` and a prompt be drawn on `stderr`. stdout may go anywhere. */
export function isTerminal(stdin: Stream, stderr: Stream, env: NodeJS.ProcessEnv): boolean {
  return stdin.isTTY === true && stderr.isTTY === true && env.TERM !== 'dumb';
}

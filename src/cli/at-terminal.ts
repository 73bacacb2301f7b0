// Whether a human sits at this terminal, and where the keys come from that they press.
import { closeSync, openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { isStdinRead } from './stdin.ts';

interface Stream {
  readonly isTTY?: boolean | undefined;
}

/** True when keys can be read from `stdin` and a prompt be drawn on `stderr`. stdout may go anywhere. */
export function isTerminal(stdin: Stream, stderr: Stream, env: NodeJS.ProcessEnv): boolean {
  return stdin.isTTY === true && canDraw(stderr, env);
}

/** True when somebody sits at this terminal: what they type comes here, and what we say is seen. */
export function isAtTerminal(env: NodeJS.ProcessEnv): boolean {
  // In this order: in a script stderr is rarely a terminal, and stdin takes a while to open.
  return canDraw(process.stderr, env) && isTerminal(process.stdin, process.stderr, env);
}

/**
 * The keys of the human at this terminal, or null when there is none: stdin, or the terminal itself where this command
 * has read stdin to its end (`git branch | choice ask "Which?" -`). A stdin that was not read is for others.
 */
export function openKeys(env: NodeJS.ProcessEnv): NodeJS.ReadStream | null {
  if (isAtTerminal(env)) return process.stdin;
  return isStdinRead() && canDraw(process.stderr, env) ? openTerminal() : null;
}

function canDraw(stderr: Stream, _env: NodeJS.ProcessEnv): boolean {
  return stderr.isTTY === true;
}

function openTerminal(): NodeJS.ReadStream | null {
  let file: number;
  try {
    file = openSync('/dev/tty', 'r');
  } catch {
    // There is no terminal that this command belongs to.
    return null;
  }
  try {
    return new ReadStream(file);
  } catch {
    closeSync(file);
    return null;
  }
}

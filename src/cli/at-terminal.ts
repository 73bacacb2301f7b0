// Whether a human sits at a terminal of this command, and the streams by which it is read and drawn on.
import { closeSync, openSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';
import type { TerminalStreams } from '../terminal/tty.ts';

interface Stream {
  readonly isTTY?: boolean | undefined;
}

/** True when keys can be read from `stdin` and a prompt be drawn on `stderr`. stdout may go anywhere. */
export function isTerminal(stdin: Stream, stderr: Stream, env: NodeJS.ProcessEnv): boolean {
  return stdin.isTTY === true && canDraw(stderr, env);
}

/** The terminal, where what this command says is seen there; null where only other programs read it. */
export function seenTerminal(env: NodeJS.ProcessEnv): TerminalStreams | null {
  return canDraw(process.stderr, env) ? openTerminal(env) : null;
}

let opened: TerminalStreams | null | undefined;

/**
 * The terminal that this command belongs to, whatever its streams are: in a git hook, a `while read` loop or a pipe of a
 * script, stdin is for others and never read. Where there is none, stdin and stderr if both are terminals; else null.
 */
export function openTerminal(env: NodeJS.ProcessEnv): TerminalStreams | null {
  if (env.TERM === 'dumb') return null;
  opened ??= openOwn() ?? (isTerminal(process.stdin, process.stderr, env) ? standardStreams() : null);
  return opened;
}

function canDraw(stderr: Stream, { TERM }: NodeJS.ProcessEnv): boolean {
  return stderr.isTTY === true && TERM !== 'dumb';
}

function standardStreams(): TerminalStreams {
  return { input: process.stdin, output: process.stderr, isHidden: false };
}

/** By the name that stands for it in every process; null where this process belongs to no terminal. */
function openOwn(): TerminalStreams | null {
  const files: number[] = [];
  try {
    // One opening for each direction, as each stream closes its own.
    files.push(openSync('/dev/tty', 'r'));
    files.push(openSync('/dev/tty', 'w'));
    const [input, output] = [new ReadStream(files[0] ?? -1), new WriteStream(files[1] ?? -1)];
    followSize(output);
    return { input, output, isHidden: process.stdin.isTTY !== true && process.stderr.isTTY !== true };
  } catch {
    for (const file of files) closeSync(file);
    return null;
  }
}

/** Node tells only its own standard streams of another size. */
function followSize(output: WriteStream & { _refreshSize?: () => void }): void {
  output.on('error', () => {});
  process.on('SIGWINCH', () => output._refreshSize?.());
}

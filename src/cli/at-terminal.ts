// Whether a human sits at a terminal of this command, and the streams by which it is read and drawn on.
import { closeSync, openSync } from 'node:fs';
import { isatty, ReadStream, WriteStream } from 'node:tty';
import type { TerminalStreams } from '../terminal/tty.ts';

const [STDIN, STDOUT, STDERR] = [0, 1, 2] as const;

/** The terminal, where what this command says is seen and can be drawn there; else null. */
export function seenTerminal({ TERM }: NodeJS.ProcessEnv): TerminalStreams | null {
  return isatty(STDERR) && TERM !== 'dumb' ? openTerminal() : null;
}

let opened: TerminalStreams | null | undefined;

/**
 * The terminal that this command belongs to, whatever its streams are: in a git hook, a `while read` loop or a pipe of a
 * script, stdin is for others and never read. Where there is none, stdin and stderr if both are terminals; else null.
 */
export function openTerminal(): TerminalStreams | null {
  opened ??= openOwn() ?? standardStreams();
  return opened;
}

/** `process.stdin` is made when it is looked at, which would leave its mark on what a loop reads. */
function standardStreams(): TerminalStreams | null {
  if (!isatty(STDIN) || !isatty(STDERR)) return null;
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
    // Node says the descriptor of its own standard streams only; the painter opens the terminal again by it.
    Object.assign(output, { fd: files[1] });
    followSize(output);
    return { input, output, isHidden: !isatty(STDIN) && !isatty(STDERR) };
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

/** True when one of the three streams of this command is a terminal: it goes when that does. */
export function hasTerminal(): boolean {
  return [STDIN, STDOUT, STDERR].some((file) => isatty(file));
}

/**
 * Closes what is open of the terminal, which must have been given back. To be called last: Node sets a terminal back to
 * the mode in which it found it at its start, and another command may draw on it by now.
 */
export function closeTerminal(): void {
  const { _handle } = (opened?.input ?? {}) as { _handle?: { fd?: number } };
  for (const file of [STDIN, STDOUT, STDERR, _handle?.fd ?? -1]) {
    if (file >= 0 && isatty(file)) closeSync(file);
  }
}

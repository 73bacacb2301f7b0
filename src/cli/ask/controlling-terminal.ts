// Finds the terminal that a human uses to run this command, and opens streams to read from it and draw on it.
import { closeSync, openSync } from 'node:fs';
import { isatty, ReadStream, WriteStream } from 'node:tty';
import type { TerminalStreams } from '../../terminal/tty.ts';

const [STDIN, STDOUT, STDERR] = [0, 1, 2] as const;

/** Standard streams of this process that are a terminal. */
type OwnStreams = Pick<TerminalStreams, 'input' | 'output'>;

let opened: TerminalStreams | null | undefined;

/**
 * Opens the controlling terminal, independent of the standard streams: in a git hook, a `while read` loop or a pipeline,
 * stdin carries other data and is never read. Falls back to the streams from `standard`.
 */
export function openControllingTerminal(standard: () => OwnStreams | null): TerminalStreams | null {
  opened ??= openOwn() ?? withoutOwn(standard());
  return opened;
}

function withoutOwn(streams: OwnStreams | null): TerminalStreams | null {
  return streams && { ...streams, isHidden: false };
}

/** Opens `/dev/tty`; null if this process has no controlling terminal. */
function openOwn(): TerminalStreams | null {
  const files: number[] = [];
  try {
    // One descriptor per direction, because each stream closes its own.
    files.push(openSync('/dev/tty', 'r'));
    files.push(openSync('/dev/tty', 'w'));
    const [input, output] = [new ReadStream(files[0] ?? -1), new WriteStream(files[1] ?? -1)];
    // Node sets `fd` only on its own standard streams; the painter reopens the terminal through it.
    Object.assign(output, { fd: files[1] });
    followSize(output);
    return { input, output, isHidden: !isatty(STDIN) && !isatty(STDERR) };
  } catch {
    for (const file of files) closeSync(file);
    return null;
  }
}

/** Refreshes the size on SIGWINCH; Node does so only for its own standard streams. */
function followSize(output: WriteStream & { _refreshSize?: () => void }): void {
  output.on('error', () => {});
  process.on('SIGWINCH', () => output._refreshSize?.());
}

/** True if a standard stream is a terminal: the command then ends when that terminal is closed (SIGHUP). */
export function hasTerminal(): boolean {
  return [STDIN, STDOUT, STDERR].some((file) => isatty(file));
}

/**
 * Closes the terminal's descriptors; its mode must already be restored. Call it last. It keeps Node from resetting the
 * terminal at exit to its mode at startup, when another command may already be drawing on it.
 */
export function closeTerminal(): void {
  const { _handle } = (opened?.input ?? {}) as { _handle?: { fd?: number } };
  for (const file of [STDIN, STDOUT, STDERR, _handle?.fd ?? -1]) {
    if (file >= 0 && isatty(file)) closeSync(file);
  }
}

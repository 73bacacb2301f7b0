// Whether a human sits at a terminal of this command, and the streams by which it is read and drawn on.
import { closeSync, openSync } from 'node:fs';
import { isatty, ReadStream, WriteStream } from 'node:tty';
import type { TerminalStreams } from '../../terminal/tty.ts';

const [STDIN, STDOUT, STDERR] = [0, 1, 2] as const;

/** The streams of a terminal that this process was started with. */
type OwnStreams = Pick<TerminalStreams, 'input' | 'output'>;

let opened: TerminalStreams | null | undefined;

/**
 * The controlling terminal, independent of the standard streams: in a git hook, a `while read` loop or a pipeline, stdin
 * belongs to others and is never read. Without one, what `standard` gives.
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
    // Opened once for each direction, as each stream closes its own.
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

/** Node updates the size of its own standard streams only. */
function followSize(output: WriteStream & { _refreshSize?: () => void }): void {
  output.on('error', () => {});
  process.on('SIGWINCH', () => output._refreshSize?.());
}

/** True when one of the standard streams is a terminal: the command then ends with it. */
export function hasTerminal(): boolean {
  return [STDIN, STDOUT, STDERR].some((file) => isatty(file));
}

/**
 * Closes the terminal's descriptors; its mode must have been restored. To be called last: at exit, Node resets a terminal
 * to the mode that it had at startup, and by then another command may be drawing on it.
 */
export function closeTerminal(): void {
  const { _handle } = (opened?.input ?? {}) as { _handle?: { fd?: number } };
  for (const file of [STDIN, STDOUT, STDERR, _handle?.fd ?? -1]) {
    if (file >= 0 && isatty(file)) closeSync(file);
  }
}

// The interface between the command line and its process: arguments, environment, streams and signals. `process-io.ts`
// implements it for the real process; tests use their own, many in one process.
import type { TerminalStreams } from '../../terminal/tty.ts';
import type { Stop, StopWatch } from './signals.ts';

export interface Io {
  /** Without the program name. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Start of the command on the `performance.now()` clock: ms. */
  readonly startedAt: number;
  readonly stdin: Stdin;
  readonly stdout: Stdout;
  readonly stderr: Stderr;
  /** Opens the human's terminal, independent of the standard streams; null if there is none. */
  readonly openTerminal: () => TerminalStreams | null;
  /** Starts listening for signals that end the command. */
  readonly watchSignals: () => StopWatch;
  /** Ends the command by raising the signal; returns the exit code to use where that does not work. */
  readonly endBySignal: (stop: Stop) => number;
}

export interface Stdin {
  readonly isTerminal: boolean;
  /** True for a file, which is complete; false for a pipe, a socket or a terminal, whose writer may be slow. */
  readonly isFile: () => boolean;
  /** Reads until the end. */
  readonly read: () => AsyncIterable<Buffer>;
}

/** An errno(3) code, such as `EPIPE`. */
export type Fault = string;

export interface Stdout {
  readonly isTerminal: boolean;
  /** Width of the terminal; undefined if stdout is not one. */
  readonly columns: number | undefined;
  /** Returns why stdout cannot be written, as far as that is known before writing; null if no reason is known. */
  readonly findFault: () => Fault | null;
  /** True if the command was started with stdout closed. */
  readonly isClosed: () => boolean;
  /**
   * Writes `text`. Resolves with null once it is written, or with the error code. A terminal that is not being read blocks
   * the process; with `patienceMs` it does not, and is waited for that long, or without limit for null.
   */
  readonly write: (text: string, patienceMs?: number | null) => Promise<Fault | null>;
}

export interface Stderr {
  readonly isTerminal: boolean;
  /** Width of the terminal; undefined if stderr is not one. */
  readonly columns: number | undefined;
  /** Never fails or blocks: a broken stderr must not end the command. */
  readonly write: (text: string) => void;
}

/** Runs a command's task with the `Io`; the task returns the exit code. */
export type RunTask = (task: (io: Io) => Promise<number>) => Promise<void> | void;

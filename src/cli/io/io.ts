// What a command line works with in place of the process: its arguments, environment, streams and signals. `process-io.ts`
// makes one of the real process; tests make others, many in one process.
import type { TerminalStreams } from '../../terminal/tty.ts';
import type { Stop, StopWatch } from './signals.ts';

export interface Io {
  /** Without the program's name. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** When the command started, on the clock of `performance.now()`: ms. */
  readonly startedAt: number;
  readonly stdin: Stdin;
  readonly stdout: Stdout;
  readonly stderr: Stderr;
  /** The terminal that a human sits at, independent of the standard streams; null when there is none. */
  readonly openTerminal: () => TerminalStreams | null;
  /** Listens for signals that end the command, from now on. */
  readonly watchSignals: () => StopWatch;
  /** Ends the command by the signal itself; gives the exit code for where that does not work. */
  readonly endBySignal: (stop: Stop) => number;
}

export interface Stdin {
  readonly isTerminal: boolean;
  /** True for a file, which holds everything already; false for a pipe, a socket or a terminal, whose writer may be slow. */
  readonly isFile: () => boolean;
  /** Reads to the end. */
  readonly read: () => AsyncIterable<Buffer>;
}

/** An errno(3) code, such as `EPIPE`. */
export type Fault = string;

export interface Stdout {
  readonly isTerminal: boolean;
  /** Width of the terminal; undefined where stdout is none. */
  readonly columns: number | undefined;
  /** Why nothing can be written, as far as that can be known before; null when no reason is known. */
  readonly findFault: () => Fault | null;
  /** True when the command was started with its stdout closed. */
  readonly isClosed: () => boolean;
  /** Resolves once `text` is written: with null, or with what prevented it. */
  readonly write: (text: string) => Promise<Fault | null>;
  /** The same, but a terminal that is not being read may take `patienceMs` only; with null as long as it wants. */
  readonly writeWithin: (text: string, patienceMs: number | null) => Promise<Fault | null>;
}

export interface Stderr {
  readonly isTerminal: boolean;
  /** Width of the terminal; undefined where stderr is none. */
  readonly columns: number | undefined;
  /** Never fails and never blocks: what people cannot read must not end the command. */
  readonly write: (text: string) => void;
}

/** Runs the task of a command with the command line's `Io`; its result is the exit code. */
export type RunTask = (task: (io: Io) => Promise<number>) => Promise<void> | void;

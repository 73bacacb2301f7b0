// The `Io` of the real process: the only place in the command line that touches its environment and its standard streams.
import { fstatSync, readFileSync, statSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { readChunks } from '../../system/read-chunks.ts';
import { terminalWriter } from '../../system/terminal-writer.ts';
import { closeTerminal, openControllingTerminal } from '../ask/at-terminal.ts';
import type { Fault, Io, Stderr, Stdin, Stdout } from './io.ts';
import { endBySignal, watchSignals } from './signals.ts';

const [STDIN, STDOUT, STDERR] = [0, 1, 2] as const;

/** The process, run with `args`. */
export function processIo(args: readonly string[]): Io {
  process.on('exit', closeTerminal);
  return {
    args,
    env: process.env,
    startedAt: 0,
    stdin,
    stdout,
    stderr: openStderr(),
    openTerminal,
    watchSignals,
    endBySignal,
  };
}

function openTerminal() {
  return openControllingTerminal(() =>
    // `process.stdin` is created on first access, which would affect what a loop reads: hence the check before it.
    isatty(STDIN) && isatty(STDERR) ? { input: process.stdin, output: process.stderr } : null,
  );
}

const stdin: Stdin = {
  get isTerminal() {
    return isatty(STDIN);
  },
  isFile: () => fstatSync(STDIN).isFile(),
  /** Streams what may come late; reads everything else directly, as Node's stream of it would hide errors. */
  read() {
    const stats = fstatSync(STDIN);
    return stats.isFIFO() || stats.isSocket() || isatty(STDIN) ? process.stdin : readChunks(STDIN, false);
  },
};

const stdout: Stdout = {
  get isTerminal() {
    return isatty(STDOUT);
  },
  get columns() {
    return process.stdout.columns;
  },
  findFault: findStdoutFault,
  isClosed: isStdoutClosed,
  write: writeStdout,
  async writeWithin(text, patienceMs) {
    const terminal = terminalWriter(STDOUT);
    if (!terminal) return writeStdout(text);
    terminal.write(text);
    await terminal.settle(patienceMs);
    return null;
  },
};

/** Node silently discards what is written to a directory, an epoll or an unconnected socket. */
function findStdoutFault(): Fault | null {
  try {
    // Writing zero bytes has no effect but the error.
    writeSync(STDOUT, '');
    return null;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'EIO';
    return MAY_PASS.includes(code) ? null : code;
  }
}

/** A disk that is full may have room once there is an answer. */
const MAY_PASS: readonly Fault[] = ['EAGAIN', 'ENOSPC', 'EDQUOT'];

const ACCESS_MODE = 0b11;
const READ_AND_WRITE = 0b10;

/**
 * Node puts the null device in place of a closed stdout, open for reading too, which `>/dev/null` is not. A null
 * device that the caller opened for reading and writing looks the same. Detected on Linux only.
 */
function isStdoutClosed(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const stats = fstatSync(STDOUT);
    if (!stats.isCharacterDevice() || stats.rdev !== statSync('/dev/null').rdev) return false;
    const [, flags = '0'] = /^flags:\s+([0-7]+)$/m.exec(readFileSync('/proc/self/fdinfo/1', 'utf8')) ?? [];
    return (Number.parseInt(flags, 8) & ACCESS_MODE) === READ_AND_WRITE;
  } catch {
    return false;
  }
}

function writeStdout(text: string): Promise<Fault | null> {
  const fault = findStdoutFault();
  if (fault !== null) return Promise.resolve(fault);
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException) => resolve(error.code ?? 'EIO');
    process.stdout.once('error', onError);
    process.stdout.write(text, (error) => {
      // A failure is emitted as an event too, later: only then does the listener have to stay.
      if (error) return onError(error);
      process.stdout.off('error', onError);
      resolve(null);
    });
  });
}

function openStderr(): Stderr {
  let target: Pick<NodeJS.WriteStream, 'write'> | ReturnType<typeof terminalWriter> = null;
  const open = () => {
    // stderr may be closed or broken.
    process.stderr.on('error', () => {});
    return terminalWriter(STDERR) ?? process.stderr;
  };
  return {
    get isTerminal() {
      return isatty(STDERR);
    },
    get columns() {
      return process.stderr.columns;
    },
    write(text) {
      target ??= open();
      target.write(text);
    },
  };
}

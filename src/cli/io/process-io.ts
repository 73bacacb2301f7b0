// The `Io` of the real process: the only place in the command line that accesses its environment and standard streams.
import { fstatSync, readFileSync, statSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { readChunks } from '../../system/read-chunks.ts';
import { terminalWriter } from '../../system/terminal-writer.ts';
import { closeTerminal, openControllingTerminal } from '../ask/controlling-terminal.ts';
import type { Fault, Io, Stderr, Stdin, Stdout } from './io.ts';
import { endBySignal, watchSignals } from './signals.ts';

const [STDIN, STDOUT, STDERR] = [0, 1, 2] as const;

/** The `Io` of this process, with `args`. */
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
    // The first access creates `process.stdin`, which may consume input meant for a surrounding loop: check `isatty` first.
    isatty(STDIN) && isatty(STDERR) ? { input: process.stdin, output: process.stderr } : null,
  );
}

const stdin: Stdin = {
  get isTerminal() {
    return isatty(STDIN);
  },
  isFile: () => fstatSync(STDIN).isFile(),
  /** Streams pipes, sockets and terminals; reads everything else directly, as Node's stream would hide errors. */
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
  async write(text, patienceMs) {
    if (patienceMs === undefined) return writeStdout(text);
    const terminal = terminalWriter(STDOUT);
    if (!terminal) return writeStdout(text);
    terminal.write(text);
    await terminal.settle(patienceMs);
    return null;
  },
};

/** Needed because Node silently discards writes to a directory, an epoll or an unconnected socket. */
function findStdoutFault(): Fault | null {
  try {
    // A write of zero bytes has no effect, but reports errors.
    writeSync(STDOUT, '');
    return null;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'EIO';
    return MAY_PASS.includes(code) ? null : code;
  }
}

/** Transient errors: a full disk may have room again when the answer arrives. */
const MAY_PASS: readonly Fault[] = ['EAGAIN', 'ENOSPC', 'EDQUOT'];

const ACCESS_MODE = 0b11;
const READ_AND_WRITE = 0b10;

/**
 * Node replaces a closed stdout by the null device, opened for reading and writing; `>/dev/null` opens it for writing
 * only. A null device that the caller opened for both looks the same. Detected on Linux only.
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
      // On failure an `error` event follows later, so the listener must stay.
      if (error) return onError(error);
      process.stdout.off('error', onError);
      resolve(null);
    });
  });
}

function openStderr(): Stderr {
  let target: Pick<NodeJS.WriteStream, 'write'> | ReturnType<typeof terminalWriter> = null;
  const open = () => {
    // stderr may be closed or broken; ignore its errors.
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

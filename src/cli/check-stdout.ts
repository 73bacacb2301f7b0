// Whether stdout can take an answer, checked before a human is asked for one.
import { fstatSync, readFileSync, statSync, writeSync } from 'node:fs';
import { describeFileError } from '../system/error-words.ts';
import { CommandError } from './errors.ts';
import { EXIT } from './exit-codes.ts';

/** Throws with exit code 74 when it cannot. `isAllThereIs` when the exit code does not carry the answer too. */
export function checkStdout(isAllThereIs: boolean): void {
  const fault = findStdoutFault() ?? (isAllThereIs && isStdoutClosed() ? 'EBADF' : null);
  if (fault === null) return;
  const what = `stdout cannot be written (${describeFileError({ code: fault })})`;
  throw new CommandError(`${what}: nobody is asked; >/dev/null throws the answer away`, EXIT.outputFailed);
}

/**
 * Why stdout cannot be written, as an errno(3) code; null when no reason is known. Node silently discards what is written to
 * a directory, an epoll or an unconnected socket.
 */
export function findStdoutFault(): string | null {
  try {
    // Writing zero bytes has no effect but the error.
    writeSync(1, '');
    return null;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'EIO';
    return MAY_PASS.includes(code) ? null : code;
  }
}

/** A disk that is full may have room once there is an answer. */
const MAY_PASS: readonly string[] = ['EAGAIN', 'ENOSPC', 'EDQUOT'];

const ACCESS_MODE = 0b11;
const READ_AND_WRITE = 0b10;

/**
 * True when this command was started with its stdout closed: Node then puts the null device there, open for reading too,
 * which `>/dev/null` is not. Detected on Linux only.
 */
function isStdoutClosed(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const stats = fstatSync(1);
    if (!stats.isCharacterDevice() || stats.rdev !== statSync('/dev/null').rdev) return false;
    const [, flags = '0'] = /^flags:\s+([0-7]+)$/m.exec(readFileSync('/proc/self/fdinfo/1', 'utf8')) ?? [];
    return (Number.parseInt(flags, 8) & ACCESS_MODE) === READ_AND_WRITE;
  } catch {
    return false;
  }
}

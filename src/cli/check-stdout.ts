// Whether stdout can take an answer, checked before a human is asked for one.
import { describeFileError } from '../system/error-words.ts';
import { CommandError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import type { Stdout } from './io.ts';

/** Throws with exit code 74 when it cannot. `isAllThereIs` when the exit code does not carry the answer too. */
export function checkStdout(stdout: Stdout, isAllThereIs: boolean): void {
  const fault = stdout.findFault() ?? (isAllThereIs && stdout.isClosed() ? 'EBADF' : null);
  if (fault === null) return;
  const what = `stdout cannot be written (${describeFileError({ code: fault })})`;
  throw new CommandError(`${what}: nobody is asked; >/dev/null throws the answer away`, EXIT.outputFailed);
}

// Checks that stdout can be written before a human is asked.
import { describeFileError } from '../../system/error-words.ts';
import { CommandError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Stdout } from '../io/io.ts';

/** Throws with exit code 74 if stdout cannot be written. `isAllThereIs`: only stdout carries the answer. */
export function checkStdout(stdout: Stdout, isAllThereIs: boolean): void {
  const fault = stdout.findFault();
  if (fault !== null) throw refusal(describeFileError({ code: fault }), '>/dev/null throws the answer away');
  if (!isAllThereIs || !stdout.isClosed()) return;
  // Python's DEVNULL and Node's stdio 'ignore' look like a closed stdout; see `isStdoutClosed` in process-io.ts.
  const why = 'it is closed, or the null device open for reading too';
  throw refusal(why, 'to throw the answer away, open the null device for writing only, as >/dev/null does');
}

function refusal(why: string, advice: string): CommandError {
  return new CommandError(`stdout cannot be written (${why}): nobody is asked; ${advice}`, EXIT.outputFailed);
}

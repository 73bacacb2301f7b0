// Checks that stdout can be written before a human is asked.
import { describeFileError } from '../../system/error-words.ts';
import { CommandError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Stdout } from '../io/io.ts';

/** Throws with exit code 74 if stdout cannot be written. `isAllThereIs`: only stdout carries the answer. */
export function checkStdout(stdout: Stdout, isAllThereIs: boolean): void {
  const fault = stdout.findFault();
  if (fault !== null) throw refusal(describeFileError({ code: fault }), 'to discard the answer, use >/dev/null');
  if (!isAllThereIs || !stdout.isClosed()) return;
  // Python's DEVNULL and Node's stdio 'ignore' look like a closed stdout; see `isStdoutClosed` in process-io.ts.
  const why = 'it is closed, or it is the null device opened for reading too';
  throw refusal(why, 'to discard the answer, open the null device for writing only, as >/dev/null does');
}

function refusal(why: string, advice: string): CommandError {
  return new CommandError(`cannot write to stdout (${why}), so nobody was asked; ${advice}`, EXIT.outputFailed);
}

// Maps errors to a message for people and an exit code for scripts.

import { KeyTakenError, UnknownPromptError } from '../client/ask-errors.ts';
import { NoPortalError, SilentPortalError } from '../client/start.ts';
import { describeFileError, isFileError } from '../system/error-words.ts';
import { UnsafeDirectoryError } from '../system/private-directory.ts';
import { EXIT } from './exit-codes.ts';

/** Ends the command with `exitCode` after printing `message`, one line that names the fix. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** An error in the command line, or in the spec built from it. */
export function usageError(message: string): CommandError {
  return new CommandError(message, EXIT.usage);
}

const LOST_PROMPT = 'the portal has lost the question, and its command with it; ask again';

/** The message and exit code for `error`; never exit code 1 for an unexpected error, as that means an answer. */
export function describeError(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof CommandError) return error;
  if (error instanceof KeyTakenError) return { message: `--key: ${error.message}`, exitCode: EXIT.usage };
  if (error instanceof UnknownPromptError) return { message: LOST_PROMPT, exitCode: EXIT.usage };
  if (error instanceof SilentPortalError) return { message: error.message, exitCode: EXIT.unavailable };
  if (error instanceof NoPortalError || error instanceof UnsafeDirectoryError) {
    return { message: `no human can be reached: ${error.message}`, exitCode: EXIT.unavailable };
  }
  const { code = '', path } = (error ?? {}) as NodeJS.ErrnoException;
  // A fault of the environment, not a bug: no space, no descriptors, no permission.
  if (isFileError(code)) {
    const what = `${path === undefined ? '' : `${path}: `}${describeFileError(error)}`;
    return { message: `no human can be reached: ${what}`, exitCode: EXIT.unavailable };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return { message: `internal error: ${detail}; this is a bug in choice`, exitCode: EXIT.internal };
}

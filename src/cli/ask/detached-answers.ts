// Answers from a file to questions that were asked with --detach: each lies in a file of its own beside that file, named
// after the id, for `choice wait` to print.
import type { PromptSpec } from '../../core/spec.ts';
import { shorten } from '../../core/text.ts';
import { createFile, readIfPresent } from '../../system/atomic-file.ts';
import { describeFileError } from '../../system/error-words.ts';
import { type CommandError, usageError } from '../errors.ts';
import type { SettledPrompt } from '../format/outcome.ts';

export interface DetachedAnswer extends SettledPrompt {
  readonly spec: PromptSpec;
}

const pathOf = (file: string, id: string) => `${file}.${id}`;

/** Keeps the answer that was taken from `file`. Throws a usage error if that cannot be written. */
export function keepDetached(file: string, { id, opened_at, outcome, spec }: DetachedAnswer): void {
  try {
    createFile(pathOf(file, id), JSON.stringify({ id, opened_at, outcome, spec }));
  } catch (error) {
    throw cannot(pathOf(file, id), 'be written', error);
  }
}

/** The answer that was kept for `id`. Throws a usage error if there is none. */
export function findDetached(file: string, id: string): DetachedAnswer {
  // An id is part of a file name here.
  const path = /^[0-9a-z]{1,32}$/.test(id) ? pathOf(file, id) : null;
  try {
    const text = path === null ? null : readIfPresent(path);
    if (text !== null) return JSON.parse(text);
  } catch (error) {
    throw cannot(path ?? file, 'be read', error);
  }
  throw usageError(`no question with the id "${shorten(id)}" was asked with --detach and answered from ${file}`);
}

function cannot(path: string, what: string, error: unknown): CommandError {
  return usageError(`${path}: cannot ${what} (${describeFileError(error)})`);
}

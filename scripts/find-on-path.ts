// Finds installed programs.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of the first program with one of these names on `PATH`, directory by directory; null if there is none. */
export function findOnPath(names: readonly string[], { PATH = '' }: NodeJS.ProcessEnv = process.env): string | null {
  const paths = PATH.split(delimiter).flatMap((directory) => names.map((name) => join(directory, name)));
  return paths.find(isExecutable) ?? null;
}

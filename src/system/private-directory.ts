// Directories that hold secrets: real, ours, and closed to everybody else.
import { existsSync, lstatSync, mkdirSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { describeFileError } from './error-words.ts';
import { findStranger } from './platform-dirs.ts';

/** A directory that others could have tampered with, or that cannot be made. */
export class UnsafeDirectoryError extends Error {
  override readonly name = 'UnsafeDirectoryError';
}

/**
 * Creates `directory` with mode 0700 where it is missing, but below no directory of another user: root, who may, would
 * lock them out. Throws `UnsafeDirectoryError` unless it is ours alone.
 */
export function ensurePrivateDirectory(directory: string): void {
  const cannot = (reason: string) =>
    new UnsafeDirectoryError(`cannot create ${directory} (${reason}); set CHOICE_HOME to a directory you own`);
  const stranger = existsSync(directory) ? null : findStranger(directory, true);
  if (stranger !== null) throw cannot(stranger);
  try {
    makeWithParents(directory);
  } catch (error) {
    throw cannot(describeFileError(error));
  }
  const problem = findFault(lstatSync(directory), 0o077);
  if (problem) throw new UnsafeDirectoryError(`${directory} ${problem.is}; ${problem.fix(directory)}`);
}

/** One by one: where a parent is there and refuses with ENOENT, as /proc does, `recursive` of Node 20 never returns. */
function makeWithParents(directory: string): void {
  try {
    makeUnlessThere(directory);
  } catch (error) {
    const parent = dirname(directory);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === directory) throw error;
    makeWithParents(parent);
    makeUnlessThere(directory);
  }
}

/** Leaves what is there, whatever it is: the caller looks at it. */
function makeUnlessThere(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Checks a directory that was given to us, such as `CHOICE_HOME`: it may be readable by others, since the secrets
 * lie in private directories below, but must not be writable by them. Missing is fine: it will be created.
 */
export function checkGivenDirectory(directory: string): void {
  const stats = inspect(directory);
  const problem = stats && findFault(stats, 0o022);
  if (problem) throw new UnsafeDirectoryError(`${directory} ${problem.is}; ${problem.fix(directory)}`);
}

function inspect(directory: string): Stats | null {
  try {
    return lstatSync(directory, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    // A file where a directory should be, one that we may not enter, a loop of links.
    throw new UnsafeDirectoryError(
      `cannot reach ${directory} (${describeFileError(error)}); set CHOICE_HOME to a directory you own`,
    );
  }
}

export interface Fault {
  readonly is: string;
  readonly fix: (directory: string) => string;
}

/** What lets others at the directory of these `stats`, or makes it none of ours; null when it is private. */
export function findFault(stats: Stats, forbiddenMode: number): Fault | null {
  if (stats.isSymbolicLink()) return { is: 'is a symbolic link', fix: () => 'use the directory it points to' };
  if (!stats.isDirectory()) return { is: 'is not a directory', fix: () => 'move it away or set CHOICE_HOME' };
  if (process.platform === 'win32') return null;
  if (stats.uid !== process.getuid?.())
    return { is: 'belongs to another user', fix: () => 'set CHOICE_HOME to a directory you own' };
  if ((stats.mode & forbiddenMode) !== 0)
    return { is: 'is open to other users', fix: (directory) => `run: chmod 700 ${directory}` };
  return null;
}

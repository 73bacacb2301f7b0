// Directories for secrets: real directories, owned by this user, and closed to everybody else.
import { existsSync, lstatSync, mkdirSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { describeFileError } from './error-words.ts';
import { findStranger } from './platform-dirs.ts';

/** The bits of a mode that are forbidden to what holds secrets, and to any directory above that. */
export const OPEN_TO_OTHERS = 0o077;
export const WRITABLE_BY_OTHERS = 0o022;

/** A directory that others could have tampered with, or that cannot be created. */
export class UnsafeDirectoryError extends Error {
  override readonly name = 'UnsafeDirectoryError';
}

/**
 * Creates `directory` with mode 0700 if it is missing, but not below a directory of another user: root, who is allowed
 * to, would lock that user out. Throws `UnsafeDirectoryError` unless the directory is private to this user.
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
  refuseFault(directory, lstatSync(directory), OPEN_TO_OTHERS);
}

/** Creates parents one by one: if an existing parent fails with ENOENT, as /proc does, Node 20's `recursive` hangs. */
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

/** Leaves an existing entry of any type as it is: the caller checks it. */
function makeUnlessThere(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Checks a directory that the user specified, such as `CHOICE_HOME`: it may be readable by others, since the secrets
 * are in private directories below, but must not be writable by them. It may be missing: it will be created.
 */
export function checkGivenDirectory(directory: string): void {
  const stats = inspect(directory, (error) => {
    throw new UnsafeDirectoryError(
      `cannot reach ${directory} (${describeFileError(error)}); set CHOICE_HOME to a directory you own`,
    );
  });
  if (stats) refuseFault(directory, stats, WRITABLE_BY_OTHERS);
}

/**
 * What is at `path`, null if nothing is. Returns what `onError` makes of the error when that cannot be seen: below a file,
 * in a directory that we may not enter, or in a loop of links.
 */
export function inspect<T>(path: string, onError: (error: unknown) => T): Stats | T | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    return onError(error);
  }
}

/** True for a file, rather than a link or a directory, that is closed to other users. */
export function isPrivateFile(stats: Stats): boolean {
  return stats.isFile() && (process.platform === 'win32' || (stats.mode & OPEN_TO_OTHERS) === 0);
}

/** Throws `UnsafeDirectoryError` if `findFault` finds a fault. */
export function refuseFault(directory: string, stats: Stats, forbiddenMode: number): void {
  const fault = findFault(stats, forbiddenMode);
  if (fault) throw new UnsafeDirectoryError(`${directory} ${fault.is}; ${fault.fix(directory)}`);
}

export interface Fault {
  readonly is: string;
  readonly fix: (directory: string) => string;
}

/** Why the directory with these `stats` is accessible to others, or not ours; null when it is private. */
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

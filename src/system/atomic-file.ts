// Reads and atomically writes small files: readers see the whole content or none.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';

/** Replaces `path` with `content`, mode 0600. */
export function replaceFile(path: string, content: string): void {
  const temporary = writeTemporary(path, content);
  try {
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Atomically creates `path` with `content`, mode 0600. False when it exists already. */
export function createFile(path: string, content: string): boolean {
  const temporary = writeTemporary(path, content);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Upper bound on the size of our files: bytes. */
const MAX_BYTES = 1024 * 1024;

/** Content of `path`, or null when the file or a directory of its path does not exist; else like `readRegular`. */
export function readIfPresent(path: string): string | null {
  try {
    return readRegular(path);
  } catch (error) {
    // ENOTDIR: a parent in the path is a file.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/** What is at a path is not a file that we would read. */
export class UnsuitableFileError extends Error {}

/** Content of the regular file `path`, at most 1 MiB. Throws for anything else; never blocks, as on a FIFO. */
export function readRegular(path: string): string {
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(fd);
    // Reading a directory fails with an error that says so.
    if (!stats.isFile() && !stats.isDirectory()) throw new UnsuitableFileError('it is not a regular file');
    if (stats.size > MAX_BYTES) throw new UnsuitableFileError('it is larger than 1 MiB');
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}

function writeTemporary(path: string, content: string): string {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // On a full disk, an empty file would be left behind.
    rmSync(temporary, { force: true });
    // The error of a failed write does not name the file.
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
  return temporary;
}

// Small files that readers see whole or not at all.
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
  const draft = writeDraft(path, content);
  renameSync(draft, path);
}

/** Creates `path` with `content`, mode 0600, whole from the first moment. False when it exists already. */
export function createFile(path: string, content: string): boolean {
  const draft = writeDraft(path, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** None of our files is longer: bytes. */
const MAX_BYTES = 1024 * 1024;

/** Content of `path`, or null when there is no such file, nor a directory that could hold it; else as `readRegular`. */
export function readIfPresent(path: string): string | null {
  try {
    return readRegular(path);
  } catch (error) {
    // Below a file, too, there is nothing.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/** Content of the regular file `path`, at most 1 MiB. Throws for anything else; never waits, as for the writer of a FIFO. */
export function readRegular(path: string): string {
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(fd);
    // To read a directory says so itself.
    if (!stats.isFile() && !stats.isDirectory()) throw new Error('it is not a regular file');
    if (stats.size > MAX_BYTES) throw new Error('it is larger than 1 MiB');
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}

function writeDraft(path: string, content: string): string {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(draft, content, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // On a full disk its name would be left, with nothing in it.
    rmSync(draft, { force: true });
    // A write that fails does not name the file.
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
  return draft;
}

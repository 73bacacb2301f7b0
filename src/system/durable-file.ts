// Writes files that survive a power failure, and reads them back.
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Replaces `path` with `content`, mode 0600: readers see the whole of one or of the other. With `mustSync` it is on disk when
 * it resolves. A process that is killed may leave `PATH.PID.…` behind.
 */
export async function replaceDurably(path: string, content: string, mustSync: boolean): Promise<void> {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      if (mustSync) await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  if (mustSync) await syncDirectory(dirname(path));
}

/**
 * Content of the regular file `path`; null for anything else, a link, or more than `maxBytes`. Rejects when it cannot be read
 * at the moment, and never blocks, as on a FIFO.
 */
export async function readSmallFile(path: string, maxBytes: number): Promise<string | null> {
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  try {
    const file = await open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
    try {
      const stats = await file.stat();
      return stats.isFile() && stats.size <= maxBytes ? await file.readFile('utf8') : null;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (['ELOOP', 'EISDIR', 'ENXIO'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/** Makes the name of a new file as durable as its content. Some platforms cannot open a directory. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

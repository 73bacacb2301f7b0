// Writes files that survive a power failure.
import { randomBytes } from 'node:crypto';
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

/** Makes the name of a new file as durable as its content. Some platforms cannot open a directory. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

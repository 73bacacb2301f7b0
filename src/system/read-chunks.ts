// Reads a descriptor to its end without ever blocking, however slow its writer is.
import { readSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const CHUNK_BYTES = 64 * 1024;
/** How often a file without data is polled: ms. */
const LOOK_AGAIN_MS = 20;

/** Reads to end of file. A FIFO that has no writer yet looks ended: with `isEarly`, it waits for the first bytes. */
export async function* readChunks(fd: number, isEarly: boolean): AsyncGenerator<Buffer> {
  for (let isWaiting = isEarly; ; ) {
    const chunk = readAvailable(fd);
    if (chunk?.length) {
      isWaiting = false;
      yield chunk;
    } else if (chunk && !isWaiting) return;
    else await delay(LOOK_AGAIN_MS);
  }
}

/** Empty at end of file; null while no data is available. */
function readAvailable(fd: number): Buffer | null {
  const buffer = Buffer.alloc(CHUNK_BYTES);
  try {
    return buffer.subarray(0, readSync(fd, buffer));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return null;
    throw error;
  }
}

// One file of a journal while it is written: appended to, synced, and given up after the first failure.
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isArmed } from '../system/failpoints.ts';

export class JournalFile {
  readonly path: string;
  readonly #handle: FileHandle;
  /** Prompts whose registration this file holds, so that it tells of them whatever becomes of the files before it. */
  readonly opened = new Set<string>();
  #bytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Creates `path`, mode 0600. Rejects when it exists, or the disk is full. */
  static async create(path: string): Promise<JournalFile> {
    FAILPOINT: if (isArmed('disk_full')) return new JournalFile(path, await open('/dev/full', 'a'));
    const file = new JournalFile(path, await open(path, 'ax', 0o600));
    await syncDirectory(dirname(path));
    return file;
  }

  /** Bytes that were written whole. */
  get bytes(): number {
    return this.#bytes;
  }

  /** True when somebody removed it: what is written to it now, nobody will read. */
  async isRemoved(): Promise<boolean> {
    return (await this.#handle.stat()).nlink === 0;
  }

  /** Appends `lines`; with `sync` they are on disk when it resolves. After a rejection the file must be given up. */
  async append(lines: string, sync: boolean): Promise<void> {
    try {
      await this.#handle.appendFile(lines);
    } catch (error) {
      // Some of it may have gone out before the disk was full.
      await this.#handle.truncate(this.#bytes).catch(() => {});
      throw error;
    }
    this.#bytes += Buffer.byteLength(lines);
    if (sync) await this.#handle.datasync();
  }

  /** What was to be on disk is there. After a failure another sync would prove nothing: the kernel may have dropped it. */
  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** Makes the name of a new file as durable as what will be in it. Some platforms cannot open a directory. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

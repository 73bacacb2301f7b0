// One journal file that is being written: appends to it and syncs it. It is abandoned after the first failure.
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { syncDirectory } from '../../system/durable-file.ts';
import { isArmed } from '../../system/failpoints.ts';

export class JournalFile {
  readonly name: string;
  readonly #handle: FileHandle;
  /** Prompts whose registration is in this file, which thus stays complete when retention removes the files before it. */
  readonly opened = new Set<string>();
  #bytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.name = basename(path);
    this.#handle = handle;
  }

  /** Creates `path`, mode 0600. Rejects when it exists, or the disk is full. */
  static async create(path: string): Promise<JournalFile> {
    FAILPOINT: if (isArmed('disk_full')) return new JournalFile(path, await open('/dev/full', 'a'));
    const file = new JournalFile(path, await open(path, 'ax', 0o600));
    await syncDirectory(dirname(path));
    return file;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** True when the file was removed, so that nothing written to it can be read. */
  async isRemoved(): Promise<boolean> {
    return (await this.#handle.stat()).nlink === 0;
  }

  /**
   * Appends `lines`; with `sync` they are on disk when it resolves. After a rejection, the file must be abandoned:
   * another sync would prove nothing, because the kernel may have dropped the data.
   */
  async append(lines: string, sync: boolean): Promise<void> {
    await this.#handle.appendFile(lines);
    this.#bytes += Buffer.byteLength(lines);
    if (sync) await this.#handle.datasync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

// Reading single lines out of files that stay open for one piece of work.
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';

interface Line {
  readonly file: string;
  readonly start: number;
  readonly length: number;
}

/** Files open at a time. */
const MAX_OPEN = 32;

export class LineReader {
  readonly #directory: string;
  readonly #handles = new Map<string, FileHandle>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The text of `lines`, in their order. Those of a file that is gone are left out. */
  async read(lines: readonly Line[]): Promise<string[]> {
    const found: string[] = [];
    for (const { file, start, length } of lines) {
      const handle = await this.#open(file);
      if (!handle) continue;
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
      found.push(buffer.toString('utf8', 0, bytesRead));
    }
    return found;
  }

  async close(): Promise<void> {
    const handles = [...this.#handles.values()];
    this.#handles.clear();
    await Promise.all(handles.map((handle) => handle.close()));
  }

  async #open(file: string): Promise<FileHandle | null> {
    const known = this.#handles.get(file);
    if (known) return known;
    if (this.#handles.size >= MAX_OPEN) await this.close();
    const handle = await open(join(this.#directory, file), 'r').catch(() => null);
    if (handle) this.#handles.set(file, handle);
    return handle;
  }
}

// Doors for systems that do not reveal the user of a connection: a private file redirects the browser. Its name is random.
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createFile } from '../../system/atomic-file.ts';
import { DOOR_LIFE_MS, type Doors } from './doors.ts';

const NAME = /^open-[\w-]{22}\.html$/;

export interface FileDoorsOptions {
  /** Private to this user. */
  readonly directory: string;
  /** Returns the portal's URL of `path`, with a new code. */
  readonly lead: (path: string) => string;
}

export class FileDoors implements Doors {
  readonly #options: FileDoorsOptions;
  readonly #files = new Map<string, NodeJS.Timeout>();

  constructor(options: FileDoorsOptions) {
    this.#options = options;
  }

  /** Removes files left by a killed portal: their codes are no longer valid. */
  async prepare(): Promise<void> {
    for (const name of listFiles(this.#options.directory)) {
      const file = join(this.#options.directory, name);
      if (NAME.test(name) && !this.#files.has(file)) rmSync(file, { force: true });
    }
  }

  open(path: string): string | null {
    const { directory, lead } = this.#options;
    const file = join(directory, `open-${randomBytes(16).toString('base64url')}.html`);
    try {
      createFile(file, pageTo(lead(path)));
    } catch {
      return null;
    }
    this.#files.set(file, setTimeout(() => this.#remove(file), DOOR_LIFE_MS).unref());
    return pathToFileURL(file).href;
  }

  close(): void {
    for (const file of [...this.#files.keys()]) this.#remove(file);
  }

  #remove(file: string): void {
    clearTimeout(this.#files.get(file));
    this.#files.delete(file);
    rmSync(file, { force: true });
  }
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Escapes nothing: codes and paths consist of letters, digits and a few characters without a meaning in HTML. */
function pageTo(url: string): string {
  return `<!doctype html>\n<meta charset="utf-8">\n<meta name="referrer" content="no-referrer">\n<meta http-equiv="refresh" content="0; url=${url}">\n<title>choice</title>\n<a href="${url}">choice</a>\n`;
}

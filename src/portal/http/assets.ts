// Serves the page's files from memory: hashed names cached forever, precompressed, nothing outside the build's own folder.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { policyWith } from '../../security/headers.ts';
import type { Reply } from '../../transport/transport.ts';
import { refuse, reply } from './replies.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const INLINE_SCRIPT = /<script(?: type="importmap")?>(.*?)<\/script>/gs;
const IMMUTABLE = 'public, max-age=31536000, immutable';
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** Serves the built page in `directory`, as it is when the first file is requested or {@link read} is called. */
export class Assets {
  readonly #directory: string;
  /** By path relative to the directory, with `/`. */
  #files: ReadonlyMap<string, Buffer> | null = null;
  #policy: string | null = null;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Reads every file into memory, soon after the portal listens: the next version of the program may be installed over
   * this one, and its page only works with a portal of its own version.
   */
  read(): ReadonlyMap<string, Buffer> {
    this.#files ??= new Map(this.#listFiles().map((file) => [file, readFileSync(join(this.#directory, file))]));
    return this.#files;
  }

  /** Returns the one HTML page, for every route that a human opens. */
  page(acceptEncoding: string | null): Reply {
    const page = this.#serve('index.html', acceptEncoding, 'no-store');
    return { ...page, headers: { ...page.headers, 'content-security-policy': this.#readPolicy() } };
  }

  serviceWorker(acceptEncoding: string | null): Reply {
    return this.#serve('sw.js', acceptEncoding, 'no-cache');
  }

  /** Serves `/assets/NAME`. The name is looked up in the list of built files, and never used as a path. */
  asset(name: string, acceptEncoding: string | null): Reply {
    const file = `assets/${name}`;
    if (!this.read().has(file) || ENCODINGS.some(([, suffix]) => name.endsWith(suffix)))
      return refuse(404, { error: 'not_found', message: 'there is no such file; reload the page' });
    return this.#serve(file, acceptEncoding, IMMUTABLE);
  }

  #listFiles(): string[] {
    return ['', 'assets/'].flatMap((folder) =>
      readdirSync(join(this.#directory, folder), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => folder + name),
    );
  }

  #serve(file: string, acceptEncoding: string | null, cacheControl: string): Reply {
    const accepted = (acceptEncoding ?? '')
      .split(',')
      .map((entry) => entry.replaceAll(/\s/g, '').toLowerCase().split(';'))
      .flatMap(([name = '', quality = 'q=1']) => (/^q=0(?:\.0*)?$/.test(quality) ? [] : [name]));
    const [encoding, suffix] = ENCODINGS.find(([name]) => accepted.includes(name)) ?? [null, ''];
    return reply(200, this.#find(file + suffix), {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'cache-control': cacheControl,
      vary: 'accept-encoding',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    });
  }

  /** Returns the page's policy. It allows its inline elements: the first script, and the digests of parts loaded later. */
  #readPolicy(): string {
    const page = this.#find('index.html').toString();
    this.#policy ??= policyWith('script', ...[...page.matchAll(INLINE_SCRIPT)].map(([, script = '']) => script));
    return this.#policy;
  }

  #find(file: string): Buffer {
    const content = this.read().get(file);
    if (!content) throw new Error(`the page has no file ${file}`);
    return content;
  }
}

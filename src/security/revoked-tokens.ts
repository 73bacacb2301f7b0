// Tokens of tabs that are no longer accepted, by name. Tokens outlive portals, so this list does too.
import { readIfPresent, replaceFile } from '../system/atomic-file.ts';
import { isFresh } from './token.ts';

/** The most names that are loaded from the file. */
const MAX_KEPT = 1_000;

export interface RevokedTokensOptions {
  /** In a private directory; null where no token outlives the portal. */
  readonly file: string | null;
  /** Wall-clock ms. */
  readonly wall: () => number;
}

export class RevokedTokens {
  readonly #options: RevokedTokensOptions;
  readonly #names: Set<string>;

  constructor(options: RevokedTokensOptions) {
    this.#options = options;
    const names = (options.file === null ? null : readIfPresent(options.file))?.split('\n') ?? [];
    this.#names = new Set(names.filter((name) => name !== '' && isFresh(name, options.wall())).slice(-MAX_KEPT));
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Revokes the token of this name. Throws if the name cannot be written; this portal refuses the token all the same. */
  add(name: string): void {
    this.#names.add(name);
    if (this.#options.file !== null) replaceFile(this.#options.file, [...this.#names].join('\n'));
  }
}

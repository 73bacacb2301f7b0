// Builds URLs that lead a human to a page: printed ones with their codes, and doors to open a browser with.
import { randomBytes } from 'node:crypto';
import { codeFragment, PATHS, promptPage } from '../../protocol/paths.ts';
import type { Codes } from '../../security/codes.ts';
import { printedCode } from '../../security/token.ts';
import type { Doors } from './doors.ts';

export interface InvitationsOptions {
  /** Printed codes are derived from this. */
  readonly portal: () => { readonly key: string; readonly port: number };
  readonly codes: Codes;
  readonly doors: () => Doors;
}

export class Invitations {
  readonly #options: InvitationsOptions;

  constructor(options: InvitationsOptions) {
    this.#options = options;
  }

  /** Returns the URL that is printed for a human: its code is valid while the prompt is open. */
  printedUrl(id: string): string {
    return this.#origin() + promptPage(id) + codeFragment(printedCode(this.#options.portal(), id));
  }

  /** Returns a URL of `path` whose code works once, for 60 s: anyone who sees it can use it. */
  codeUrl(path: string): string {
    const { codes } = this.#options;
    // The dashboard's address is always the same, so a browser may have cached what another program served there.
    const query = path === PATHS.dashboard ? `?${randomBytes(6).toString('base64url')}` : '';
    return this.#origin() + path + query + codeFragment(codes.issue());
  }

  /** Returns an address to open a browser with, which other users may see; without a code when no door is available. */
  oneTimeUrl(path: string): string {
    return this.#options.doors().open(path) ?? this.#origin() + path;
  }

  #origin(): string {
    return `http://127.0.0.1:${this.#options.portal().port}`;
  }
}

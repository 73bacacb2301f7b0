// URLs that bring a human to a page: printed ones with their codes, and doors for a browser that is opened.
import { randomBytes } from 'node:crypto';
import { codeFragment, PATHS, promptPage } from '../../protocol/paths.ts';
import type { Codes } from '../../security/codes.ts';
import { printedCode } from '../../security/token.ts';
import type { Doors } from './doors.ts';

export interface InvitationsOptions {
  /** What printed codes are made for. */
  readonly portal: () => { readonly key: string; readonly port: number };
  readonly codes: Codes;
  readonly doors: () => Doors;
}

export class Invitations {
  readonly #options: InvitationsOptions;

  constructor(options: InvitationsOptions) {
    this.#options = options;
  }

  /** The URL that is printed for a human: its code is good while the prompt is open. */
  printedUrl(id: string): string {
    return this.#origin() + promptPage(id) + codeFragment(printedCode(this.#options.portal(), id));
  }

  /** A URL of `path` whose code works once, for 60 s: anyone who sees it can use it. */
  codeUrl(path: string): string {
    const { codes } = this.#options;
    // The dashboard's address is always the same: a browser may have kept what a stranger served there.
    const query = path === PATHS.dashboard ? `?${randomBytes(6).toString('base64url')}` : '';
    return this.#origin() + path + query + codeFragment(codes.issue());
  }

  /** An address to open a browser with, where others may see it; without a code when no door can be had. */
  oneTimeUrl(path: string): string {
    return this.#options.doors().open(path) ?? this.#origin() + path;
  }

  #origin(): string {
    return `http://127.0.0.1:${this.#options.portal().port}`;
  }
}

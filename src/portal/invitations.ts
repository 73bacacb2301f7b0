// URLs that bring a human to a page, with their codes.
import { codeFragment, promptPage } from '../protocol/paths.ts';
import type { Codes } from '../security/codes.ts';
import { printedCode } from '../security/token.ts';

export interface InvitationsOptions {
  /** What printed codes are made for. */
  readonly portal: () => { readonly key: string; readonly port: number };
  readonly codes: Codes;
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

  /** A URL of `path` whose code works once, for 60 s. */
  oneTimeUrl(path: string): string {
    return this.#origin() + path + codeFragment(this.#options.codes.issue());
  }

  #origin(): string {
    return `http://127.0.0.1:${this.#options.portal().port}`;
  }
}

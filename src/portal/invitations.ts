// Bringing a human to a prompt: URLs with their codes, and who may open the browser.
import { randomBytes } from 'node:crypto';
import { codeFragment, PATHS, promptPage } from '../protocol/paths.ts';
import type { Codes } from '../security/codes.ts';
import { printedCode } from '../security/token.ts';
import type { Doors } from './doors.ts';

/** How long one asker's browser may take to show up before another asker opens one too: ms. */
const LAUNCH_TIME = 10_000;

export interface InvitationsOptions {
  /** What printed codes are made for. */
  readonly portal: () => { readonly key: string; readonly port: number };
  readonly codes: Codes;
  readonly doors: () => Doors;
  readonly now: () => number;
  /** Pages that could show a prompt right now. */
  readonly pages: () => number;
}

export class Invitations {
  readonly #options: InvitationsOptions;
  /** The prompt for which a browser is being opened. */
  #launch: { readonly id: string; readonly until: number } | null = null;

  constructor(options: InvitationsOptions) {
    this.#options = options;
  }

  /** The URL that is printed for a human: its code is good while the prompt is open. */
  printedUrl(id: string): string {
    return this.#origin() + promptPage(id) + codeFragment(printedCode(this.#options.portal(), id));
  }

  /** A URL of `path` whose code works once, for 60 s: whoever sees it may come in. */
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

  /**
   * The URL by which the asker of `id` is to open a browser; null when a page is there already, or on its way
   * because another asker has just opened one.
   */
  claim(id: string): string | null {
    const { now, pages } = this.#options;
    if (pages() > 0 || (this.#launch && now() < this.#launch.until)) return null;
    this.#launch = { id, until: now() + LAUNCH_TIME };
    return this.oneTimeUrl(promptPage(id));
  }

  /** A page came, or the prompt of the launch is settled: the next asker without a page opens its own. */
  endLaunch(id: string | null = null): void {
    if (id === null || this.#launch?.id === id) this.#launch = null;
  }
}

// Whether a human can see the question: opens the browser when the portal asks for it, and reports when no one is there.
import type { Opened } from '../../client/ask.ts';
import { type Opener, openBrowser } from '../../client/browser.ts';
import { CommandError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Notes } from '../io/output.ts';
import type { Strings } from '../strings/en.ts';

export interface HumanReachOptions {
  readonly notes: Notes;
  readonly strings: Strings;
  /** Null when the caller wants no browser. */
  readonly opener: Opener | null;
  /** The opener runs with it. */
  readonly env: NodeJS.ProcessEnv;
  /** The address to open a browser with, which may run on another machine, for the portal's `openUrl`. */
  readonly addressOf: (openUrl: string) => string;
  /** The question is drawn in this terminal. */
  readonly isDrawn: () => boolean;
  /** A page or a terminal showed the question. */
  readonly isSeen: () => boolean;
  /** A command that answers the prompt from another shell; null where none can. */
  readonly answerBy: (id: string) => string | null;
  /** The command ends if no one is there. */
  readonly isRequired: boolean;
}

export class HumanReach {
  /** Resolves if no one is there although a human is required. */
  readonly failed: Promise<{ readonly error: CommandError }>;
  readonly #options: HumanReachOptions;
  #fail!: (failed: { error: CommandError }) => void;
  #id = '';
  #hasOpened = false;
  #isSaid = false;

  constructor(options: HumanReachOptions) {
    this.#options = options;
    this.failed = new Promise((resolve) => {
      this.#fail = resolve;
    });
  }

  /** The prompt is registered, its URL printed, and drawn in the terminal if there is one. */
  begin({ id, openUrl, isUnreached }: Opened): void {
    this.#id = id;
    if (isUnreached) this.seek(openUrl);
  }

  /** No page noticed the prompt: opens `openUrl`; null when no browser may be opened, or no page came of it. */
  seek(openUrl: string | null): void {
    const { opener, env, addressOf, notes, strings } = this.#options;
    if (openUrl !== null && opener && opener.kind !== 'none') {
      this.#hasOpened = true;
      void openBrowser(opener, addressOf(openUrl), env, (reason) => {
        notes.say(strings.browserFailed(reason));
        this.#nobody();
      });
    } else if (this.#hasOpened) {
      if (!this.#isSaid && !this.#options.isSeen()) notes.say(strings.noPageCame);
    } else {
      this.#nobody();
    }
  }

  #nobody(): void {
    const { notes, strings, isDrawn, isSeen, isRequired, answerBy } = this.#options;
    if (this.#isSaid || isDrawn() || isSeen()) return;
    this.#isSaid = true;
    if (isRequired) {
      const message = 'no human can be reached: there is no terminal, no browser and no open page';
      this.#fail({ error: new CommandError(message, EXIT.unavailable) });
    } else {
      notes.say(strings.nobodyThere(answerBy(this.#id)));
    }
  }
}

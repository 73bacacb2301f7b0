// Makes sure that a human can see the question: opens the browser on the portal's request, and reports when nobody can.
import { setTimeout as delay } from 'node:timers/promises';
import type { Opened } from '../../client/ask-options.ts';
import { type Opener, openBrowser } from '../../client/browser.ts';
import { CommandError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Run } from './run.ts';

/** How long the portal may take to tell whether a page noticed the question: ms. */
const PAGE_MS = 3_000;
/** How soon a browser that cannot start reports that: ms. */
const FAILURE_MS = 500;

interface HumanReachOptions {
  /** Null when the caller wants no browser. */
  readonly opener: Opener | null;
  /** Maps the portal's `openUrl` to the address to open in a browser, which may run on another machine. */
  readonly addressOf: (openUrl: string) => string;
  /** Whether the question is drawn in this terminal. */
  readonly isDrawn: () => boolean;
  /** Whether a page or a terminal has shown the question. */
  readonly isSeen: () => boolean;
  /** The command that answers the prompt from another shell; null if none can. */
  readonly answerBy: (id: string) => string | null;
}

export class HumanReach {
  /** Resolves if a human is required and none can be reached. */
  readonly failed: Promise<{ readonly error: CommandError }>;
  /** Resolves once a page noticed the question, a browser was started, or nobody can be reached, which need not matter. */
  readonly tried: Promise<void>;
  readonly #run: Run;
  readonly #options: HumanReachOptions;
  #fail!: (failed: { error: CommandError }) => void;
  #endTry!: () => void;
  #id = '';
  #hasOpened = false;
  #isSaid = false;

  constructor(run: Run, options: HumanReachOptions) {
    this.#run = run;
    this.#options = options;
    this.failed = new Promise((resolve) => {
      this.#fail = resolve;
    });
    this.tried = new Promise((resolve) => {
      this.#endTry = resolve;
    });
  }

  /** Call once the prompt is registered, its URL printed, and the prompt drawn in the terminal, if there is one. */
  begin({ id, openUrl, isUnreached }: Opened): void {
    this.#id = id;
    if (isUnreached) this.seek(openUrl);
    else setTimeout(() => this.#endTry(), PAGE_MS).unref();
  }

  /** A page noticed the question. */
  found(): void {
    this.#endTry();
  }

  /** No page shows the prompt: opens `openUrl`; null if no browser may be opened, or the one opened showed no page. */
  seek(openUrl: string | null): void {
    const { io, notes, strings } = this.#run;
    const { opener, addressOf, isSeen } = this.#options;
    if (openUrl !== null && opener && opener.kind !== 'none') {
      this.#hasOpened = true;
      let isStarted = true;
      const starting = openBrowser(opener, addressOf(openUrl), io.env, (reason) => {
        isStarted = false;
        notes.say(strings.browserFailed(reason));
        this.#nobody();
      });
      void starting.then(() => delay(FAILURE_MS, undefined, { ref: false })).then(() => isStarted && this.#endTry());
    } else if (this.#hasOpened) {
      if (!this.#isSaid && !isSeen()) notes.say(strings.noPageCame);
    } else {
      this.#nobody();
    }
  }

  #nobody(): void {
    const { flags, notes, strings } = this.#run;
    const { isDrawn, isSeen, answerBy } = this.#options;
    if (this.#isSaid || isDrawn() || isSeen()) {
      this.#endTry();
      return;
    }
    this.#isSaid = true;
    if (flags.requireHuman) {
      // A command that detaches does not ask in its terminal.
      const missing = flags.detach ? 'browser' : 'terminal, no browser';
      const message = `no human can be reached: there is no ${missing} and no open page`;
      this.#fail({ error: new CommandError(message, EXIT.unavailable) });
    } else {
      notes.say(strings.nobodyThere(flags.detach, answerBy(this.#id)));
      this.#endTry();
    }
  }
}

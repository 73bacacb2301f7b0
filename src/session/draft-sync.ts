// Keeps the draft of one surface and that of the portal, which every surface shows, in line: told in time, and neither
// lost to the other. Pure: timers are a parameter.
import { nameAnswer } from '../core/picks.ts';
import type { Answer, Draft } from '../core/prompt.ts';

/** Changes are sent this often at most: ms. A hold depends on it. */
const THROTTLE = 150;
/** How long an own change may stay without its echo before the changes of others count again: ms. */
const ECHO_TIME = 2_000;

export interface DraftSyncOptions {
  /** What of a draft counts. */
  readonly count: (draft: Draft) => Answer;
  /** False when it could not be sent. */
  readonly send: (answer: Answer) => boolean;
  /** Runs `run` once after `ms`; the returned function takes that back. */
  readonly after: (ms: number, run: () => void) => () => void;
}

export class DraftSync {
  readonly #options: DraftSyncOptions;
  /** What a human made here, and no portal was told. */
  #unsent: Draft | null = null;
  /** True once the portal had a draft, from here or from elsewhere. */
  #isShared = false;
  /** The name of what was sent and has not come back. */
  #awaited: string | null = null;
  #stopThrottle: (() => void) | null = null;
  #stopWaiting: () => void = () => {};

  constructor(options: DraftSyncOptions) {
    this.#options = options;
  }

  /** A human picked or typed, or at least is here. The first change is told at once, those right after it together. */
  change(draft: Draft): void {
    this.#unsent = draft;
    if (this.#stopThrottle || !this.flush()) return;
    this.#stopThrottle = this.#options.after(THROTTLE, () => {
      this.#stopThrottle = null;
      if (this.#unsent) this.change(this.#unsent);
    });
  }

  /** A human made `draft` earlier and it never reached a portal: sent on the next connection. */
  restore(draft: Draft): void {
    this.#unsent = draft;
  }

  /** Sends unsent changes now. False if that failed: they go with the next connection. */
  flush(): boolean {
    if (!this.#unsent) return true;
    const answer = this.#options.count(this.#unsent);
    if (!this.#options.send(answer)) return false;
    this.#unsent = null;
    this.#isShared = true;
    this.#awaited = nameAnswer(answer);
    this.#stopWaiting();
    this.#stopWaiting = this.#options.after(ECHO_TIME, () => {
      this.#awaited = null;
    });
    return true;
  }

  /**
   * What to take over of the portal's draft `remote`, if anything: not while this surface knows better, because its
   * own change is newer, or because in the first state of a connection (`fresh`) the portal never had it.
   */
  receive(local: Draft, remote: Draft | null, fresh: boolean): Draft | null {
    const name = remote && nameAnswer(remote);
    if (fresh) this.#recover(local, name);
    if (this.#unsent) return null;
    if (this.#awaited !== null) {
      if (name === this.#awaited) this.#awaited = null;
      return null;
    }
    if (remote) this.#isShared = true;
    return remote && name !== nameAnswer(this.#options.count(local)) ? remote : null;
  }

  /** Sends nothing more. */
  stop(): void {
    this.#stopThrottle?.();
    this.#stopThrottle = null;
    this.#stopWaiting();
    this.#unsent = null;
  }

  /** A new connection: what the last portal may never have passed on is told again. */
  #recover(local: Draft, remote: string | null): void {
    const isLost = (this.#awaited !== null && this.#awaited !== remote) || (remote === null && this.#isShared);
    this.#awaited = null;
    if (isLost) this.#unsent ??= local;
    this.flush();
  }
}

// Synchronises the draft of one surface with that of the portal, which every surface shows: sends changes in time, and
// loses neither draft to the other. Pure: timers are a parameter.
import { answerKey } from '../core/picks.ts';
import type { Answer, Draft } from '../core/prompt.ts';

/** Minimum interval between sent changes: ms. A hold depends on it. */
const THROTTLE = 150;
/** How long to wait for the echo of an own change before changes of others count again: ms. */
const ECHO_TIME = 2_000;

export interface DraftSyncOptions {
  /** Returns the part of a draft that counts. */
  readonly count: (draft: Draft) => Answer;
  /** False when it could not be sent. */
  readonly send: (answer: Answer) => boolean;
  /** Runs `run` once after `ms`; the returned function cancels that. */
  readonly after: (ms: number, run: () => void) => () => void;
}

export class DraftSync {
  readonly #options: DraftSyncOptions;
  /** A change made here that was not sent to any portal. */
  #unsent: Draft | null = null;
  /** True once the portal has had a draft, from here or from elsewhere. */
  #isShared = false;
  /** The name of the sent draft whose echo has not arrived. */
  #awaited: string | null = null;
  #stopThrottle: (() => void) | null = null;
  #stopWaiting: () => void = () => {};

  constructor(options: DraftSyncOptions) {
    this.#options = options;
  }

  /** A human picked or typed, or is at least present. The first change is sent at once, those right after it together. */
  change(draft: Draft): void {
    this.#unsent = draft;
    if (this.#stopThrottle || !this.flush()) return;
    this.#stopThrottle = this.#options.after(THROTTLE, () => {
      this.#stopThrottle = null;
      if (this.#unsent) this.change(this.#unsent);
    });
  }

  /** Restores a draft that never reached a portal: it is sent on the next connection. */
  restore(draft: Draft): void {
    this.#unsent = draft;
  }

  /** Sends unsent changes now. False if that failed: they are sent on the next connection. */
  flush(): boolean {
    if (!this.#unsent) return true;
    const answer = this.#options.count(this.#unsent);
    if (!this.#options.send(answer)) return false;
    this.#unsent = null;
    this.#isShared = true;
    this.#awaited = answerKey(answer);
    this.#stopWaiting();
    this.#stopWaiting = this.#options.after(ECHO_TIME, () => {
      this.#awaited = null;
    });
    return true;
  }

  /**
   * Returns the portal's draft `remote` if this surface must adopt it, else null. It must not while its own change is
   * newer, or if the first state of a connection (`fresh`) shows that the portal never had that change.
   */
  receive(local: Draft, remote: Draft | null, fresh: boolean): Draft | null {
    const name = remote && answerKey(remote);
    if (fresh) this.#recover(local, name);
    if (this.#unsent) return null;
    if (this.#awaited !== null) {
      if (name === this.#awaited) this.#awaited = null;
      return null;
    }
    if (remote) this.#isShared = true;
    return remote && name !== answerKey(this.#options.count(local)) ? remote : null;
  }

  /** Stops sending. */
  stop(): void {
    this.#stopThrottle?.();
    this.#stopThrottle = null;
    this.#stopWaiting();
    this.#unsent = null;
  }

  /** On a new connection: sends the local draft again if the last portal may never have passed it on. */
  #recover(local: Draft, remote: string | null): void {
    const isLost = (this.#awaited !== null && this.#awaited !== remote) || (remote === null && this.#isShared);
    this.#awaited = null;
    if (isLost) this.#unsent ??= local;
    this.flush();
  }
}

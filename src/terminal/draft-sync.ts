// Keeps the draft of this terminal and that of the portal, which every tab shows, in line.
import { nameAnswer } from '../core/picks.ts';
import type { Answer, Draft } from '../core/prompt.ts';

/** The portal hears of changes this often at most: ms. A hold depends on it. */
const THROTTLE = 200;
/** How long an own change may stay without its echo before the changes of others count again: ms. */
const ECHO_TIME = 2_000;

export interface DraftSyncOptions {
  /** What of a draft counts. */
  readonly count: (draft: Draft) => Answer;
  /** False when it could not be sent. */
  readonly send: (answer: Answer) => boolean;
}

export class DraftSync {
  readonly #options: DraftSyncOptions;
  /** What a human made here, and no portal was told. */
  #unsent: Draft | null = null;
  /** The last draft that was sent from here. */
  #sent: Draft | null = null;
  /** The name of what was sent and has not come back in a snapshot. */
  #awaited: string | null = null;
  #throttle: NodeJS.Timeout | null = null;
  #patience: NodeJS.Timeout | null = null;

  constructor(options: DraftSyncOptions) {
    this.#options = options;
  }

  /** A human picked or typed, or at least is here. The first change is told at once, those right after it together. */
  change(draft: Draft): void {
    this.#unsent = draft;
    if (this.#throttle || !this.#flush()) return;
    const later = () => {
      this.#throttle = null;
      if (this.#unsent) this.change(this.#unsent);
    };
    this.#throttle = setTimeout(later, THROTTLE);
  }

  /**
   * What to take over of the portal's draft `remote`, if anything: not while this terminal knows better, because its
   * own change is newer, or because on the first snapshot of a connection (`fresh`) the portal never had it.
   */
  receive(local: Draft, remote: Draft | null, fresh: boolean): Draft | null {
    const name = remote && nameAnswer(remote);
    if (fresh) this.#recover(name);
    if (this.#unsent) return null;
    if (this.#awaited !== null) {
      if (name === this.#awaited) this.#awaited = null;
      return null;
    }
    return remote && name !== nameAnswer(this.#options.count(local)) ? remote : null;
  }

  /** Nothing is sent any more. */
  stop(): void {
    if (this.#throttle) clearTimeout(this.#throttle);
    if (this.#patience) clearTimeout(this.#patience);
    this.#throttle = null;
    this.#unsent = null;
  }

  /** False when there is something that could not be told: the next connection will hear it. */
  #flush(): boolean {
    if (!this.#unsent) return true;
    const answer = this.#options.count(this.#unsent);
    if (!this.#options.send(answer)) return false;
    this.#sent = this.#unsent;
    this.#unsent = null;
    this.#awaited = nameAnswer(answer);
    if (this.#patience) clearTimeout(this.#patience);
    this.#patience = setTimeout(() => {
      this.#awaited = null;
    }, ECHO_TIME);
    return true;
  }

  /** A new connection: what the last portal may never have passed on is told again. */
  #recover(remote: string | null): void {
    const isLost = (this.#awaited !== null && this.#awaited !== remote) || (remote === null && this.#sent !== null);
    this.#awaited = null;
    if (isLost) this.#unsent ??= this.#sent;
    this.#flush();
  }
}

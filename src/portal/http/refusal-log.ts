// Refusals in the log: each kind once a minute, so that a flood neither hides nor fills it.
import type { Log } from '../../system/log.ts';

const MINUTE = 60_000;

interface Noted {
  /** Monotonic ms of the last line. */
  readonly at: number;
  /** Refusals since then. */
  readonly since: number;
}

export class RefusalLog {
  readonly #log: Log;
  readonly #now: () => number;
  readonly #kinds = new Map<string, Noted>();

  constructor(log: Log, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  /** Notes one refusal of the kind `error`. `message` must hold nothing of what was sent. */
  note(error: string, message: string): void {
    const last = this.#kinds.get(error);
    const now = this.#now();
    if (last && now - last.at < MINUTE) {
      this.#kinds.set(error, { ...last, since: last.since + 1 });
      return;
    }
    const more = last && last.since > 0 ? ` (and ${last.since} more since the last such line)` : '';
    this.#log.warn(`refused: ${error}: ${message}${more}`);
    this.#kinds.set(error, { at: now, since: 0 });
  }
}

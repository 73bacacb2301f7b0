// Logs refusals: each kind at most once a minute, so that a flood appears in the log but does not fill it.
import type { Log } from '../../system/log.ts';

const MINUTE = 60_000;

interface Noted {
  /** Monotonic ms of the last line. */
  readonly at: number;
  /** Refusals since that line. */
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

  /** Records one refusal of the kind `error`. `message` must contain nothing that the client sent. */
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

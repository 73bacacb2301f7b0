// Writes to a terminal without ever blocking: one that is not being read (copy mode in GNU screen, Ctrl-S, a dropped
// connection) must not delay a deadline, an answer or a signal. Node's own streams block there.
import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Delay before a write to the terminal is retried: ms, doubled each time. */
const FIRST_RETRY_MS = 10;
const LAST_RETRY_MS = 160;

export class TerminalWriter {
  readonly #file: number;
  readonly #onDrained = new Set<() => void>();
  #waiting: Uint8Array[] = [];
  #retry: NodeJS.Timeout | null = null;
  #pause = FIRST_RETRY_MS;

  /** Writes to `file`, a non-blocking file descriptor. */
  constructor(file: number) {
    this.#file = file;
  }

  /** True while the terminal has not accepted everything that was written. */
  get isBehind(): boolean {
    return this.#waiting.length > 0;
  }

  /** Writes `text`, now or, in order, as soon as the terminal accepts it. Text for a terminal that is gone is lost. */
  write(text: string): void {
    if (text === '') return;
    this.#waiting.push(Buffer.from(text));
    if (!this.#retry) this.#drain();
  }

  /** Calls `listener` each time the terminal has caught up. The returned function unsubscribes it. */
  onDrained(listener: () => void): () => void {
    this.#onDrained.add(listener);
    return () => this.#onDrained.delete(listener);
  }

  /** Resolves once the terminal has accepted everything; after `patienceMs`, if given, drops the rest and resolves. */
  settle(patienceMs: number | null): Promise<void> {
    if (!this.isBehind) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        stop();
        this.#forget();
        resolve();
      };
      const timer = patienceMs === null ? undefined : setTimeout(end, patienceMs);
      const stop = this.onDrained(end);
    });
  }

  #drain(): void {
    const wasBehind = this.#retry !== null;
    this.#retry = null;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const taken = this.#take(next);
      if (taken === 0) {
        this.#retry = setTimeout(() => this.#drain(), this.#pause);
        this.#pause = Math.min(LAST_RETRY_MS, this.#pause * 2);
        return;
      }
      this.#pause = FIRST_RETRY_MS;
      if (taken < next.length) this.#waiting[0] = next.subarray(taken);
      else this.#waiting.shift();
    }
    if (wasBehind) for (const listener of this.#onDrained) listener();
  }

  /** How many of `bytes` the terminal accepts now; all of them if it is gone. */
  #take(bytes: Uint8Array): number {
    try {
      return writeSync(this.#file, bytes);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : bytes.length;
    }
  }

  #forget(): void {
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
    this.#waiting = [];
  }
}

/** By device, so that writes to one terminal through several descriptors keep their order. */
const writers = new Map<number, TerminalWriter>();

/** The writer for the terminal behind the descriptor `file`; null if it is not a terminal, or cannot be reopened. */
export function terminalWriter(file: number): TerminalWriter | null {
  if (process.platform === 'win32' || !isatty(file)) return null;
  const { rdev } = fstatSync(file);
  const known = writers.get(rdev);
  if (known) return known;
  const own = openAgain(file);
  if (own === null) return null;
  const writer = new TerminalWriter(own);
  writers.set(rdev, writer);
  return writer;
}

/**
 * Reopens the terminal: O_NONBLOCK may be set only on an open file description of our own, as the one behind `file`
 * is shared with the shell and all its commands.
 */
function openAgain(file: number): number | null {
  // Only Linux reopens by descriptor. The terminal of another user (su, sudo) can be opened as `/dev/tty` only.
  const names = process.platform === 'linux' ? [`/proc/self/fd/${file}`, '/dev/tty'] : ['/dev/tty'];
  for (const name of names) {
    try {
      return openSync(name, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
    } catch {
      // Try the next name.
    }
  }
  return null;
}

/** Gives all terminals together `patienceMs` to accept what was written to them, before the process ends. */
export async function settleTerminals(patienceMs: number): Promise<void> {
  await Promise.all([...writers.values()].map((writer) => writer.settle(patienceMs)));
}

// Allows one drawing per terminal: of several commands in one terminal, only the lock holder draws.
import { fstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lockOwner, tryLock, untilLockChanges } from '../system/lock.ts';
import { hasLeftForeground, terminalDevice } from '../system/process-group.ts';
import { isGone, type ProcessIdentity } from '../system/process-identity.ts';

export class TerminalLock {
  readonly #path: string | null;
  #release: (() => void) | null = null;

  /** `directory`: the lock directory shared by this user's commands. */
  constructor(directory: string) {
    const device = terminalDevice() ?? deviceOfStdin();
    this.#path = device === null ? null : join(directory, `terminal-${device}-${mountOfTerminals()}.lock`);
  }

  /** Takes the lock. True if this command may draw on the terminal, including when no lock is available. */
  take(): boolean {
    if (this.#path === null || this.#release) return true;
    try {
      this.#release = tryLock(this.#path, isAway);
      return this.#release !== null;
    } catch {
      // The directory is missing or not writable, so other commands cannot use the lock either.
      return true;
    }
  }

  readonly release = (): void => {
    this.#release?.();
    this.#release = null;
  };

  /** Resolves when the lock may be free, and within 300 ms in any case. */
  async untilChanged(): Promise<void> {
    if (this.#path !== null) await untilLockChanges(this.#path);
  }

  /** Call after writing to the terminal: makes another command that is drawing there redraw below the text (SIGCONT). */
  disturb(): void {
    const owner = this.#path === null || this.#release ? null : lockOwner(this.#path);
    if (!owner || isAway(owner)) return;
    try {
      process.kill(owner.pid, 'SIGCONT');
    } catch {
      // The owner has just ended.
    }
  }
}

/** True if the owner ended or left the foreground (stopped, or in the background): the next command may take the lock. */
function isAway(owner: ProcessIdentity): boolean {
  return isGone(owner) || hasLeftForeground(owner.pid);
}

/** Fallback: a process without a controlling terminal may still have one as its stdin. */
function deviceOfStdin(): string | null {
  try {
    return String(fstatSync(0).rdev);
  } catch {
    return null;
  }
}

/** Pseudo-terminal numbers are unique only per devpts mount, and containers may share a home directory. */
function mountOfTerminals(): number {
  return statSync('/dev/pts', { throwIfNoEntry: false })?.dev ?? 0;
}

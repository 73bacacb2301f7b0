// One drawing per terminal at a time: of several commands in one terminal, the one that holds the lock draws.
import { fstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lockOwner, tryLock, untilLockChanges } from '../system/lock.ts';
import { hasLeftForeground, terminalDevice } from '../system/process-group.ts';
import { isGone, type ProcessIdentity } from '../system/process-identity.ts';

export class TerminalLock {
  readonly #path: string | null;
  #release: (() => void) | null = null;

  /** `directory`: where this user's commands find each other. */
  constructor(directory: string) {
    const device = terminalDevice() ?? deviceOfStdin();
    this.#path = device === null ? null : join(directory, `terminal-${device}-${mountOfTerminals()}.lock`);
  }

  /** True when this command may draw on the terminal, also when there is no lock to take. */
  take(): boolean {
    if (this.#path === null || this.#release) return true;
    try {
      this.#release = tryLock(this.#path, isAway);
      return this.#release !== null;
    } catch {
      // There is no such directory, or it cannot be written to: commands in it could not wait for each other anyway.
      return true;
    }
  }

  readonly release = (): void => {
    this.#release?.();
    this.#release = null;
  };

  /** Resolves when another try may succeed: within 300 ms. */
  async untilChanged(): Promise<void> {
    if (this.#path !== null) await untilLockChanges(this.#path);
  }

  /** Call after writing to the terminal: makes another command that is drawing there redraw below the text. */
  disturb(): void {
    const owner = this.#path === null || this.#release ? null : lockOwner(this.#path);
    if (!owner || isAway(owner)) return;
    try {
      process.kill(owner.pid, 'SIGCONT');
    } catch {
      // It has just ended.
    }
  }
}

/** A command that was stopped, or that the shell put into the background, gives the terminal to the next one. */
function isAway(owner: ProcessIdentity): boolean {
  return isGone(owner) || hasLeftForeground(owner.pid);
}

/** A process that belongs to no terminal may still have one as its stdin. */
function deviceOfStdin(): string | null {
  try {
    return String(fstatSync(0).rdev);
  } catch {
    return null;
  }
}

/** Numbers of pseudo-terminals are unique below one mount only, and containers may share a home. */
function mountOfTerminals(): number {
  return statSync('/dev/pts', { throwIfNoEntry: false })?.dev ?? 0;
}

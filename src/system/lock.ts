// A lock file that names its owner, so that one left behind by a dead process can be detected and broken.
import { lstatSync, rmSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createFile, readIfPresent } from './atomic-file.ts';
import { UnsafeDirectoryError } from './private-directory.ts';
import { identify, isGone, type ProcessIdentity } from './process-identity.ts';

/**
 * Takes the lock at `path` for this process. Returns a function that releases it, or null while a living process holds
 * it. `isOver` decides which holders no longer count.
 */
export function tryLock(path: string, isOver: IsOver = isGone): (() => void) | null {
  const mine = JSON.stringify(identify(process.pid));
  if (!createFile(path, mine) && !(breakStaleLock(path, isOver) && createFile(path, mine))) return null;
  return () => {
    const owner = readOwner(path);
    if (owner !== 'missing' && owner?.pid === process.pid) rmSync(path, { force: true });
  };
}

type IsOver = (owner: ProcessIdentity) => boolean;

/** The holder of the lock at `path`, alive or not; null if the file names none. */
export function lockOwner(path: string): ProcessIdentity | null {
  const owner = readOwner(path);
  return owner === 'missing' ? null : owner;
}

/** How often to poll a lock that another process holds, and after how long to check its owner too: ms. */
const GLANCE_INTERVAL = 20;
const OWNER_INTERVAL = 250;

/**
 * Resolves soon after the lock at `path` is released or taken by another process, and within 300 ms in any case: its
 * owner may have died without releasing it. Very cheap, because many may wait for one that does work for all of them.
 */
export async function untilLockChanges(path: string): Promise<void> {
  const held = stamp(path);
  const until = performance.now() + OWNER_INTERVAL;
  // It may be free already: released since the attempt to take it.
  do await delay(GLANCE_INTERVAL);
  while (held !== null && stamp(path) === held && performance.now() < until);
}

/** Identifies the file at `path`, by its time too, because inode numbers are reused; null when there is none. */
function stamp(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.ino} ${stats.mtimeMs}` : null;
}

/** A living process held a lock for longer than the wait. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

/**
 * Runs `act` while this process holds the lock at `path`. Waits for the lock for at most `patience` ms, then throws
 * `LockedError`. Throws what creating the file throws, as in a directory that cannot be written to.
 */
export async function underLock<T>(path: string, patience: number, act: () => T): Promise<T> {
  const until = performance.now() + patience;
  for (;;) {
    const release = tryLock(path);
    if (release) {
      try {
        return act();
      } finally {
        release();
      }
    }
    if (performance.now() > until) {
      throw new LockedError(`another process has held ${path} for ${patience / 1000} s; if it hangs, end it`);
    }
    await untilLockChanges(path);
  }
}

/** Removes a lock whose owner is gone. True when another attempt to take the lock may succeed. */
function breakStaleLock(path: string, isOver: IsOver): boolean {
  const found = look(path, isOver);
  if (found !== 'stale') return found === 'missing';
  // Under a lock of its own, and after a second check: another process may have broken it, and the lock be taken again.
  const release = tryLock(`${path}.break`);
  if (!release) return false;
  try {
    const left = look(path, isOver);
    // Only the holder of the second lock removes a stale lock, so it is still the one just checked.
    if (left === 'stale') rmSync(path, { force: true });
    return left !== 'held';
  } finally {
    release();
  }
}

/** A lock whose owner cannot be read is stale too, because lock files are created atomically. */
function look(path: string, isOver: IsOver): 'missing' | 'held' | 'stale' {
  const owner = readOwner(path);
  if (owner === 'missing') return 'missing';
  return owner === null || isOver(owner) ? 'stale' : 'held';
}

/** Null for a file that names no process, and for anything but a regular file: a FIFO, or a link, even a dangling one. */
function readOwner(path: string): ProcessIdentity | 'missing' | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return 'missing';
  // It may contain something that its owner wants to keep.
  if (stats.isDirectory()) throw new UnsafeDirectoryError(`${path} is a directory; move it away`);
  if (!stats.isFile()) return null;
  try {
    const text = readIfPresent(path);
    return text === null ? 'missing' : (JSON.parse(text) as ProcessIdentity);
  } catch {
    return null;
  }
}

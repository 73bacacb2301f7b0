// A lock file that names its owner, so that one left behind by a dead process can be told and broken.
import { lstatSync, rmSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createFile, readIfPresent } from './atomic-file.ts';
import { UnsafeDirectoryError } from './private-directory.ts';
import { identify, isGone, type ProcessIdentity } from './process-identity.ts';

/**
 * Takes the lock at `path` for this process. Returns its release, or null while a living process holds it. `isOver` says
 * which holders no longer count.
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

/** How often a lock is looked at that another process holds, and after how long its owner is to be looked at too: ms. */
const GLANCE_INTERVAL = 20;
const OWNER_INTERVAL = 250;

/**
 * Resolves soon after the lock at `path` was released or taken by another, and within 300 ms in any case: its owner may
 * have ended without a word. Costs next to nothing, as many may wait while one does work that all of them need.
 */
export async function untilLockChanges(path: string): Promise<void> {
  const held = stamp(path);
  const until = performance.now() + OWNER_INTERVAL;
  // It may be free already: released since it was tried for.
  do await delay(GLANCE_INTERVAL);
  while (held !== null && stamp(path) === held && performance.now() < until);
}

/** Which file is at `path`, by its time too, as numbers of files are used again; null when there is none. */
function stamp(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.ino} ${stats.mtimeMs}` : null;
}

/** Somebody alive has held a lock for longer than it was waited for. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

/**
 * Runs `act` while this process holds the lock at `path`. Waits for it, at most `patience` ms: then, throws
 * `LockedError`. Throws what creating the file throws, as in a directory that cannot be written to.
 */
export async function underLock<T>(path: string, patience: number, act: () => T): Promise<T> {
  const until = Date.now() + patience;
  for (;;) {
    const release = tryLock(path);
    if (release) {
      try {
        return act();
      } finally {
        release();
      }
    }
    if (Date.now() > until) {
      throw new LockedError(`another process has held ${path} for ${patience / 1000} s; if it hangs, end it`);
    }
    await untilLockChanges(path);
  }
}

/** Removes a lock whose owner is gone. True when the path is free to try again. */
function breakStaleLock(path: string, isOver: IsOver): boolean {
  const found = look(path, isOver);
  if (found !== 'stale') return found === 'missing';
  // Under a lock of its own, and after another look: another breaker may be through, and the lock be taken again.
  const release = tryLock(`${path}.break`);
  if (!release) return false;
  try {
    const left = look(path, isOver);
    // Only who breaks it removes what is stale, so that it still is what was seen.
    if (left === 'stale') rmSync(path, { force: true });
    return left !== 'held';
  } finally {
    release();
  }
}

/** A lock of nobody that can be read is stale too: it was whole from its first moment. */
function look(path: string, isOver: IsOver): 'missing' | 'held' | 'stale' {
  const owner = readOwner(path);
  if (owner === 'missing') return 'missing';
  return owner === null || isOver(owner) ? 'stale' : 'held';
}

/** Null for a file that names no process, and for anything but a regular file: a FIFO, or a link, even a dangling one. */
function readOwner(path: string): ProcessIdentity | 'missing' | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return 'missing';
  // It may hold something that its owner wants to keep.
  if (stats.isDirectory()) throw new UnsafeDirectoryError(`${path} is a directory; move it away`);
  if (!stats.isFile()) return null;
  try {
    const text = readIfPresent(path);
    return text === null ? 'missing' : (JSON.parse(text) as ProcessIdentity);
  } catch {
    return null;
  }
}

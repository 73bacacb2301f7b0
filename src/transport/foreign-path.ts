// Checks whether another user of the machine could have put a file where it is. Module folders are searched for up to the
// root of the disk, and anyone may create one in /tmp, or in the root of a Windows drive.
import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

const EVERYBODY_MAY_WRITE = 0o002;
/** In a directory with this bit, only their owners may replace entries. */
const STICKY = 0o1000;

export interface Trust {
  readonly platform: string;
  /** Users whose files may be run. */
  readonly uids: readonly (number | undefined)[];
}

/** Trusts this user, root, and the owner of the program at `program`, which already runs. */
export function trustOf(program: string): Trust {
  return { platform: process.platform, uids: [process.geteuid?.(), 0, lstatSync(program).uid] };
}

/**
 * The part of `path`, itself or a directory above it, that an untrusted user owns or may replace; null when there is none.
 * Follows links. Throws when there is nothing at `path`.
 */
export function findForeignPart(path: string, { platform, uids }: Trust): string | null {
  if (platform === 'win32') return null;
  const isForeign = (part: string) => isOpen(lstatSync(part), part === path) || !uids.includes(lstatSync(part).uid);
  return [...partsOf(path), ...partsOf(realpathSync(path))].find(isForeign) ?? null;
}

/** True for a folder in the root of a drive: on Windows, everybody may create one there. */
export function isInRoot(folder: string): boolean {
  const parent = dirname(folder);
  return dirname(parent) === parent;
}

/** `path` and the directories above it. */
function partsOf(path: string): string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...partsOf(above)];
}

function isOpen(stats: Stats, isLast: boolean): boolean {
  if (stats.isSymbolicLink() || (stats.mode & EVERYBODY_MAY_WRITE) === 0) return false;
  return isLast || (stats.mode & STICKY) === 0;
}

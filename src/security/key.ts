// The user's key: all tab tokens and printed codes are derived from it. It never leaves this machine or this process.
import { randomBytes } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { createFile, readIfPresent } from '../system/atomic-file.ts';
import { ensurePrivateDirectory, isPrivateFile, UnsafeDirectoryError } from '../system/private-directory.ts';

const FILE = 'key';

/** A fresh key: 256 random bits, base64url. */
export function newKey(): string {
  return randomBytes(32).toString('base64url');
}

/** Reads the key in `directory`, creating both where missing. Throws `UnsafeDirectoryError` if others could know it. */
export function loadKey(directory: string): string {
  ensurePrivateDirectory(directory);
  const path = join(directory, FILE);
  const known = readKey(path);
  if (known !== null) return known;
  createFile(path, newKey());
  return readKey(path) ?? refuseKey(path, 'cannot be read');
}

/** Reads the key in `directory` without creating anything; null when there is none. */
export function findKey(directory: string): string | null {
  return readKey(join(directory, FILE));
}

/** Null when there is nothing at `path`. */
function readKey(path: string): string | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return null;
  if (!isPrivateFile(stats)) return refuseKey(path, 'is not a private file');
  const key = readIfPresent(path) ?? '';
  return /^[\w-]{43}$/.test(key) ? key : refuseKey(path, 'is damaged');
}

function refuseKey(path: string, fault: string): never {
  throw new UnsafeDirectoryError(`${path} ${fault}; remove it, and a new one will be created`);
}

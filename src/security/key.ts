// The user's key: every token and proof is derived from it. It never leaves this machine, nor this process.
import { randomBytes } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { createFile, readIfPresent } from '../system/atomic-file.ts';
import { ensurePrivateDirectory, UnsafeDirectoryError } from '../system/private-directory.ts';

const FILE = 'key';

/** A fresh key: 256 random bits, base64url. */
export function newKey(): string {
  return randomBytes(32).toString('base64url');
}

/** Reads the key in `directory`, creating both where missing. Throws `UnsafeDirectoryError` when others could know it. */
export function loadKey(directory: string): string {
  ensurePrivateDirectory(directory);
  const path = join(directory, FILE);
  createFile(path, newKey());
  return readKey(path);
}

/** Reads the key in `directory` without creating anything; null when there is none. */
export function findKey(directory: string): string | null {
  const path = join(directory, FILE);
  return readIfPresent(path) === null ? null : readKey(path);
}

function readKey(path: string): string {
  const stats = lstatSync(path);
  if (!stats.isFile() || (process.platform !== 'win32' && (stats.mode & 0o077) !== 0)) {
    throw new UnsafeDirectoryError(`${path} is not a private file; remove it, a new one will be made`);
  }
  const key = readIfPresent(path) ?? '';
  if (!/^[\w-]{43}$/.test(key)) throw new UnsafeDirectoryError(`${path} is damaged; remove it, a new one will be made`);
  return key;
}

// Debian's libfaketime, by which a process is shown another time.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The path of the library; null where it is not installed. */
export function findFaketime(): string | null {
  const libraries = '/usr/lib';
  const folders = existsSync(libraries) ? readdirSync(libraries) : [];
  const found = folders.map((folder) => join(libraries, folder, 'faketime', 'libfaketime.so.1')).find(existsSync);
  return found ?? null;
}

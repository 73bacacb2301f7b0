// Files of proc(5), which exist on Linux only, and only as long as their process.
import { readFileSync } from 'node:fs';

/** Content of `path`; empty where it cannot be read. */
export function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

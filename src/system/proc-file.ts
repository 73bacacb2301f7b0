// Files of proc(5), which are there on Linux only, and only while their process is.
import { readFileSync } from 'node:fs';

/** Content of `path`; empty where it cannot be read. */
export function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

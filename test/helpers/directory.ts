// A directory of a test's own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { atEnd } from './cleanup.ts';

/** Makes a directory that goes when the test ends. */
export function makeDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'choice-test-'));
  atEnd(t, () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
}

// Directories for homes: of those in use at the same time, in whichever process, no two have a port in common.
import { mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { resolvePaths } from '../../src/system/paths.ts';
import { candidatePorts } from '../../src/system/portal-files.ts';

/** Ports that one home may try before it takes any. */
const RUN = 8;
const claims = join(tmpdir(), `choice-test-ports-${userInfo().uid}`);

let made = 0;

/** Makes an empty directory. What is given back releases its ports: call it when no portal runs there any more. */
export function makeHomeDirectory(): { readonly directory: string; release(): void } {
  mkdirSync(claims, { recursive: true });
  for (;;) {
    made += 1;
    const directory = join(tmpdir(), `choice-test-${process.pid}-${made}`);
    const [port = 0] = candidatePorts(resolvePaths({ CHOICE_HOME: directory }));
    const claim = join(claims, String(port));
    if (port % RUN !== 0 || !take(claim)) continue;
    // A directory that a killed process left behind keeps its name.
    if (make(directory)) return { directory, release: () => rmSync(claim, { force: true }) };
    rmSync(claim, { force: true });
  }
}

function take(claim: string): boolean {
  try {
    writeFileSync(claim, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (isAbandoned(claim)) removeAbandoned(claim);
    return false;
  }
}

/** One process at a time, and only after another look: a second one would remove what a third has claimed meanwhile. */
function removeAbandoned(claim: string): void {
  const turn = `${claim}.removing`;
  if (!make(turn)) return;
  if (isAbandoned(claim)) rmSync(claim, { force: true });
  rmdirSync(turn);
}

function isAbandoned(claim: string): boolean {
  try {
    process.kill(Number(readFileSync(claim, 'utf8') || process.pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function make(directory: string): boolean {
  try {
    mkdirSync(directory, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

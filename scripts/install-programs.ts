// Installs the programs that tests run and that a bare machine lacks, from Debian packages where that is allowed. Elsewhere
// the tests that need them are skipped, with a message.
import { spawnSync } from 'node:child_process';
import { findChromium, findHeadlessShell } from './find-chromium.ts';
import { findOnPath } from './find-on-path.ts';
import { missingFor, OTHER_BROWSERS } from './find-other-browsers.ts';

/** Programs whose Debian packages have the same names. */
const PROGRAMS = ['faketime', 'fish', 'tmux', 'zsh'];

/** Debian packages that are not installed here. Only long tests need browsers other than Chromium. */
function missingPackages(isLong: boolean): string[] {
  const missing = PROGRAMS.filter((name) => findOnPath([name]) === null);
  const chromium = findChromium();
  if (chromium === null) missing.push('chromium');
  if (findHeadlessShell() === chromium) missing.push('chromium-headless-shell');
  if (isLong) missing.push(...OTHER_BROWSERS.flatMap(missingFor));
  return missing;
}

/** Installs the Debian packages of missing programs if this is root on Debian; does nothing elsewhere. */
export function installPrograms({ isLong = false } = {}): void {
  if (process.getuid?.() !== 0 || findOnPath(['apt-get']) === null) return;
  const missing = missingPackages(isLong);
  if (missing.length === 0) return;
  console.log(`installing for the tests: ${missing.join(' ')}`);
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  spawnSync('apt-get', ['update', '-qq'], options);
  // If one of them is not available, installs them one by one, so that the others still are.
  const install = (packages: readonly string[]) =>
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options).status === 0;
  if (!install(missing)) for (const name of missing) install([name]);
}

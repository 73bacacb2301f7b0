// The browser that the end-to-end tests drive: one that is installed, else Debian's, where it may be installed.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const SHELL_NAMES = ['chromium-headless-shell', 'chrome-headless-shell'];
const MAC_PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of an installed Chromium or Chrome, or null. `CHOICE_TEST_CHROMIUM` names one. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  if (env.CHOICE_TEST_CHROMIUM) return env.CHOICE_TEST_CHROMIUM;
  return findOnPath(NAMES, env) ?? MAC_PATHS.find(isExecutable) ?? null;
}

function findOnPath(names: readonly string[], { PATH = '' }: NodeJS.ProcessEnv): string | null {
  const paths = PATH.split(delimiter).flatMap((directory) => names.map((name) => join(directory, name)));
  return paths.find(isExecutable) ?? null;
}

/**
 * Path of Chromium without a desktop's interface, which starts in half the time, or of what `findChromium` finds; null
 * without either. It has no notifications.
 */
export function findHeadlessShell(env: NodeJS.ProcessEnv = process.env): string | null {
  return (env.CHOICE_TEST_CHROMIUM ? null : findOnPath(SHELL_NAMES, env)) ?? findChromium(env);
}

/** What `findChromium` finds, after trying to install Debian's packages. Throws an error that names the fix. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0) {
    console.log('no Chromium found; installing Debian’s');
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'chromium-headless-shell'], {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  const installed = findChromium();
  if (installed) return installed;
  throw new Error(
    'the tests need Chromium or Chrome: install one (Debian: apt-get install chromium) or set CHOICE_TEST_CHROMIUM to its path',
  );
}

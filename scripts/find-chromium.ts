// Finds the browser that the end-to-end tests drive.
import { findOnPath, isExecutable } from './find-on-path.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const SHELL_NAMES = ['chromium-headless-shell', 'chrome-headless-shell'];
const MAC_PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of an installed Chromium or Chrome, or null. `CHOICE_TEST_CHROMIUM` names one. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  if (env.CHOICE_TEST_CHROMIUM) return env.CHOICE_TEST_CHROMIUM;
  return findOnPath(NAMES, env) ?? MAC_PATHS.find(isExecutable) ?? null;
}

/**
 * Path of Chromium's headless shell, which starts in half the time but has no notifications, or else what `findChromium`
 * finds; null without either.
 */
export function findHeadlessShell(env: NodeJS.ProcessEnv = process.env): string | null {
  return (env.CHOICE_TEST_CHROMIUM ? null : findOnPath(SHELL_NAMES, env)) ?? findChromium(env);
}

/** What `findChromium` finds. If it finds nothing, throws an error that names the fix. */
export function requireChromium(): string {
  const found = findChromium();
  if (found) return found;
  throw new Error(
    'the tests need Chromium or Chrome: install one (Debian: apt-get install chromium) or set CHOICE_TEST_CHROMIUM to its path',
  );
}

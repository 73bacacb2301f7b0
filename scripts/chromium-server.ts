// One Chromium for a whole run of the end-to-end tests: to start it takes longer than most of them.
import { type BrowserServer, chromium } from 'playwright-core';
import { findHeadlessShell } from './find-chromium.ts';

/** The environment variable that gives test files the address of the shared Chromium. */
export const SHARED_CHROMIUM = 'CHOICE_TEST_CHROMIUM_SERVER';

export const CHROMIUM_FLAGS: readonly string[] = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Chromium without a desktop's interface on a WebSocket of its own. Root cannot have the sandbox. */
export function startChromiumServer(): Promise<BrowserServer> {
  const executablePath = findHeadlessShell();
  if (!executablePath) throw new Error('there is no Chromium');
  return chromium.launchServer({
    executablePath,
    args: [...CHROMIUM_FLAGS],
    chromiumSandbox: process.getuid?.() !== 0,
    host: '127.0.0.1',
  });
}

// Finds the browsers other than Chromium that the page is tested in.
import { findOnPath } from './find-on-path.ts';

/** What they require: the possible names of each program, by its Debian package. */
const PROGRAMS = {
  firefox: { 'firefox-esr': ['firefox-esr', 'firefox'] },
  webkit: { 'webkit2gtk-driver': ['WebKitWebDriver'], xvfb: ['Xvfb'] },
} as const;

export type OtherBrowser = keyof typeof PROGRAMS;
export const OTHER_BROWSERS = Object.keys(PROGRAMS) as OtherBrowser[];

/** Debian packages that `browser` needs and that are not installed here. */
export function missingFor(browser: OtherBrowser): string[] {
  return Object.entries(PROGRAMS[browser]).flatMap(([name, programs]) => (findOnPath(programs) ? [] : [name]));
}

/** Path of Firefox. Throws where it is missing. */
export function requireFirefox(): string {
  return findOrThrow('firefox', PROGRAMS.firefox['firefox-esr']);
}

/** Paths of WebKitGTK's driver and of an X server for its browser. Throws where one of them is missing. */
export function requireWebKit(): { readonly driver: string; readonly display: string } {
  const { 'webkit2gtk-driver': driver, xvfb: display } = PROGRAMS.webkit;
  return { driver: findOrThrow('webkit', driver), display: findOrThrow('webkit', display) };
}

function findOrThrow(browser: OtherBrowser, programs: readonly string[]): string {
  const found = findOnPath(programs);
  if (found) return found;
  throw new Error(`${browser} needs what is missing here: ${missingFor(browser).join(', ')}`);
}

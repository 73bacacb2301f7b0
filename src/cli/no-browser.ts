// What is said where no browser is opened: over SSH, the command that brings the page to where the human sits.
import { type NoBrowserReason, tunnelCommand } from '../client/browser.ts';
import type { Notes } from './output.ts';
import type { Strings } from './strings/en.ts';

/** Says why nothing is opened for `url`, which was said before. */
export function sayNoBrowser(
  reason: NoBrowserReason,
  url: string,
  { notes, strings, env }: { notes: Notes; strings: Strings; env: NodeJS.ProcessEnv },
): void {
  const tunnel = tunnelCommand(env, new URL(url).port);
  notes.say((tunnel ? strings.tunnel : strings.noBrowser)(strings.noBrowserReasons[reason]));
  if (tunnel) notes.line(tunnel);
}

// What is said where no browser is opened: over SSH, the command that brings the page to where the human sits.
import { type Opener, tunnelCommand } from '../../client/browser.ts';
import type { Notes } from '../io/output.ts';
import type { Strings } from '../strings/en.ts';

/** Why `opener` opens nothing, in words; null where it opens something. */
export function nameReason(opener: Opener, { noBrowserReasons }: Strings): string | null {
  if (opener.kind !== 'none') return null;
  return opener.reason === 'unwanted' ? noBrowserReasons.unwanted(opener.source) : noBrowserReasons[opener.reason];
}

/**
 * Says why nothing is opened for `url`, which was said before. Where something is, but the human may sit at the other end
 * of an SSH session, says what to run there.
 */
export function sayNoBrowser(
  opener: Opener,
  url: string,
  { notes, strings, env }: { notes: Notes; strings: Strings; env: NodeJS.ProcessEnv },
): void {
  if (opener.kind === 'command') return;
  const tunnel = tunnelCommand(env, new URL(url).port);
  const reason = nameReason(opener, strings);
  if (tunnel) {
    notes.say(reason === null ? strings.tunnelToo(tunnel.isHostKnown) : strings.tunnel(reason, tunnel.isHostKnown));
    notes.line(tunnel.command);
  } else if (reason !== null) {
    notes.say(strings.noBrowser(reason));
  }
}

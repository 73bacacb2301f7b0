// Explains why no browser opens; over SSH, prints the tunnel command that makes the page reachable for the human.
import { type Opener, tunnelCommand } from '../../client/browser.ts';
import type { Strings } from '../strings/en.ts';
import type { Run } from './run.ts';

/** Describes why `opener` opens nothing; null if it opens something. */
export function nameReason(opener: Opener, { noBrowserReasons }: Strings): string | null {
  if (opener.kind !== 'none') return null;
  return opener.reason === 'unwanted' ? noBrowserReasons.unwanted(opener.source) : noBrowserReasons[opener.reason];
}

/**
 * Prints why no browser opens for `url`, which is already printed. If one opens, but the human may be at the other end of
 * an SSH session, prints the tunnel command to run there.
 */
export function sayNoBrowser(
  opener: Opener,
  url: string,
  { io, notes, strings }: Pick<Run, 'io' | 'notes' | 'strings'>,
): void {
  if (opener.kind === 'command') return;
  const tunnel = tunnelCommand(io.env, new URL(url).port);
  const reason = nameReason(opener, strings);
  if (tunnel) {
    notes.say(reason === null ? strings.tunnelToo(tunnel.isHostKnown) : strings.tunnel(reason, tunnel.isHostKnown));
    notes.line(tunnel.command);
  } else if (reason !== null) {
    notes.say(strings.noBrowser(reason));
  }
}

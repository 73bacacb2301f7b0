// Who decided, in words, for every surface and in every language. Pure.
import type { Decider } from '../core/prompt.ts';
import { plainLine } from '../core/visible-text.ts';
import type { Words } from './en.ts';

/** `ada on box, terminal /dev/pts/3, over SSH from 10.0.0.5`. */
export function describeDecider({ user, host, tty, ssh }: Decider, { decider: words }: Pick<Words, 'decider'>): string {
  const account = words.on(plainLine(user), plainLine(host));
  const at = tty === undefined ? account : words.tty(account, plainLine(tty));
  return ssh === undefined ? at : words.ssh(at, plainLine(ssh));
}

// The terminal and the SSH connection through which a human uses this process.
import type { Device } from '../core/prompt.ts';
import { terminalDevice } from './process-group.ts';

/** Major device numbers of proc(5) and Linux: pseudo-terminals have eight, each for 256 of them; consoles share one. */
const [FIRST_PTS, LAST_PTS, CONSOLE] = [136, 143, 4] as const;
const FIRST_SERIAL = 64;
/** The first word: the address of the client, perhaps with a zone. */
const ADDRESS = /^([\w.:%-]{1,64}) /;

/** What is known of the device; undefined if that is nothing. The terminal is known on Linux only. */
export function ownDevice(env: NodeJS.ProcessEnv, number = terminalDevice()): Device | undefined {
  const tty = number === null ? null : nameTerminal(Number(number));
  const ssh = ADDRESS.exec(env.SSH_CONNECTION || env.SSH_CLIENT || '')?.[1];
  return tty || ssh ? { ...(tty ? { tty } : {}), ...(ssh ? { ssh } : {}) } : undefined;
}

/** The path of the terminal with a device `number` as in `stat` of proc(5); null for other kinds of terminal. */
export function nameTerminal(number: number): string | null {
  const major = (number >> 8) & 0xfff;
  const minor = (number & 0xff) | ((number >> 12) & 0xfff00);
  if (major >= FIRST_PTS && major <= LAST_PTS) return `/dev/pts/${(major - FIRST_PTS) * 256 + minor}`;
  if (major !== CONSOLE) return null;
  return minor < FIRST_SERIAL ? `/dev/tty${minor}` : `/dev/ttyS${minor - FIRST_SERIAL}`;
}

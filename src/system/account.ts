// The account that this process runs as: its user and host, as the operating system names them.
import { hostname, userInfo } from 'node:os';

export interface Account {
  readonly user: string;
  readonly host: string;
}

let user: string | undefined;

/** The user's name is looked up once: a directory on the network may be slow. */
export function currentAccount(): Account {
  user ??= findUser(userInfo);
  return { user, host: hostname() };
}

/** A user that has no name, as in some containers, is named by number. */
export function findUser(lookUp: () => { readonly username: string }, uid = process.getuid?.() ?? null): string {
  try {
    return lookUp().username;
  } catch {
    return uid === null ? 'unknown' : `uid ${uid}`;
  }
}

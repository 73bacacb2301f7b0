// Which user owns the other end of a local TCP connection: read from /proc, so on Linux only.
import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { endianness, release } from 'node:os';

/** `unseen`: the kernel's tables do not have the connection's other end. */
export type PeerOwner = 'ours' | 'other' | 'unseen';

export interface Endpoint {
  /** IPv4, or IPv4 written as IPv6 (`::ffff:127.0.0.1`). */
  readonly address: string;
  readonly port: number;
}

/** The kernel's tables of TCP connections (proc(5)). A connection of an IPv6 socket is in the second. */
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'];
const ESTABLISHED = '01';
const ROOT = 0;

/** True where `findPeerOwner` can distinguish the connections of different users. */
export function canTellPeers(): boolean {
  if (process.platform !== 'linux' || !process.getuid) return false;
  try {
    accessSync('/proc/net/tcp', constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Who owns the end `peer` of a connection to `local`: `ours` for this user and root, who may do everything anyway. Under
 * WSL, a Windows browser appears as root, through a relay, or in no table, while every local user is in one.
 */
export async function findPeerOwner(peer: Endpoint, local: Endpoint): Promise<PeerOwner> {
  for (const table of TABLES) {
    const uid = findUid(await readFile(table, 'latin1').catch(() => ''), peer, local);
    if (uid !== null) return uid === process.getuid?.() || uid === ROOT ? 'ours' : 'other';
  }
  return isWsl() ? 'ours' : 'unseen';
}

/**
 * The uid of the socket that connects `from` with `to` in a table of /proc/net, or null. Also null for a socket that its
 * owner has closed: it belongs to no one, although the kernel lists it as root's.
 */
export function findUid(table: string, from: Endpoint, to: Endpoint): number | null {
  const ends = [asInTable, asInTable6].map((write) => ` ${write(from)} ${write(to)} ${ESTABLISHED} `);
  const start = ends.map((text) => table.indexOf(text)).find((index) => index >= 0);
  if (start === undefined) return null;
  // After the state: queues, timer, retransmits, uid, timeout, inode.
  const [, , , , , , uid, , inode] = table.slice(start, table.indexOf('\n', start)).trim().split(/\s+/);
  return inode === undefined || inode === '0' ? null : Number(uid);
}

/** `0100007F:1F90`: the address as one number in native byte order. */
function asInTable({ address, port }: Endpoint): string {
  const bytes = address
    .replace(/^::ffff:/i, '')
    .split('.')
    .map(Number);
  const ordered = endianness() === 'LE' ? bytes.reverse() : bytes;
  return `${Buffer.from(ordered).toString('hex')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}

function asInTable6(endpoint: Endpoint): string {
  return `0000000000000000${endianness() === 'LE' ? 'FFFF0000' : '0000FFFF'}${asInTable(endpoint)}`;
}

function isWsl(): boolean {
  return /microsoft/i.test(release());
}

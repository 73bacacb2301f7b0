// Doors: addresses that redirect this user's browser to the portal, once. Other users can read a browser's arguments in the
// process list, so a door checks which user connects, and sends the code to no other user.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SECURITY_HEADERS } from '../../security/headers.ts';
import { findPeerOwner, type PeerOwner } from '../../system/peer-owner.ts';

const HOST = '127.0.0.1';
/** How long a browser may take to start: ms. */
export const DOOR_LIFE_MS = 60_000;
/** Browsers also send the cookies that other programs on 127.0.0.1 have set. */
const MAX_HEAD_BYTES = 64 * 1024;
const MAX_CONNECTIONS = 64;
/** How long a client may take to send its request head: ms. */
const HEAD_TIME_MS = 2_000;
/** How often Node looks for connections past that time: ms. Its default, 30 s, would keep them all that long. */
const CHECK_INTERVAL_MS = 500;

export interface Doors {
  /** Must be awaited before the first `open`. Never rejects. */
  prepare(): Promise<void>;
  /** Returns an address that redirects only this user, once, within 60 s, to `path` with a code; null without doors. */
  open(path: string): string | null;
  close(): void;
}

export interface SocketDoorsOptions {
  /** Returns the portal's URL of `path`, with a new code. */
  readonly lead: (path: string) => string;
  /** Called when another user connects, once for each door. */
  readonly onStranger: () => void;
  readonly now: () => number;
  readonly ownerOf?: typeof findPeerOwner;
}

interface Door {
  readonly path: string;
  readonly ends: number;
  isUsed: boolean;
  hadStranger: boolean;
}

/** Doors on a port of their own, because only Node's sockets expose the port of their peer. */
export class SocketDoors implements Doors {
  readonly #options: Required<SocketDoorsOptions>;
  readonly #doors = new Map<string, Door>();
  #server: Promise<Server | null> | null = null;
  #port: number | null = null;
  /** Limits scans of the kernel's tables to one at a time, however many connections arrive. */
  #looking: Promise<unknown> = Promise.resolve();

  constructor(options: SocketDoorsOptions) {
    this.#options = { ownerOf: findPeerOwner, ...options };
  }

  async prepare(): Promise<void> {
    this.#server ??= this.#listen();
    await this.#server;
  }

  open(path: string): string | null {
    if (this.#port === null) return null;
    const now = this.#options.now();
    for (const [secret, { ends }] of this.#doors) if (ends <= now) this.#doors.delete(secret);
    const secret = randomBytes(16).toString('base64url');
    const ends = now + DOOR_LIFE_MS;
    this.#doors.set(secret, { path, ends, isUsed: false, hadStranger: false });
    return `http://${HOST}:${this.#port}${path}?door=${secret}`;
  }

  close(): void {
    void this.#server?.then((server) => {
      server?.close();
      server?.closeAllConnections();
    });
    this.#port = null;
    this.#doors.clear();
  }

  /** Resolves to null if no port is available: the browser then opens the portal without a code. */
  async #listen(): Promise<Server | null> {
    const { createServer } = await import('node:http');
    const server = createServer(
      {
        maxHeaderSize: MAX_HEAD_BYTES,
        headersTimeout: HEAD_TIME_MS,
        requestTimeout: HEAD_TIME_MS,
        connectionsCheckingInterval: CHECK_INTERVAL_MS,
        keepAlive: false,
      },
      (request, response) => void this.#answer(request, response).catch(() => response.destroy()),
    );
    server.maxConnections = MAX_CONNECTIONS;
    server.unref();
    return new Promise((resolve) => {
      server.on('error', () => resolve(null));
      server.listen({ host: HOST, port: 0, exclusive: true }, () => {
        this.#port = (server.address() as AddressInfo).port;
        resolve(server);
      });
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const problem = findProblem(request, this.#port);
    if (problem) return refuse(response, ...problem);
    const door = this.#find(request);
    if (!door) return refuse(response, 404, STALE);
    // A prefetch, such as a link preview, does not use up the door.
    if (!isVisit(request)) return refuse(response, request.method === 'HEAD' ? 200 : 503, '');
    const owner = await this.#look(request);
    if (owner !== 'ours') return this.#reject(door, owner, response);
    if (door.isUsed || door.ends <= this.#options.now()) return refuse(response, 410, STALE);
    door.isUsed = true;
    response.writeHead(303, { ...SECURITY_HEADERS, location: this.#options.lead(door.path), connection: 'close' });
    response.end();
  }

  #find({ url = '' }: IncomingMessage): Door | null {
    const secret = /\?door=([\w-]{22})$/.exec(url)?.[1];
    const door = secret === undefined ? undefined : this.#doors.get(secret);
    return door && url === `${door.path}?door=${secret}` ? door : null;
  }

  #look({ socket }: IncomingMessage): Promise<PeerOwner> {
    const { remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 } = socket;
    const peer = { address: remoteAddress, port: remotePort };
    const local = { address: localAddress, port: localPort };
    const look = this.#looking.then(() => this.#options.ownerOf(peer, local));
    this.#looking = look.catch(() => {});
    return look;
  }

  #reject(door: Door, owner: PeerOwner, response: ServerResponse): void {
    refuse(response, 403, owner === 'other' ? STRANGER : UNSEEN);
    if (door.hadStranger || owner !== 'other') return;
    door.hadStranger = true;
    this.#options.onStranger();
  }
}

const STALE =
  'This link was already used or has expired. Open the address that the terminal printed, or run: choice dashboard --open';
const STRANGER = 'This link is only for the user of this machine who opened it.';
const UNSEEN = 'Could not tell which user of this machine is asking. Open the address that the terminal printed.';

/** Returns status and reason for a request that does not come from a browser opening the address; otherwise null. */
function findProblem({ headers, method }: IncomingMessage, port: number | null): [number, string] | null {
  if (headers.host !== `${HOST}:${port}`) return [421, 'The Host header does not match this link.'];
  if (method !== 'GET' && method !== 'HEAD') return [405, 'Use GET.'];
  // Sent by a page of another site that guessed or learned the address.
  if ((headers['sec-fetch-site'] ?? 'none') !== 'none') return [403, 'Open this link directly, not from another page.'];
  return null;
}

function isVisit({ headers, method }: IncomingMessage): boolean {
  const purposes = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => String(headers[name] ?? ''));
  return method === 'GET' && !purposes.some((purpose) => /prefetch|prerender|preview/i.test(purpose));
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  const headers = { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8', connection: 'close' };
  response.writeHead(status, headers).end(reason === '' ? '' : `${reason}\n`);
}

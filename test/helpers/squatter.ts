// Another user's process on the port that a portal left: takes everything down, and claims to be a portal.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { eventually, type Scope } from './choice.ts';

export interface Squatter {
  readonly port: number;
  /** Every request line and header that came, one string a request. */
  readonly heard: readonly string[];
  close(): Promise<void>;
}

/**
 * Listens on `port` (0 for any) until the test ends. Its proof is made up: it does not know the token. `respond` returns
 * true for a request that it has answered itself.
 */
export async function squat(
  t: Scope,
  port = 0,
  respond: (path: string, response: ServerResponse) => boolean = () => false,
): Promise<Squatter> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const { method, url, rawHeaders } = request;
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      heard.push([method, url, ...rawHeaders, body].join('\n'));
      if (respond(url ?? '', response)) return;
      const claim = { name: 'choice', instance: 'forged', protocol: 1, version: '9', pid: 1, engine: 'node', open: 0 };
      const forged = { draining: false, port, tab_proof: `${'A'.repeat(43)}=` };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ ...claim, ...forged }));
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', ({ url, rawHeaders }, socket) => {
    heard.push(['UPGRADE', url, ...rawHeaders].join('\n'));
    socket.destroy();
  });
  const close = async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    if (server.listening) await once(server, 'close');
  };
  t.after(close);
  // A process that was killed may hold its port for a moment longer.
  await eventually(async () => {
    server.listen({ host: '127.0.0.1', port, exclusive: true });
    return once(server, 'listening').then(
      () => true,
      () => false,
    );
  }, `port ${port}`);
  return { port: (server.address() as AddressInfo).port, heard, close };
}

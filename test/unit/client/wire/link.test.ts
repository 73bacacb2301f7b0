// The WebSocket of askers and commands, against a peer that keeps the rules (the ws package) and against one that breaks them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { type WebSocket, WebSocketServer } from 'ws';
import { PortalLink } from '../../../../src/client/wire/link.ts';
import { SUBPROTOCOL } from '../../../../src/protocol/version.ts';
import { makeDirectory } from '../../../helpers/directory.ts';

/** One link, and what it heard. */
class Heard {
  readonly messages: string[] = [];
  /** The error with which it closed, or null. */
  readonly closed: Promise<Error | null>;
  readonly link: PortalLink;
  #wake: () => void = () => {};

  private constructor(link: PortalLink) {
    this.link = link;
    this.closed = new Promise((close) => {
      const message = (text: string) => {
        this.messages.push(text);
        this.#wake();
      };
      link.listen({ message, close });
    });
  }

  static async open(socketPath: string, timeoutMs = 20_000): Promise<Heard> {
    return new Heard(await PortalLink.open({ socketPath }, '/ask', timeoutMs));
  }

  async message(): Promise<string> {
    while (this.messages.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.messages.shift() ?? '';
  }
}

/** A sound peer; gives its path and its end of the first link. */
async function listen(t: TestContext): Promise<{ path: string; peer: Promise<WebSocket> }> {
  const listener = createHttpServer();
  const path = join(makeDirectory(t), 'portal');
  const server = new WebSocketServer({ server: listener, autoPong: true });
  t.after(() => {
    for (const client of server.clients) client.terminate();
    listener.close();
  });
  await once(listener.listen(path), 'listening');
  return { path, peer: once(server, 'connection').then(([socket]) => socket) };
}

/** A peer that answers the first bytes it gets as `reply` says, given the right `Sec-WebSocket-Accept`. */
async function listenRaw(t: TestContext, reply: (accept: string, socket: Socket) => void): Promise<string> {
  const path = join(makeDirectory(t), 'portal');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.once('data', (request) => {
      const key = /^Sec-WebSocket-Key: (.*)\r$/m.exec(String(request))?.[1] ?? '';
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      reply(accept, socket);
    });
  }).listen(path);
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await once(server, 'listening');
  return path;
}

/** Listens, accepts nothing until it is woken, and then refuses everybody. */
const BUSY_SERVER = `
  const { workerData: { path, isBusy }, parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer((socket) => socket.end('HTTP/1.1 503 Busy\\r\\n\\r\\n'));
  server.listen({ path, backlog: 1 }, () => {
    parentPort.postMessage('listens');
    Atomics.wait(isBusy, 0, 0, 10_000);
  });
`;

const accepted = (accept: string, protocol = SUBPROTOCOL) =>
  `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`;

describe('the link to a portal', { concurrency: true }, () => {
  for (const length of [0, 1, 125, 126, 65_535, 65_536, 900_000]) {
    test(`when a text of ${length} bytes goes there and back, then it is the same`, async (t) => {
      const { path, peer } = await listen(t);
      const heard = await Heard.open(path);
      const socket = await peer;
      socket.on('message', (data) => socket.send(String(data)));
      const text = 'é'.repeat(length / 2).padEnd(length - Math.floor(length / 2), 'x');
      heard.link.send(text);
      assert.equal(await heard.message(), text);
    });
  }

  test('when the peer pings, then it is answered with the same bytes', async (t) => {
    const { path, peer } = await listen(t);
    await Heard.open(path);
    const socket = await peer;
    socket.ping('are you there?');
    const [data] = await once(socket, 'pong');
    assert.equal(String(data), 'are you there?');
  });

  test('when either side closes, then both get the close and no error', async (t) => {
    for (const side of ['asker', 'peer']) {
      const { path, peer } = await listen(t);
      const heard = await Heard.open(path);
      const socket = await peer;
      const closed = once(socket, 'close');
      if (side === 'asker') heard.link.close();
      else socket.close(1000, 'heard');
      assert.equal((await closed)[0], 1000);
      assert.equal(await heard.closed, null);
      assert.equal(heard.link.isOpen, false);
    }
  });

  test('when head and frames come a byte at a time, then every message is heard', async (t) => {
    const path = await listenRaw(t, async (accept, socket) => {
      socket.setNoDelay(true);
      for (const byte of Buffer.from(`${accepted(accept)}\x81\x02hi\x81\x05there`, 'latin1')) {
        socket.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    const heard = await Heard.open(path);
    assert.deepEqual([await heard.message(), await heard.message()], ['hi', 'there']);
    heard.link.terminate();
  });

  test('when the portal refuses, then the error says what the portal says', async (t) => {
    const body = JSON.stringify({ error: 'too_many_prompts', message: 'too many prompts are open' });
    const path = await listenRaw(t, (_, socket) =>
      socket.write(`HTTP/1.1 503 Service Unavailable\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
    );
    await assert.rejects(Heard.open(path), { name: 'LinkRefusedError', message: 'too many prompts are open' });
  });

  const faults: Readonly<Record<string, (accept: string) => string>> = {
    'another accept': () => accepted('x'),
    'another sub-protocol': (accept) => accepted(accept, 'other'),
    'no HTTP, endlessly': () => 'x'.repeat(20_000),
    'a masked frame': (accept) => `${accepted(accept)}\x81\x82\0\0\0\0hi`,
    'a fragment': (accept) => `${accepted(accept)}\x01\x02hi`,
    'a compressed frame': (accept) => `${accepted(accept)}\xc1\x02hi`,
    'a binary frame': (accept) => `${accepted(accept)}\x82\x02hi`,
    'a frame of a terabyte': (accept) => `${accepted(accept)}\x81\x7f\0\0\x01\0\0\0\0\0`,
  };
  for (const [what, reply] of Object.entries(faults)) {
    test(`when the peer sends ${what}, then the link is closed with an error`, async (t) => {
      const path = await listenRaw(t, (accept, socket) => socket.write(Buffer.from(reply(accept), 'latin1')));
      const failed = await Heard.open(path).then(
        ({ closed }) => closed,
        (error: unknown) => error,
      );
      assert.ok(failed instanceof Error);
    });
  }

  test('when the peer never answers, then it is silent; when nobody listens, then it is lost', async (t) => {
    await assert.rejects(Heard.open(await listenRaw(t, () => {}), 50), { name: 'SilenceError' });
    await assert.rejects(Heard.open(await listenRaw(t, (_, socket) => socket.destroy())), { name: 'LostError' });
    await assert.rejects(Heard.open(join(makeDirectory(t), 'portal')), { name: 'LostError' });
  });

  test('when more connections wait than the system queues, then it knocks until there is room', async (t) => {
    const path = join(makeDirectory(t), 'portal');
    const isBusy = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(BUSY_SERVER, { eval: true, workerData: { path, isBusy } });
    t.after(() => worker.terminate());
    await once(worker, 'message');
    const waiting: Socket[] = [];
    t.after(() => waiting.forEach((socket) => void socket.destroy()));
    const isRefused = () =>
      new Promise<boolean>((resolve) => {
        const socket = connect(path).once('connect', () => resolve(false));
        socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'EAGAIN'));
        waiting.push(socket);
      });
    while (!(await isRefused())) assert.ok(waiting.length < 100, 'the queue never was full');
    const opening = PortalLink.open({ socketPath: path }, '/ask', 20_000);
    setImmediate(() => Atomics.notify(isBusy, 0));
    await assert.rejects(opening, { name: 'LinkRefusedError', message: 'status 503' });
  });

  test('when messages and the end come before someone listens, then they are handed over', async (t) => {
    const path = await listenRaw(t, (accept, socket) =>
      socket.end(Buffer.from(`${accepted(accept)}\x81\x02hi`, 'latin1')),
    );
    const link = await PortalLink.open({ socketPath: path }, '/ask', 20_000);
    const told: string[] = [];
    await new Promise<void>((resolve) => {
      setImmediate(() => link.listen({ message: (text) => told.push(text), close: () => resolve() }));
    });
    assert.deepEqual(told, ['hi']);
  });
});

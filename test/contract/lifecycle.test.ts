// Listening exclusively and on loopback only, draining, closing, and letting the process end.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PortTakenError, type Reply } from '../../src/transport/transport.ts';
import { test } from '../helpers/attempts.ts';
import { type EngineUnderTest, forEachEngine, loadedEngines } from './engines.ts';
import { accepting, deferred, echo, handlersWith, OPTIONS, RecordingListener, start, text } from './portal-stub.ts';
import { head, RawClient } from './raw-client.ts';
import { WsClient } from './ws-client.ts';

const CHILD = fileURLToPath(new URL('close-and-exit.ts', import.meta.url));

/** 'connected', or the code of the error. */
function tryToConnect(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => resolve('connected'));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('connect', () => socket.destroy());
  });
}

/** A transport that is not listening yet. */
function idle(t: TestContext, under: EngineUnderTest) {
  const transport = under.create(handlersWith({}), OPTIONS);
  t.after(() => transport.close());
  return transport;
}

forEachEngine((under) => {
  test('names its engine', (t) => {
    assert.equal(idle(t, under).engine, under.engine);
  });

  test('listen gives a free port for 0 and the port itself otherwise', async (t) => {
    const first = idle(t, under);
    const port = await first.listen('127.0.0.1', 0);
    assert.ok(port > 0);
    await first.close();
    assert.equal(await idle(t, under).listen('127.0.0.1', port), port);
    assert.equal(await tryToConnect('127.0.0.1', port), 'connected');
  });

  // The native engine has no connection limit.
  test('a connection beyond the limit of the port is closed at once', { skip: under.engine === 'uws' }, async (t) => {
    const handlers = { request: () => ({ reply: text(200, 'here') }) };
    const { port } = await start(t, under, handlers, { maxConnections: 2 });
    const ask = async () => {
      const client = await RawClient.open(t, port);
      client.write(head('GET', '/'));
      return {
        client,
        status: await client.response().then(
          ({ status }) => status,
          () => 'closed',
        ),
      };
    };
    const [first, second, third] = [await ask(), await ask(), await ask()];
    assert.deepEqual([first.status, second.status, third.status], [200, 200, 'closed']);
    first.client.socket.destroy();
    while ((await ask()).status === 'closed');
  });

  test('a port that any engine or other program holds is refused with PortTakenError; another port still works', async (t) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    t.after(() => other.close());
    const address = other.address();
    const taken = [typeof address === 'object' && address ? address.port : assert.fail('no port')];
    for (const holder of await loadedEngines()) taken.push((await start(t, holder, {})).port);
    const transport = idle(t, under);
    for (const port of taken) {
      await assert.rejects(transport.listen('127.0.0.1', port), (error) => {
        assert.ok(error instanceof PortTakenError);
        assert.equal(error.port, port);
        return true;
      });
    }
    const port = await transport.listen('127.0.0.1', 0);
    assert.equal(await tryToConnect('127.0.0.1', port), 'connected');
  });

  test('no other interface of this machine is listened on', async (t) => {
    const { port } = await start(t, under, {});
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid)
      .map(({ address }) => address);
    if (others.length === 0) t.skip('this machine has no other interface');
    for (const address of others) assert.equal(await tryToConnect(address, port), 'ECONNREFUSED', address);
  });

  test('stopListening refuses new connections; open sockets and requests under way go on', async (t) => {
    const reply = deferred<Reply>();
    const handling = deferred();
    const { port, transport } = await start(t, under, {
      ...accepting(echo),
      request: () => ({
        maxBodyBytes: 0,
        tooLarge: text(413, ''),
        handle: () => {
          handling.resolve();
          return reply.promise;
        },
      }),
    });
    const socket = await WsClient.open(t, port);
    const client = await RawClient.open(t, port);
    client.write(head('GET', '/'));
    await handling.promise;
    transport.stopListening();
    transport.stopListening();
    assert.equal(await tryToConnect('127.0.0.1', port), 'ECONNREFUSED');
    assert.equal(await socket.exchange('still here'), 'still here');
    reply.resolve(text(200, 'in time'));
    const { headers, body } = await client.response();
    assert.equal(body.toString(), 'in time');
    assert.equal(headers.get('connection'), 'close');
    await client.closed;
  });

  test('while draining, a reply without a body asks the peer to close', async (t) => {
    const handling = deferred();
    const reply = deferred<Reply>();
    const { port, transport } = await start(t, under, {
      request: () => ({
        maxBodyBytes: 0,
        tooLarge: text(413, ''),
        handle: () => {
          handling.resolve();
          return reply.promise;
        },
      }),
    });
    const client = await RawClient.open(t, port);
    client.write(head('HEAD', '/'));
    await handling.promise;
    transport.stopListening();
    reply.resolve(text(200, 'hello'));
    const { headers } = await client.response(true);
    assert.equal(headers.get('connection'), 'close');
    assert.equal(headers.get('content-length'), '5');
  });

  test('close ends WebSockets with 1001, kept connections and requests under way, and frees the port', async (t) => {
    const handling = deferred();
    const listeners = [new RecordingListener(), new RecordingListener()];
    const waiting = [...listeners];
    const { port, transport, failures } = await start(t, under, {
      ...accepting(() => waiting.shift() ?? assert.fail('no listener left')),
      request: ({ path }) =>
        path === '/kept'
          ? { reply: text(200, '') }
          : {
              maxBodyBytes: 0,
              tooLarge: text(413, ''),
              handle: () => {
                handling.resolve();
                return new Promise(() => {});
              },
            },
    });
    const sockets = [await WsClient.open(t, port), await WsClient.open(t, port)];
    const [silent, kept, underWay] = await Promise.all([1, 2, 3].map(() => RawClient.open(t, port)));
    kept?.write(head('GET', '/kept'));
    assert.equal((await kept?.response())?.status, 200);
    underWay?.write(head('GET', '/under-way'));
    await handling.promise;

    await transport.close();
    assert.deepEqual(await Promise.all(sockets.map(({ closed }) => closed)), [1001, 1001]);
    await Promise.all(listeners.map(({ closed }) => closed));
    for (const { types } of listeners) assert.equal(types, 'open close');
    for (const client of [silent, kept, underWay]) assert.equal(await client?.closed, '');
    assert.equal(await tryToConnect('127.0.0.1', port), 'ECONNREFUSED');
    assert.equal(await idle(t, under).listen('127.0.0.1', port), port);
    await transport.close();
    assert.deepEqual(failures, []);
  });

  test('close ends peers that do not answer the close frame', async (t) => {
    const { port, transport } = await start(t, under, accepting(echo));
    const client = await RawClient.upgraded(t, port);
    await transport.close();
    assert.deepEqual((await client.frame()).payload.subarray(0, 2), Buffer.from([0x03, 0xe9]));
    await client.closed;
  });

  test('close works before listen, and twice', async () => {
    const transport = under.create(handlersWith({}), OPTIONS);
    transport.stopListening();
    await transport.close();
    await transport.close();
  });

  test('after close nothing keeps the process', async (t) => {
    const child = spawn(process.execPath, ['--import', 'tsx', CHILD, under.engine], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.after(() => child.kill('SIGKILL'));
    const output = child.stdout.setEncoding('utf8').toArray();
    const [code] = await once(child, 'exit');
    assert.equal(code, 0);
    assert.equal((await output).join(''), 'open\nclosed\n');
  });
});

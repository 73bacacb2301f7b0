// The link that stays: when it tries again, and how it notices silence.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { ReconnectingLink, type SocketEvents } from '../../../web/shell/reconnecting-link.ts';
import { FakeEnvironment } from './fakes.ts';

interface FakeSocket {
  readonly events: SocketEvents;
  readonly sent: string[];
  closed: boolean;
}

let environment: FakeEnvironment;
let sockets: FakeSocket[];
let log: string[];
let link: ReconnectingLink;

const last = () => sockets.at(-1) as FakeSocket;
const unknown = JSON.stringify({ type: 'unknown' });

beforeEach(() => {
  environment = new FakeEnvironment();
  sockets = [];
  log = [];
  link = new ReconnectingLink({
    environment,
    openSocket: (events) => {
      const socket: FakeSocket = { events, sent: [], closed: false };
      sockets.push(socket);
      return {
        send: (text) => socket.sent.push(text),
        close: () => {
          socket.closed = true;
        },
      };
    },
    handler: { opened: () => log.push('opened'), received: ({ type }) => log.push(type) },
    refused: () => log.push('refused'),
  });
});

describe('ReconnectingLink', () => {
  test('when it is not open, then nothing can be sent', () => {
    assert.equal(link.send({ type: 'ping' }), false);
    last().events.opened();
    assert.equal(link.send({ type: 'ping' }), true);
    assert.deepEqual(last().sent, ['{"type":"ping"}']);
  });

  test('when a link that lasted closes, then it tries again at once', () => {
    last().events.opened();
    last().events.received(unknown);
    environment.pass(3_000);
    last().events.closed();
    assert.equal(link.state.value, 'reconnecting');
    environment.pass(0);
    assert.equal(sockets.length, 2);
    last().events.opened();
    assert.equal(link.state.value, 'open');
    assert.deepEqual(log, ['opened', 'unknown', 'opened']);
  });

  test('when nobody is there, then it tries for ever, at least every three seconds and never in a rush', () => {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      last().events.closed();
      environment.pass(3_000);
    }
    assert.ok(sockets.length >= 100 && sockets.length <= 101, `${sockets.length} attempts`);
    assert.equal(log.filter((entry) => entry === 'refused').length, 100);
  });

  test('when connections are broken by what they bring, again and again, then it tries on, and never in a rush', () => {
    last().events.opened();
    last().events.received(unknown);
    last().events.closed();
    environment.pass(50);
    assert.equal(sockets.length, 1, 'the next one waits');
    environment.pass(150);
    assert.equal(sockets.length, 2, 'though not for long');
    for (let second = 0; second < 60; second += 1) {
      last().events.opened();
      last().events.received(unknown);
      last().events.closed();
      environment.pass(1_000);
    }
    assert.ok(sockets.length > 20 && sockets.length < 50, `${sockets.length} connections in a minute`);
    environment.pass(3_000);
    last().events.opened();
    environment.pass(3_000);
    last().events.closed();
    const before = sockets.length;
    environment.pass(0);
    assert.equal(sockets.length, before + 1, 'all is well again once one lasts');
  });

  test('when connecting takes too long, as with a stopped portal, then it tries again', () => {
    environment.pass(4_000 + 3_000);
    assert.equal(sockets[0]?.closed, true);
    assert.equal(sockets.length, 2);
  });

  test('when the portal falls silent, then it is asked for a word, and dropped when none comes', () => {
    last().events.opened();
    last().events.received(unknown);
    environment.pass(20_000);
    assert.deepEqual(last().sent, ['{"type":"ping"}']);
    environment.pass(5_000);
    assert.equal(sockets[0]?.closed, true);
    assert.equal(link.state.value, 'reconnecting');
  });

  test('when the portal answers in time, then the connection stays', () => {
    last().events.opened();
    link.wake();
    environment.pass(4_999);
    last().events.received(unknown);
    environment.pass(10_000);
    assert.equal(sockets.length, 1);
  });

  test('when the page wakes while it waits to try again, then it tries at once', () => {
    last().events.closed();
    link.wake();
    assert.equal(sockets.length, 2);
  });

  test('when a dropped connection still speaks, then nobody listens', () => {
    const [dropped] = sockets;
    environment.pass(7_000);
    dropped?.events.opened();
    dropped?.events.received(unknown);
    dropped?.events.closed();
    assert.deepEqual(log, []);
  });

  test('when it is closed, then it stays closed', () => {
    last().events.opened();
    link.close();
    environment.pass(60_000);
    assert.equal(last().closed, true);
    assert.equal(sockets.length, 1);
  });
});

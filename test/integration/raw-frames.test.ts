// Frames as no browser writes them: the link ends or goes on as it should, on both engines, and the portal lives on. Which
// code ends it is alike where our own code decides; what the engines refuse by themselves, each ends in its own way.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { Engine } from '../../src/transport/transport.ts';
import { forEachEngine } from '../contract/engines.ts';
import { frame, handshake, OPCODE, RawClient } from '../contract/raw-client.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

const { continuation, text, binary, close, ping, pong } = OPCODE;
const PING = JSON.stringify({ type: 'ping' });
const HALF = PING.length / 2;

function closing(code: number, reason: string | Uint8Array = ''): Buffer {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return frame(close, Buffer.concat([payload, Buffer.from(reason)]));
}

/** Takes the mask off: the bit, and the key of zeros. */
function unmasked(masked: Buffer): Buffer {
  const bytes = Buffer.concat([masked.subarray(0, 2), masked.subarray(6)]);
  bytes[1] = (bytes[1] ?? 0) & 0x7f;
  return bytes;
}

/** With reserved bits set in the first byte. */
function reserved(bits: number): Buffer {
  const bytes = Buffer.from(frame(text, PING));
  bytes[0] = (bytes[0] ?? 0) | bits;
  return bytes;
}

/** What the portal says as it ends a link: the code of its close frame, one without a code, or none at all. */
type Farewell = number | 'no code' | 'cut';

interface Ending {
  readonly bytes: Buffer;
  readonly said: Readonly<Record<Engine, Farewell>>;
}

const alike = (bytes: Buffer, code: Farewell): Ending => ({ bytes, said: { uws: code, node: code } });
/** The native engine cuts where RFC 6455 (§7.4.1) has a code, before anything of ours hears of it. */
const cutByUws = (bytes: Buffer, code: number): Ending => ({ bytes, said: { uws: 'cut', node: code } });
/** And it answers a close that is none by one without a code. */
const answeredByUws = (bytes: Buffer, code: number): Ending => ({ bytes, said: { uws: 'no code', node: code } });
const bytesOf = (...bytes: number[]) => frame(text, Uint8Array.from(bytes));

/** Frames after which the link ends. Nothing of them reaches the portal. */
const ENDING: Readonly<Record<string, Ending>> = {
  'RSV1, as with compression that was not agreed on': cutByUws(reserved(0x40), 1002),
  RSV2: cutByUws(reserved(0x20), 1002),
  RSV3: cutByUws(reserved(0x10), 1002),
  'opcode 3': cutByUws(frame(3, PING), 1002),
  'opcode 7': cutByUws(frame(7, PING), 1002),
  'opcode 11': cutByUws(frame(11), 1002),
  'opcode 15': cutByUws(frame(15), 1002),
  'a continuation of nothing': cutByUws(frame(continuation, PING), 1002),
  'a text inside a fragmented text': cutByUws(Buffer.concat([frame(text, '{', false), frame(text, PING)]), 1002),
  'a fragmented ping': cutByUws(frame(ping, 'x', false), 1002),
  'a fragmented close': cutByUws(frame(close, '', false), 1002),
  'a ping of 126 bytes': cutByUws(frame(ping, 'x'.repeat(126)), 1002),
  'a text that is not UTF-8': cutByUws(bytesOf(0xc3, 0x28), 1007),
  'a text cut inside a character': cutByUws(bytesOf(0xe6, 0xbc), 1007),
  'a text with an overlong slash': cutByUws(bytesOf(0xc0, 0xaf), 1007),
  'a text with a surrogate': cutByUws(bytesOf(0xed, 0xa0, 0x80), 1007),
  'a text of 2^63 bytes': cutByUws(Buffer.from([0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 1009),
  'a text of 16 KiB and one byte': alike(frame(text, 'x'.repeat(16 * 1024 + 1)), 1009),
  'fragments that add up to more': alike(
    Buffer.concat([frame(text, 'x'.repeat(10_000), false), frame(continuation, 'x'.repeat(10_000))]),
    1009,
  ),
  'a binary message': alike(frame(binary, PING), 1003),
  'a close without a code': alike(frame(close), 'no code'),
  'a close with 1000': alike(closing(1000, 'bye'), 1000),
  'a close of one byte': answeredByUws(frame(close, 'x'), 1002),
  'a close with 999': answeredByUws(closing(999), 1002),
  'a close with 1005, which is never sent': answeredByUws(closing(1005), 1002),
  'a close with 1006, which is never sent': answeredByUws(closing(1006), 1002),
  'a close with 65535': answeredByUws(closing(65_535), 1002),
  'a close whose reason is not UTF-8': answeredByUws(closing(1000, Uint8Array.from([0xff])), 1007),
};

/** Frames that are odd but right: the link goes on, and the portal answers the ping that some of them carry. */
const GOING_ON: Readonly<Record<string, { readonly bytes: Buffer; readonly answered: boolean }>> = {
  'a text in two parts': {
    bytes: Buffer.concat([frame(text, PING.slice(0, HALF), false), frame(continuation, PING.slice(HALF))]),
    answered: true,
  },
  'a ping between two parts': {
    bytes: Buffer.concat([
      frame(text, PING.slice(0, HALF), false),
      frame(ping, 'in between'),
      frame(continuation, PING.slice(HALF)),
    ]),
    answered: true,
  },
  'empty parts': {
    bytes: Buffer.concat([frame(text, '', false), frame(continuation, PING, false), frame(continuation, '')]),
    answered: true,
  },
  'a pong that nobody asked for': { bytes: frame(pong, 'x'), answered: false },
  'a ping of 125 bytes': { bytes: frame(ping, 'x'.repeat(125)), answered: false },
};

function upgrade(portal: TestPortal, id: string): string {
  const protocol = { 'Sec-WebSocket-Protocol': `choice.v3, choice.token.${portal.tabToken}` };
  return handshake(`/ws/${id}`, { Host: portal.host, Origin: portal.url.origin, ...protocol });
}

/** A link of a tab to prompt `id`, spoken byte by byte. */
async function rawTab(t: TestContext, portal: TestPortal, id: string): Promise<RawClient> {
  const client = await RawClient.open(t, portal.portal.port);
  client.write(upgrade(portal, id));
  assert.equal((await client.response()).status, 101);
  return client;
}

/** How the portal ends the link. It says nothing else before. */
async function farewell(client: RawClient): Promise<Farewell> {
  const last = await client.frame().catch(() => null);
  if (last === null) return 'cut';
  assert.equal(last.opcode, close, `answered: ${last.payload}`);
  return last.payload.length === 0 ? 'no code' : last.payload.readUInt16BE(0);
}

/** The next text that the portal sends. */
async function nextMessage(client: RawClient): Promise<{ readonly type: string }> {
  for (;;) {
    const { opcode, payload } = await client.frame();
    if (opcode === text) return JSON.parse(payload.toString());
  }
}

const anyFrame = fc
  .record({
    first: fc.nat(255),
    isMasked: fc.boolean(),
    payload: fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.constant(Buffer.from(PING)),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
    ),
    isCut: fc.boolean(),
  })
  .map(({ first, isMasked, payload, isCut }) => {
    const whole = Buffer.from(frame(0, payload));
    whole[0] = first;
    const bytes = isMasked ? whole : unmasked(whole);
    return isCut ? bytes.subarray(0, Math.ceil(bytes.length / 2)) : bytes;
  });

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

forEachEngine((under) => {
  test('when a frame is malformed, not allowed or a close, then the link ends with the code that its engine has for it, and nothing is done', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask(makeSpec({ timeout_ms: null }));
    for (const [name, { bytes, said }] of Object.entries(ENDING)) {
      const client = await rawTab(t, portal, id);
      assert.equal((await nextMessage(client)).type, 'prompt');
      assert.equal((await nextMessage(client)).type, 'state');
      client.write(bytes);
      // What follows the fault is not read any more.
      client.write(frame(text, JSON.stringify({ type: 'cancel', request_id: 'r1' })));
      client.socket.end();
      assert.equal(await farewell(client), said[under.engine], name);
      assert.equal(await client.closed, '', name);
    }
    const witness = await portal.openTab(id);
    assert.equal((await witness.look()).status, 'open');
  });

  test('when a frame is odd but right, then the link goes on and is answered', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask(makeSpec({ timeout_ms: null }));
    for (const [name, { bytes, answered }] of Object.entries(GOING_ON)) {
      const client = await rawTab(t, portal, id);
      for (const type of ['prompt', 'state']) assert.equal((await nextMessage(client)).type, type);
      client.write(bytes);
      if (answered) assert.equal((await nextMessage(client)).type, 'state', name);
      client.write(frame(text, '{"type":"answer","request_id":"r"}'));
      assert.equal((await nextMessage(client)).type, 'refused', name);
      client.socket.destroy();
    }
  });

  test('when a frame is not masked, then it is not delivered, and the portal lives on', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask(makeSpec({ timeout_ms: null }));
    const client = await rawTab(t, portal, id);
    await nextMessage(client);
    client.write(unmasked(frame(text, JSON.stringify({ type: 'cancel', request_id: 'r1' }))));
    client.socket.end();
    await client.closed;
    const witness = await portal.openTab(id);
    assert.equal((await witness.look()).status, 'open');
  });

  test('when any frames come, then links end and leave nothing behind, and the portal lives on', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask(makeSpec({ timeout_ms: null }));
    const before = heapUsed();
    // More links than may be open at a time: one that stayed would be missed.
    await fc.assert(
      fc.asyncProperty(fc.array(anyFrame, { minLength: 1, maxLength: 6 }), async (frames) => {
        const client = await rawTab(t, portal, id);
        client.write(Buffer.concat(frames));
        client.socket.end();
        await client.closed;
        assert.equal((await portal.get(`/api/prompts/${id}`)).status, 200);
      }),
      { numRuns: 300 },
    );
    const grown = heapUsed() - before;
    assert.ok(grown < 30 * 1024 * 1024, `${Math.round(grown / 1024)} KiB more in use`);
  });
});

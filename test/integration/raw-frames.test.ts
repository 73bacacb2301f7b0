// Frames as no browser writes them: the link ends or goes on as it should, on both engines alike, and the portal lives on.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { forEachEngine } from '../contract/engines.ts';
import { frame, handshake, OPCODE, RawClient } from '../contract/raw-client.ts';
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

/** Frames after which the link ends. Nothing of them reaches the portal. */
const ENDING: Readonly<Record<string, Buffer>> = {
  'RSV1, as with compression that was not agreed on': reserved(0x40),
  RSV2: reserved(0x20),
  RSV3: reserved(0x10),
  'opcode 3': frame(3, PING),
  'opcode 7': frame(7, PING),
  'opcode 11': frame(11),
  'opcode 15': frame(15),
  'a continuation of nothing': frame(continuation, PING),
  'a text inside a fragmented text': Buffer.concat([frame(text, '{', false), frame(text, PING)]),
  'a fragmented ping': frame(ping, 'x', false),
  'a fragmented close': frame(close, '', false),
  'a ping of 126 bytes': frame(ping, 'x'.repeat(126)),
  'a text that is not UTF-8': frame(text, Uint8Array.from([0xc3, 0x28])),
  'a text cut inside a character': frame(text, Uint8Array.from([0xe6, 0xbc])),
  'a text with an overlong slash': frame(text, Uint8Array.from([0xc0, 0xaf])),
  'a text with a surrogate': frame(text, Uint8Array.from([0xed, 0xa0, 0x80])),
  'a text of 2^63 bytes': Buffer.from([0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
  'a text of 16 KiB and one byte': frame(text, 'x'.repeat(16 * 1024 + 1)),
  'fragments that add up to more': Buffer.concat([
    frame(text, 'x'.repeat(10_000), false),
    frame(continuation, 'x'.repeat(10_000)),
  ]),
  'a binary message': frame(binary, PING),
  'a close without a code': frame(close),
  'a close of one byte': frame(close, 'x'),
  'a close with 1000': closing(1000, 'bye'),
  'a close with 999': closing(999),
  'a close with 1005, which is never sent': closing(1005),
  'a close with 1006, which is never sent': closing(1006),
  'a close with 65535': closing(65_535),
  'a close whose reason is not UTF-8': closing(1000, Uint8Array.from([0xff])),
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
  const protocol = { 'Sec-WebSocket-Protocol': `choice.v1, choice.token.${portal.tabToken}` };
  return handshake(`/ws/${id}`, { Host: portal.host, Origin: portal.url.origin, ...protocol });
}

/** A link of a tab to prompt `id`, spoken byte by byte. */
async function rawTab(t: TestContext, portal: TestPortal, id: string): Promise<RawClient> {
  const client = await RawClient.open(t, portal.portal.port);
  client.write(upgrade(portal, id));
  assert.equal((await client.response()).status, 101);
  return client;
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
  test('when a frame is malformed, not allowed or a close, then the link ends, nothing is done, and the portal lives on', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask(makeSpec({ timeout_ms: null }));
    for (const [name, bytes] of Object.entries(ENDING)) {
      const client = await rawTab(t, portal, id);
      assert.equal((await nextMessage(client)).type, 'snapshot');
      client.write(bytes);
      // What follows the fault is not read any more.
      client.write(frame(text, JSON.stringify({ type: 'cancel', request_id: 'r1' })));
      client.socket.end();
      const rest = await client.closed;
      assert.ok(!rest.includes('"type":"'), `${name} was answered: ${rest}`);
    }
    const witness = await portal.openTab(id);
    assert.equal((await witness.look()).status, 'open');
  });

  test('when a frame is odd but right, then the link goes on and is answered', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask(makeSpec({ timeout_ms: null }));
    for (const [name, { bytes, answered }] of Object.entries(GOING_ON)) {
      const client = await rawTab(t, portal, id);
      await nextMessage(client);
      client.write(bytes);
      if (answered) assert.equal((await nextMessage(client)).type, 'snapshot', name);
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

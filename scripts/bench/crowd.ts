// Many links in one process, which only count the messages they receive: `node crowd.mjs PORT COUNT`. Against a whole
// portal, followed by `asker` and the path of its socket, or by `tab`, a token and the number of prompts: each asker
// registers a prompt, and the tabs spread over those.
import { connect } from 'node:net';

const [port = 0, count = 0] = process.argv.slice(2, 4).map(Number);
const [role, token = '', prompts = '1'] = process.argv.slice(4);
/** Maximum number of concurrent handshakes: a server's queue of connections is short. */
const AT_ONCE = 100;

let heard = 0;
let open = 0;
let lost = 0;

const idOf = (at: number) => `prompt${String(at).padStart(6, '0')}`;

function handshake(at: number): string {
  const path = role === 'asker' ? '/ask' : role === 'tab' ? `/ws/${idOf(at % Number(prompts))}` : '/ws';
  const origin = role === 'tab' ? `Origin: http://127.0.0.1:${port}\r\n` : '';
  return (
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${origin}` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer ${token}\r\n\r\n`
  );
}

/** An `open` message in a frame whose mask is zero, so that the payload stays as it is. */
function openMessage(at: number): Buffer {
  const options = [{ value: 'staging' }, { value: 'production' }];
  const spec = { kind: 'select', question: 'Deploy where?', options, timeout_ms: 3_600_000 };
  const text = Buffer.from(JSON.stringify({ type: 'open', id: idOf(at), spec, may_open: false }));
  const head = Buffer.from([0x81, 0x80 | 126, text.length >> 8, text.length & 0xff, 0, 0, 0, 0]);
  return Buffer.concat([head, text]);
}

function openLink(at: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = role === 'asker' ? connect(token) : connect({ host: '127.0.0.1', port, noDelay: true });
    const count = countFrames();
    let isOpen = false;
    socket.write(handshake(at));
    socket.on('data', (chunk) => {
      if (isOpen) return count(chunk);
      isOpen = true;
      if (!chunk.toString('latin1', 0, 12).endsWith('101')) return void socket.destroy();
      open += 1;
      if (role === 'asker') socket.write(openMessage(at));
      count(chunk.subarray(chunk.indexOf('\r\n\r\n') + 4));
      resolve();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      lost += 1;
      resolve();
    });
  });
}

/** Counts text frames in a stream of chunks. */
function countFrames(): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let skip = 0;
  return (chunk) => {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    rest = Buffer.alloc(0);
    while (bytes.length > 0) {
      if (skip > 0) {
        const taken = Math.min(skip, bytes.length);
        skip -= taken;
        bytes = bytes.subarray(taken);
        continue;
      }
      const short = (bytes[1] ?? 0) & 0x7f;
      const head = short === 127 ? 10 : short === 126 ? 4 : 2;
      if (bytes.length < head) {
        rest = bytes;
        return;
      }
      skip = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
      if (((bytes[0] ?? 0) & 0x0f) === 1) heard += 1;
      bytes = bytes.subarray(head);
    }
  };
}

let started = 0;
async function openSome(): Promise<void> {
  while (started < count) {
    const at = started;
    started += 1;
    await openLink(at);
  }
}

await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, openSome));
process.on('message', ({ id }: { id: number }) => process.send?.({ id, result: { heard, open, lost } }));
process.send?.({ id: 0, result: open });

// Reads and writes the frames of a WebSocket client (RFC 6455, section 5).
import { randomBytes } from 'node:crypto';

export const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

const FINAL = 0x80;
const MASKED = 0x80;
/** The largest message of a portal is a prompt with its whole spec (1 MB); the rest is margin. */
const MAX_FRAME_BYTES = 8 * 1024 * 1024;

/** Returns the frame at the start of `bytes`; null while it is incomplete; an error message if it violates the protocol. */
export function parseFrame(bytes: Buffer): { opcode: number; payload: Buffer; size: number } | string | null {
  if (bytes.length < 2) return null;
  const [first = 0, second = 0] = bytes;
  // A portal sends unfragmented messages without extensions, and a server never masks its frames.
  if ((first & 0xf0) !== FINAL || second >= MASKED) return 'it sent an invalid frame';
  const short = second & 0x7f;
  const offset = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < offset) return null;
  const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
  if (length > MAX_FRAME_BYTES) return 'it sent a frame that is too long';
  const size = offset + length;
  return bytes.length < size ? null : { opcode: first & 0x0f, payload: bytes.subarray(offset, size), size };
}

/** A whole message in one frame, masked as a client must (section 5.3). */
export function maskedFrame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const offset = length > 0xffff ? 10 : length > 125 ? 4 : 2;
  const frame = Buffer.alloc(offset + 4 + length);
  frame[0] = FINAL | opcode;
  frame[1] = MASKED | (offset === 10 ? 127 : offset === 4 ? 126 : length);
  if (offset === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  if (offset === 4) frame.writeUInt16BE(length, 2);
  const mask = randomBytes(4);
  mask.copy(frame, offset);
  for (let index = 0; index < length; index += 1) {
    frame[offset + 4 + index] = (payload[index] ?? 0) ^ (mask[index & 3] ?? 0);
  }
  return frame;
}

// Checks of a request head that precede all others in both engines, so that neither parser's leniency has an effect.
import type { RequestHead } from './transport.ts';

/** `METHOD path?query HTTP/1.1` and the line ends, without method, path and query. */
const REQUEST_LINE_EXTRA_BYTES = ' ? HTTP/1.1\r\n\r\n'.length;
/** `: ` and the line end. */
const HEADER_EXTRA_BYTES = 4;

const TARGET = /^\/[\x21-\x7e]*$/;
const QUERY = /^[\x21-\x7e]*$/;
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const WEBSOCKET_KEY = /^[+/0-9A-Za-z]{22}==$/;

/**
 * Why the engine must refuse this request: 431 for a head above `maxHeadBytes`; 400 without Host (RFC 9112 §3.2), with
 * a target that is not a plain path, or with a body of unclear length (RFC 9112 §6.3). Null when nothing is wrong.
 */
export function headFault(head: RequestHead, maxHeadBytes: number): 400 | 431 | null {
  if (headBytes(head) > maxHeadBytes) return 431;
  if (!head.headers.has('host')) return 400;
  if (!TARGET.test(head.path) || !QUERY.test(head.query)) return 400;
  return hasClearLength(head) ? null : 400;
}

/** The body's length as announced, in bytes; 0 when it is chunked or there is none. */
export function announcedLength(head: RequestHead): number {
  return Number(head.headers.get('content-length')?.[0] ?? 0);
}

/** True when the peer requests a WebSocket. Any other upgrade may be ignored (RFC 9110 §7.8). */
export function wantsWebSocket(head: RequestHead): boolean {
  return listed(head, 'connection').includes('upgrade') && listed(head, 'upgrade').includes('websocket');
}

/** True when the handshake can be completed (RFC 6455 §4.2.1). */
export function isSoundHandshake(head: RequestHead): boolean {
  const only = (name: string) => (head.headers.get(name)?.length === 1 ? (head.headers.get(name)?.[0] ?? '') : '');
  return (
    head.method === 'GET' &&
    only('upgrade').toLowerCase() === 'websocket' &&
    WEBSOCKET_KEY.test(only('sec-websocket-key')) &&
    only('sec-websocket-version') === '13' &&
    !head.headers.has('transfer-encoding') &&
    announcedLength(head) === 0 &&
    areDistinctTokens(offeredProtocols(head))
  );
}

/** The sub-protocols the peer offers, as written and in its order. */
export function offeredProtocols(head: RequestHead): readonly string[] {
  const values = head.headers.get('sec-websocket-protocol');
  return values === undefined ? [] : values.flatMap((value) => value.split(',')).map((name) => name.trim());
}

function headBytes(head: RequestHead): number {
  let bytes = head.method.length + head.path.length + head.query.length + REQUEST_LINE_EXTRA_BYTES;
  for (const [name, values] of head.headers) {
    for (const value of values) bytes += name.length + value.length + HEADER_EXTRA_BYTES;
  }
  return bytes;
}

function hasClearLength(head: RequestHead): boolean {
  const lengths = head.headers.get('content-length') ?? [];
  const codings = head.headers.get('transfer-encoding') ?? [];
  if (codings.length > 0) return lengths.length === 0 && codings.join(',').toLowerCase() === 'chunked';
  return lengths.length <= 1 && lengths.every((value) => /^\d{1,15}$/.test(value));
}

function listed(head: RequestHead, name: string): readonly string[] {
  return (head.headers.get(name) ?? []).flatMap((value) => value.split(',')).map((item) => item.trim().toLowerCase());
}

function areDistinctTokens(names: readonly string[]): boolean {
  return names.every((name) => TOKEN.test(name)) && new Set(names).size === names.length;
}

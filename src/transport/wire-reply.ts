// Prepares replies for an engine: the one place that checks reply headers and turns a handler's error into a reply.
import type { Reply, RequestHead, TransportHandlers } from './transport.ts';

/** A reply that is safe to write as it stands. */
export interface WireReply {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Null for a status that has neither body nor Content-Length (204, 304). */
  readonly body: Uint8Array | null;
}

/** Reason phrases of node:http that a portal uses: loading node:http takes a tenth of a portal's startup. */
const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  421: 'Misdirected Request',
  422: 'Unprocessable Entity',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** Visible ASCII, space and tab: no CR, LF or NUL can split the head, and both engines write the same bytes. */
const VALUE = /^[\t\x20-\x7e]*$/;
/** Headers that frame a message: only the engine sets them. */
const FRAMING = new Set(['connection', 'content-length', 'transfer-encoding']);

const LAST_RESORT: WireReply = {
  status: 500,
  statusText: 'Internal Server Error',
  headers: [],
  body: new Uint8Array(),
};

/**
 * Makes `reply` ready to be written.
 * @throws {TypeError} on a status outside 200..599, a header name or value that is not plain ASCII text (CR, LF and NUL
 * included), or a header that frames the message.
 */
export function toWire(reply: Reply): WireReply {
  const { status } = reply;
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new TypeError(`reply status ${status}`);
  const headers = Object.entries(reply.headers);
  for (const [name, value] of headers) {
    if (!NAME.test(name) || FRAMING.has(name.toLowerCase())) {
      throw new TypeError(`reply header name ${JSON.stringify(name)}`);
    }
    if (!VALUE.test(value)) throw new TypeError(`value of reply header ${name}: ${JSON.stringify(value)}`);
  }
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  const bodiless = status === 204 || status === 304;
  return { status, statusText: REASONS[status] ?? 'Unknown', headers, body: bodiless ? null : body };
}

/** The reply that `handlers.failed` gives for `error`, or a bare 500 when it throws too. Never throws. */
export function failedWire(handlers: TransportHandlers, error: unknown): WireReply {
  try {
    return toWire(handlers.failed(error));
  } catch {
    return LAST_RESORT;
  }
}

/** The reply that `handlers.malformed` gives for `status`. Never throws. */
export function malformedWire(
  handlers: TransportHandlers,
  status: 400 | 431,
  head: RequestHead | null = null,
): WireReply {
  try {
    return toWire(handlers.malformed(status, head));
  } catch (error) {
    return failedWire(handlers, error);
  }
}

/** The reply of `handle` to a whole body, or the reply for what it threw. Never rejects. */
export async function wireOfBody(
  handlers: TransportHandlers,
  handle: (body: Uint8Array) => Reply | Promise<Reply>,
  body: Uint8Array,
): Promise<WireReply> {
  try {
    return toWire(await handle(body));
  } catch (error) {
    return failedWire(handlers, error);
  }
}

// The head of an HTTP/1.1 reply, for callers that would take longer to load a whole HTTP client than to use it.

export interface ReplyHead {
  readonly status: number;
  /** By name in lower case; of repeated ones the last. */
  readonly headers: ReadonlyMap<string, string>;
  /** Bytes of the head, the empty line included: where the body begins. */
  readonly size: number;
}

const END = '\r\n\r\n';

/** Reads the head at the beginning of `text` (latin1: a character a byte). Null while it is incomplete or no HTTP/1.1. */
export function readReplyHead(text: string): ReplyHead | null {
  const end = text.indexOf(END);
  if (end < 0) return null;
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3})(?: |$)/.exec(first)?.[1];
  if (status === undefined) return null;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { status: Number(status), headers, size: end + END.length };
}

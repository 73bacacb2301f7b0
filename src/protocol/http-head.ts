// Parses the head of an HTTP/1.1 reply, for callers that would take longer to load a whole HTTP client than to use it.

export interface ReplyHead {
  readonly status: number;
  /** By lower-case name; the last value of a repeated header. */
  readonly headers: ReadonlyMap<string, string>;
  /** Bytes of the head, including the empty line: the offset of the body. */
  readonly size: number;
}

const END = '\r\n\r\n';

/** Parses the head at the start of `text` (latin1: one character per byte). Null if it is incomplete or not HTTP/1.1. */
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

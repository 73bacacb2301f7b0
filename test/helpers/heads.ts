// Request heads as an engine would hand them over.
import type { RequestHead } from '../../src/transport/transport.ts';

/** A GET of `/` with these headers; a list of values stands for a header that was sent more than once. */
export function makeHead(headers: Readonly<Record<string, string | readonly string[]>>, path = '/'): RequestHead {
  const entries = Object.entries(headers).map(([name, value]) => [name, [value].flat()] as const);
  return { method: 'GET', path, query: '', headers: new Map(entries) };
}

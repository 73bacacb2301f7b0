// Where a portal is, and how an attempt to reach it may fail. A portal on another machine will be a URL and a token.

/** Where a portal listens: by the path of a Unix socket, or the name of a pipe on Windows. */
export interface PortalAddress {
  readonly socketPath: string;
}

/** Nobody listens at the address, or the connection broke. */
export class LostError extends Error {
  override readonly name = 'LostError';
}

/** Someone took the connection and broke it without an answer: a portal that leaves, or has no descriptors left. */
export class HungUpError extends LostError {}

/** Someone listens and does not answer in time: a stopped process still accepts connections. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

/** The portal refused to open a link; the message is its own. */
export class LinkRefusedError extends Error {
  override readonly name = 'LinkRefusedError';
}

/** When to knock again where more connections wait than the system queues: ms. */
export const QUEUE_FULL_DELAY_MS = 50;

/** True for the error of a connection that found no room in that queue. */
export function isQueueFull(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

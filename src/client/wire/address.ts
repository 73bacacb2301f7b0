// The address of a portal, and the errors of connecting to it. For a portal on another machine, the address will be a URL
// and a token.

/** Where a portal listens: the path of a Unix socket, or the name of a pipe on Windows. */
export interface PortalAddress {
  readonly socketPath: string;
}

/** Nothing listens at the address, or the connection broke. */
export class LostError extends Error {
  override readonly name = 'LostError';
}

/** The connection was accepted and closed without an answer: the portal is shutting down, or out of file descriptors. */
export class HungUpError extends LostError {}

/** The connection was accepted but not answered in time: a stopped process still accepts connections. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

/** The portal refused to open a link; the message is the portal's. */
export class LinkRefusedError extends Error {
  override readonly name = 'LinkRefusedError';
}

/** Delay before another attempt when the system's queue of waiting connections is full: ms. */
export const QUEUE_FULL_DELAY_MS = 50;

/** True for the error of a connection that was rejected because that queue is full. */
export function isQueueFull(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

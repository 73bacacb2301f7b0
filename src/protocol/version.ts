// The version of the protocol between askers, portals and tabs.

/** Incremented when a message changes so that an older peer would misread it. Peers of unlike versions do not connect. */
export const PROTOCOL = 3;

/** The WebSocket sub-protocol of every connection. */
export const SUBPROTOCOL = 'choice.v3';

/** Prefix of the sub-protocol entry in which a browser sends its token, because it cannot set headers. */
export const TOKEN_SUBPROTOCOL_PREFIX = 'choice.token.';

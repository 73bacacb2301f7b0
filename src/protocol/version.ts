// The version of everything said between askers, portals and tabs.

/** Raised when a message changes so that an older peer would misread it. Peers of unlike numbers do not talk. */
export const PROTOCOL = 2;

/** The WebSocket sub-protocol that every link speaks. */
export const SUBPROTOCOL = 'choice.v2';

/** Prefix of the sub-protocol entry by which a browser hands over its token: it cannot set headers. */
export const TOKEN_SUBPROTOCOL_PREFIX = 'choice.token.';

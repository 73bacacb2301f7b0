// Every bound on untrusted input, in one place. Times are milliseconds, sizes are UTF-8 bytes.

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The longest delay of setTimeout: a longer one overflows and fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const MIN_TIMEOUT = SECOND;
export const MAX_TIMEOUT = 30 * DAY;
export const DEFAULT_TIMEOUT = 5 * MINUTE;
/** Default bound on a prompt's whole life, extensions included. */
export const DEFAULT_MAX_TIMEOUT = 24 * HOUR;

export const MAX_QUESTION_BYTES = 4 * 1024;
export const MAX_BODY_BYTES = 64 * 1024;
export const MAX_LABEL_BYTES = 1024;
export const MAX_PATTERN_BYTES = 1024;
/** Characters of a typed answer: they fit into a tab's message even at four bytes each. */
export const MAX_TEXT_LENGTH = 3_000;
export const MAX_NOTE_BYTES = 4 * 1024;
export const MAX_OPTIONS = 1_000;
/** A whole prompt as JSON: below the 1 MiB limit of the asker's message that carries it. */
export const MAX_SPEC_BYTES = 1_000_000;
export const MAX_OPEN_PROMPTS = 1_000;
/** Of all open prompts together, as JSON, and of the settled ones that a registry keeps: characters. */
export const MAX_SPECS_LENGTH = 32 * 1024 * 1024;

/** Settled prompts that a registry keeps, so that late tabs and repeated requests get the outcome. */
export const MAX_SETTLED_KEPT = 1_000;
/** How long a prompt remembers the id of a request that moved its deadline, so that a repeat is applied once: ms. */
export const REQUESTS_KEPT_FOR = 5 * MINUTE;
/** How many ids at most: more than one WebSocket may send in that time, so that one busy tab cannot evict another's ids. */
export const MAX_REQUESTS_KEPT = 10_000;
/** How many of the newest ids the asker gets for the next portal: as many as a WebSocket may send while tabs reconnect. */
export const MAX_REQUESTS_TOLD = 512;

/** A draft that arrives with less than this left triggers a hold: ms. */
export const HOLD_THRESHOLD = 15 * SECOND;
/** How far one hold moves the deadline: ms. */
export const HOLD_LENGTH = 10 * SECOND;
export const MAX_HOLDS = 3;

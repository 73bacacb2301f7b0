// What a command says that finds no prompt: a portal inside another command, as in CI, cannot be found, so that what waits
// there is not known.

const UNSEEN = 'commands that ask with --portal inline (the default in CI) are not listed';

/** A portal may be running, and has no open prompt. */
export const NOTHING_WAITS = `nothing is waiting for a human in the background portal; ${UNSEEN}`;

export const NO_PORTAL = `no background portal is running; ${UNSEEN}`;

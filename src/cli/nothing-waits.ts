// Messages of a command that finds no prompt. Inline portals of other commands, as in CI, cannot be found, so prompts there
// are not listed.

const UNSEEN = 'commands that ask with --portal inline (the default in CI) are not listed';

/** No portal is running, or the running one has no open prompt. */
export const NOTHING_WAITS = `nothing is waiting for a human in the background portal; ${UNSEEN}`;

export const NO_PORTAL = `no background portal is running; ${UNSEEN}`;

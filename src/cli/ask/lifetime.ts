// How long a question lives after its command, and where the portal that holds it runs.
import type { PortalMode } from '../../client/connect.ts';
import { isSwitchedOn } from '../../core/switch-words.ts';
import type { FallbackDir } from '../../system/fallback-dir.ts';
import { CommandError, usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { KEY_GRACE, type OutputFlags } from './question-flags.ts';
import type { Run } from './run.ts';

export interface Lifetime {
  readonly mode: PortalMode;
  /** How long the question outlives its last asker: ms; null for as long as it is open. */
  readonly graceMs: number | null;
}

/** The flag that makes a question outlive its command; null if none is given. */
function findOutliving({ detach, grace }: OutputFlags): '--detach' | '--grace' | null {
  if (detach) return '--detach';
  return grace === undefined || grace === 0 ? null : '--grace';
}

/** Throws a usage error for flags that contradict each other. */
export function checkLifetime(flags: OutputFlags): void {
  const { detach, grace, portal, record } = flags;
  const outliving = findOutliving(flags);
  if (outliving !== null && portal === 'inline')
    throw usageError(`${outliving} and --portal inline cannot be combined: the portal would end with this command`);
  if (detach && grace !== undefined)
    throw usageError('--detach and --grace cannot be combined: a detached question stays open until its deadline');
  if (detach && record !== undefined)
    throw usageError('--detach and --record cannot be combined; record with choice wait');
}

/**
 * In a private fallback directory the portal is inline: other commands could not find it there. A question that is to
 * outlive this command needs a portal that does, in CI too.
 */
export function chooseLifetime({ flags, key, io }: Run, fallback: FallbackDir | null): Lifetime {
  const isPrivate = fallback !== null && !fallback.isShared;
  if (isPrivate && flags.detach)
    throw new CommandError(`--detach needs a directory that other commands find: ${fallback.reason}`, EXIT.unavailable);
  const isInCi = isSwitchedOn(io.env.CI) && findOutliving(flags) === null;
  const wanted = flags.portal === 'auto' ? (isInCi ? 'inline' : 'background') : flags.portal;
  if (isPrivate || wanted === 'inline') return { mode: 'inline', graceMs: 0 };
  if (flags.detach) return { mode: 'background', graceMs: null };
  return { mode: 'background', graceMs: flags.grace === undefined ? (key === null ? 0 : KEY_GRACE) : flags.grace };
}

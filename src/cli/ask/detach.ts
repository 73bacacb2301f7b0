// Ends a command that asked with --detach: prints the id of its question, which stays open.
import type { Asking } from '../../client/ask.ts';
import { printableJson } from '../../core/visible-text.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { OutputStyle } from '../format/outcome.ts';
import { writeResult } from '../io/output.ts';
import type { OutputFlags } from './question-flags.ts';
import type { Run } from './run.ts';

/** The flag that makes a question outlive its command; null if none is given. */
export function findOutliving({ detach, grace }: OutputFlags): '--detach' | '--grace' | null {
  if (detach) return '--detach';
  return grace === undefined || grace === 0 ? null : '--grace';
}

/** Throws a usage error for flags that contradict --detach, or a grace that cannot be given. */
export function checkDetach(flags: OutputFlags): void {
  const { detach, portal, record } = flags;
  const outliving = findOutliving(flags);
  if (outliving !== null && portal === 'inline') {
    throw usageError(`${outliving} and --portal inline cannot be combined: the portal would end with this command`);
  }
  if (detach && record !== undefined)
    throw usageError('--detach and --record cannot be combined; record with choice wait');
}

/** A question that its command has left open, or one that has an answer already. */
export interface Detached {
  readonly id: string;
  /** Null when it was answered from a file. */
  readonly url: string | null;
  readonly remainingMs: number | null;
  readonly isSettled: boolean;
}

/** What stdout gets: the id, or with --json an object. */
export function formatDetached({ id, url, remainingMs, isSettled }: Detached, { json }: OutputStyle): string {
  const status = isSettled ? 'settled' : 'open';
  return `${json ? printableJson({ id, status, url, remaining_ms: remainingMs }) : id}\n`;
}

/** Prints the id, or with --json an object, and leaves the question open. Returns the exit code. */
export async function leaveOpen({ io, style, notes, strings }: Run, asking: Asking, opened: Detached): Promise<number> {
  const { id, isSettled } = opened;
  const failure = await writeResult(io.stdout, formatDetached(opened, style));
  await asking.leave();
  if (failure !== null && !isSettled) notes.say(strings.leftOpen(id, null));
  return failure ?? EXIT.ok;
}

// Ends a command that asked with --detach: prints the id of its question, which stays open.
import type { Asking } from '../../client/ask.ts';
import { printableJson } from '../../core/visible-text.ts';
import { EXIT } from '../exit-codes.ts';
import type { OutputStyle } from '../format/outcome.ts';
import { writeResult } from '../io/output.ts';
import type { Run } from './run.ts';

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
  if (failure === EXIT.outputFailed) notes.fail(strings.idNotPrinted);
  if (!isSettled) notes.say(strings.leftOpen(id, null));
  return failure ?? EXIT.ok;
}

// `choice extend`: moves the deadline of a prompt from any shell.
import type { Command } from 'commander';
import { ApiError, type DeadlineChange, moveDeadline, readPrompt } from '../../client/api.ts';
import type { Connection } from '../../client/connect.ts';
import { formatDuration, parseDuration } from '../../core/duration.ts';
import { MAX_TIMEOUT, MIN_TIMEOUT, SECOND } from '../../core/limits.ts';
import type { PromptView } from '../../protocol/view.ts';
import { resolvePaths } from '../../system/paths.ts';
import { CommandError, usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { addFlags, readFlags, switchFlag } from '../flags.ts';
import type { RunTask } from '../io/io.ts';
import { openNotes } from '../io/output.ts';
import { findOpenPrompt, unlessSettled } from '../prompt-id.ts';

const extendFlags = {
  set: switchFlag('--set', 'CHOICE_SET', 'set the time left to the duration, instead of adding to it'),
  quiet: switchFlag('-q, --quiet', 'CHOICE_QUIET', 'print only errors on stderr'),
};

const examples = `
Examples:
  $ choice extend k3 5m              five minutes more
  $ choice extend k3 --set 30s       thirty seconds from now
  $ choice extend k3 none            no deadline, if the prompt allows that

Exit codes:
  0   moved; no further than its longest total time, and it then says so
  1   too late: the prompt is settled; or its deadline cannot be moved
  2   no such prompt, or not a duration
  69  the portal does not answer`;

export function defineExtend(program: Command, run: RunTask): void {
  const command = program
    .command('extend')
    .summary('give a prompt more time')
    .description('Move the deadline of an open prompt, no further than its longest total time.')
    .argument('<id>', 'id of the prompt, or a unique prefix of it')
    .argument('<duration>', 'how much later: 60, 90s, 5m, 1h30m; none removes the deadline')
    .addHelpText('after', examples);
  addFlags(command, extendFlags).action((given: string, duration: string) =>
    run(async (io) => {
      const { set, quiet } = readFlags(command, extendFlags, io.env);
      const change = toChange(duration, set);
      const { connection, prompt } = await findOpenPrompt(resolvePaths(io.env), io.env, given);
      openNotes(io, quiet).say(await move(connection, prompt.id, change));
      return EXIT.ok;
    }),
  );
}

async function move(connection: Connection, id: string, change: DeadlineChange): Promise<string> {
  const before = await readPrompt(connection, id);
  try {
    const { remaining_ms } = await unlessSettled(id, moveDeadline(connection, id, change));
    return describeMove(change, before, remaining_ms);
  } catch (error) {
    throw explainMove(error, change, before);
  }
}

function toChange(duration: string, set: boolean): DeadlineChange {
  const parsed = parseDuration(duration, MIN_TIMEOUT, MAX_TIMEOUT);
  if (!parsed.ok) throw usageError(parsed.problem);
  return set || parsed.ms === null ? { remaining_ms: parsed.ms } : { by_ms: parsed.ms };
}

/** Describes the new deadline; `before`, the prompt before the change, shows whether its bound cut the change short. */
function describeMove(change: DeadlineChange, before: PromptView | null, remainingMs: number | null): string {
  if (remainingMs === null) return 'the deadline was removed';
  const wanted = 'by_ms' in change ? (before?.remaining_ms ?? 0) + change.by_ms : (change.remaining_ms ?? 0);
  const isCut = before?.max_remaining_ms != null && wanted > before.max_remaining_ms;
  const left = `${formatDuration(Math.round(remainingMs / SECOND) * SECOND)} left`;
  return `the deadline was moved: ${left}${isCut ? ', the most that this prompt allows' : ''}`;
}

/** Rewords a refused change, with what is possible instead; returns other errors unchanged. */
function explainMove(error: unknown, change: DeadlineChange, before: PromptView | null): unknown {
  if (!(error instanceof ApiError) || error.status !== 422) return error;
  const max = before?.spec.max_timeout_ms ?? null;
  if (error.body.error === 'max_timeout') {
    const bound = max === null ? '' : ` (${formatDuration(max)} in total)`;
    const isUnbounded = 'remaining_ms' in change && change.remaining_ms === null;
    return new CommandError(
      isUnbounded
        ? `the deadline cannot be removed: the prompt may be open for a limited time only${bound}; to move it, run: choice extend ${before?.id ?? 'ID'} 5m`
        : `the deadline is as late as this prompt allows${bound}; to allow more, ask with a longer --max-timeout`,
      EXIT.no,
    );
  }
  if (error.body.error === 'not_extendable') {
    const hasNone = before?.remaining_ms === null && before.spec.extendable;
    return new CommandError(
      hasNone
        ? 'the prompt has no deadline; give it one with --set'
        : `${error.message}; it was asked with --no-extend`,
      EXIT.no,
    );
  }
  return usageError(error.message);
}

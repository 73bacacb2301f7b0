// `choice stop`: ends the background portal.
import type { Command } from 'commander';
import { ApiError, type Retirement, retirePortal } from '../../client/api.ts';
import { findPortal } from '../../client/connect.ts';
import { keptPromptsDirectory, listKeptPrompts } from '../../system/kept-prompts-directory.ts';
import { resolvePaths } from '../../system/paths.ts';
import { EXIT } from '../exit-codes.ts';
import { addFlags, readFlags, switchFlag } from '../flags.ts';
import type { Io, RunTask } from '../io/io.ts';
import { openNotes } from '../io/output.ts';

const stopFlags = {
  force: switchFlag('-f, --force', null, 'cancel open prompts first'),
};

const examples = `
Examples:
  $ choice stop
  $ choice stop --force              cancel open prompts first

Exit codes:
  0   the portal is shutting down, or none was running
  1   commands wait for an answer, so it keeps running
  69  it is running but does not answer`;

export function defineStop(program: Command, run: RunTask): void {
  const command = program
    .command('stop')
    .summary('stop the background portal')
    .description(
      'Stop the background portal. It exits by itself when nobody needs it. While commands wait for an answer, it keeps running (exit code 1) unless you give --force. Detached questions go on with the next command.',
    )
    .addHelpText('after', examples);
  addFlags(command, stopFlags).action(() => run((io) => stopPortal(readFlags(command, stopFlags, io.env).force, io)));
}

function describeRetirement({ cancelled, kept }: Retirement): string {
  const count = (prompts: number) => (prompts === 1 ? '1 prompt' : `${prompts} prompts`);
  if (cancelled > 0) return `; ${count(cancelled)} ${cancelled === 1 ? 'was' : 'were'} cancelled`;
  return kept > 0
    ? `; ${count(kept)} without a waiting command ${kept === 1 ? 'goes' : 'go'} on with the next command`
    : '';
}

async function stopPortal(force: boolean, io: Io): Promise<number> {
  const notes = openNotes(io, false);
  const paths = resolvePaths(io.env);
  const connection = await findPortal(paths);
  if (!connection) {
    const left = listKeptPrompts(keptPromptsDirectory(paths)).length;
    const waits = left === 1 ? '1 open prompt waits' : `${left} open prompts wait`;
    notes.say(
      `no background portal is running${left === 0 ? '' : `; ${waits} on disk: to see them, run: choice dashboard`}`,
    );
    return EXIT.ok;
  }
  try {
    notes.say(`the portal is shutting down${describeRetirement(await retirePortal(connection, force))}`);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
    notes.fail(`${error.message}, so the portal keeps running; to cancel all that are open, run: choice stop --force`);
    return EXIT.no;
  }
}

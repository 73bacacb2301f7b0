// `choice cancel`: cancels a prompt from any shell.
import type { Command } from 'commander';
import { ApiError, cancelPrompt } from '../../client/api.ts';
import type { Connection } from '../../client/connect.ts';
import { REFUSAL_TEXT } from '../../protocol/refusal.ts';
import { ownDevice } from '../../system/own-device.ts';
import { resolvePaths } from '../../system/paths.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { addFlags, readFlags, switchFlag, textFlag } from '../flags.ts';
import type { RunTask } from '../io/io.ts';
import { openNotes } from '../io/output.ts';
import { findOpenPrompt, unlessSettled } from '../prompt-id.ts';

const cancelFlags = {
  note: textFlag('--note <note>', null, 'why, for the command that asked'),
  quiet: switchFlag('-q, --quiet', 'CHOICE_QUIET', 'print only errors on stderr'),
};

const examples = `
Examples:
  $ choice cancel k3                 any unique prefix of the id
  $ choice cancel k3 --note "not on a Friday"

Exit codes:
  0   cancelled; the command that asked ends with 3
  1   too late: the prompt is settled
  2   no such prompt, or the note is too long
  69  the portal does not answer`;

export function defineCancel(program: Command, run: RunTask): void {
  const command = program
    .command('cancel')
    .summary('cancel a prompt from any shell')
    .description('Cancel an open prompt; the command that asked ends with exit code 3.')
    .argument('<id>', 'id of the prompt, or a unique prefix of it')
    .addHelpText('after', examples);
  addFlags(command, cancelFlags).action((given: string) =>
    run(async (io) => {
      const { note, quiet } = readFlags(command, cancelFlags, io.env);
      const { connection, prompt } = await findOpenPrompt(resolvePaths(io.env), io.env, given);
      await cancel(connection, prompt.id, { note, device: ownDevice(io.env) });
      openNotes(io, quiet).say(`cancelled: ${prompt.question}`);
      return EXIT.ok;
    }),
  );
}

async function cancel(connection: Connection, id: string, why: Parameters<typeof cancelPrompt>[2]): Promise<void> {
  try {
    await unlessSettled(id, cancelPrompt(connection, id, why));
  } catch (error) {
    if (error instanceof ApiError && (error.status === 422 || error.status === 413)) {
      throw usageError(`--note: ${REFUSAL_TEXT.note_too_long}; shorten it`);
    }
    throw error;
  }
}

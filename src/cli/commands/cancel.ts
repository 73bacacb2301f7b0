// `choice cancel`: cancels a prompt from any shell.
import type { Command } from 'commander';
import { cancelPrompt } from '../../client/api.ts';
import { resolvePaths } from '../../system/paths.ts';
import { EXIT } from '../exit-codes.ts';
import { addFlags, readFlags, switchFlag } from '../flags.ts';
import type { RunTask } from '../io/io.ts';
import { openNotes } from '../io/output.ts';
import { findOpenPrompt, unlessSettled } from '../prompt-id.ts';

const cancelFlags = {
  quiet: switchFlag('-q, --quiet', 'CHOICE_QUIET', 'print only errors on stderr'),
};

const examples = `
Examples:
  $ choice cancel k3                 any unique prefix of the id

Exit codes:
  0   cancelled; the command that asked ends with 3
  1   too late: the prompt is settled
  2   no such prompt
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
      const { quiet } = readFlags(command, cancelFlags, io.env);
      const { connection, prompt } = await findOpenPrompt(resolvePaths(io.env), io.env, given);
      await unlessSettled(prompt.id, cancelPrompt(connection, prompt.id));
      openNotes(io, quiet).say(`cancelled: ${prompt.question}`);
      return EXIT.ok;
    }),
  );
}

// `choice confirm`: asks for yes or no, and returns it as an exit code.

import type { Command } from 'commander';
import { defined } from '../../core/defined.ts';
import { putQuestion } from '../ask/put-question.ts';
import { commonSpec, contentFlags, outputFlags, timeFlags } from '../ask/question-flags.ts';
import { usageError } from '../errors.ts';
import { addFlags, inGroup, readFlags, switchFlag, textFlag } from '../flags.ts';
import type { RunTask } from '../io/io.ts';
import { type ReadText, readBody } from '../io/stdin.ts';

const confirmFlags = {
  ...inGroup('Answers to pick from:', {
    yes: textFlag('--yes <label>', 'CHOICE_YES', 'label for yes (default: Yes)'),
    no: textFlag('--no <label>', 'CHOICE_NO', 'label for no (default: No)'),
    danger: switchFlag(
      '--danger',
      'CHOICE_DANGER_YES',
      'require a deliberate act for yes: holding a button or typing it',
    ),
    recommended: textFlag(
      '--recommended <yes|no>',
      'CHOICE_RECOMMENDED',
      'mark this answer as recommended; it is not preselected',
    ),
  }),
  ...contentFlags,
  ...timeFlags,
  ...outputFlags,
};

const examples = `
Examples:
  $ choice confirm "Run the migration?" && ./migrate.sh
  $ choice confirm --danger --yes "Delete it" --no "Keep it" "Delete the data?"
  $ choice confirm --timeout 1m --fallback no "Go on?" || exit
  $ choice confirm --note for-no --print-note "Merge?"    why not, if no
  $ choice confirm --body-file CHANGES.md "Publish this?"

Output:
  stdout has yes or no, or one word: timeout, cancelled.
  --print-note adds the note, as the rest of stdout.

Exit codes:
  0 for yes, 1 for no; all others are those of choice ask.`;

export function defineConfirm(program: Command, run: RunTask): void {
  const command = program
    .command('confirm')
    .summary('ask a human for a yes or a no')
    .description('Ask a human for a yes (exit code 0) or a no (exit code 1).')
    .usage('[flags] <question>')
    .argument('[question]', 'what to ask')
    .addHelpText('after', examples);
  addFlags(command, confirmFlags).action((question: string | undefined) =>
    run(async (io) => {
      if (question === undefined) throw usageError('no question given; write: choice confirm "Go on?"');
      const flags = readFlags(command, confirmFlags, io.env);
      const { yes, no, danger, recommended, key } = flags;
      const input = async (readText: ReadText) => ({
        kind: 'confirm' as const,
        question,
        danger,
        ...commonSpec(flags, await readBody(flags, readText)),
        ...defined({ yes, no, recommended }),
      });
      return putQuestion({ input, timeout: flags.timeout, key, style: {} }, flags, io);
    }),
  );
}

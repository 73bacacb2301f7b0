// `choice show`: shows everything known about one prompt, open or settled.
import type { Command } from 'commander';
import { reachPortal } from '../../client/connect.ts';
import { openHistory } from '../../client/history.ts';
import { printableJson } from '../../core/visible-text.ts';
import { resolvePaths } from '../../system/paths.ts';
import { examinePrompt } from '../examine-prompt.ts';
import { EXIT } from '../exit-codes.ts';
import { addFlags, readFlags, switchFlag } from '../flags.ts';
import { formatShown } from '../format/show.ts';
import { joinLines } from '../format/table.ts';
import type { RunTask } from '../io/io.ts';
import { writeResult } from '../io/output.ts';

const showFlags = {
  json: switchFlag('--json', 'CHOICE_JSON', 'print one JSON object: the prompt, its outcome and its extensions'),
};

const examples = `
Examples:
  $ choice show k3                   any unique prefix of the id
  $ choice show k3 --json | jq .outcome`;

export function defineShow(program: Command, run: RunTask): void {
  const command = program
    .command('show')
    .summary('show one prompt, open or settled')
    .description(
      'Show one prompt, open or settled, with its body, options and outcome. Starts a portal only if an earlier one left prompts open.',
    )
    .argument('<id>', 'id of the prompt, or a unique prefix of it')
    .addHelpText('after', examples);
  addFlags(command, showFlags).action((given: string) =>
    run(async ({ env, stdout }) => {
      const { json } = readFlags(command, showFlags, env);
      const paths = resolvePaths(env);
      const connection = await reachPortal(paths, env);
      const shown = await examinePrompt(connection, openHistory(connection, paths), given);
      const text = json ? `${printableJson(shown)}\n` : joinLines(formatShown(shown));
      return (await writeResult(stdout, text)) ?? EXIT.ok;
    }),
  );
}

// `choice completion`: scripts that let a shell complete commands, flags, settings and the ids of open prompts.
import { Argument, type Command } from 'commander';
import { listPrompts } from '../../client/api.ts';
import { findPortal } from '../../client/connect.ts';
import { shorten } from '../../core/text.ts';
import { resolvePaths } from '../../system/paths.ts';
import { type Completion, complete } from '../completion/complete.ts';
import { COMPLETION_SCRIPTS, SHELLS, type Shell } from '../completion/scripts.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { RunTask } from '../io/io.ts';
import { printable, writeResult } from '../io/output.ts';

const examples = `
Examples:
  $ eval "$(choice completion bash)"      in ~/.bashrc
  $ eval "$(choice completion zsh)"       in ~/.zshrc
  $ choice completion fish | source       in ~/.config/fish/config.fish`;

export function defineCompletion(program: Command, run: RunTask): void {
  program
    .command('completion')
    .summary('print a completion script for a shell')
    .description('Print a script that lets a shell complete commands, flags, settings and the ids of open prompts.')
    .addArgument(new Argument('<shell>', 'the shell to print it for').choices(SHELLS).argParser(readShell))
    .addHelpText('after', examples)
    .action((shell: Shell) =>
      run(async ({ stdout }) => (await writeResult(stdout, COMPLETION_SCRIPTS[shell])) ?? EXIT.ok),
    );
  program
    .command('__complete', { hidden: true })
    .argument('[word...]')
    .action((words: string[]) =>
      run(async ({ env, stdout }) => (await writeResult(stdout, await completeWords(program, words, env))) ?? EXIT.ok),
    );
}

function readShell(name: string): Shell {
  const shell = SHELLS.find((each) => each === name);
  if (!shell) throw usageError(`"${shorten(name)}" is not a supported shell; use one of: ${SHELLS.join(', ')}`);
  return shell;
}

/** Candidates in the format of the scripts. On any error the result is empty, so that the shell is not disturbed. */
async function completeWords(program: Command, words: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  try {
    return formatCompletion(await complete(program, words, { listPrompts: () => listOpen(env) }));
  } catch {
    return '';
  }
}

async function listOpen(env: NodeJS.ProcessEnv) {
  const connection = await findPortal(resolvePaths(env));
  return connection ? listPrompts(connection) : [];
}

/** One `value TAB description` per line; a line without a value requests file names. */
export function formatCompletion({ candidates, files }: Completion): string {
  const lines = candidates.map(({ value, description }) => `${value}\t${printable(description)}\n`);
  return [...lines, ...(files ? ['\tfiles\n'] : [])].join('');
}

// `choice doctor`: shows what runs here, what is wrong, and how to fix it.
import type { Command } from 'commander';
import { printableJson } from '../../core/visible-text.ts';
import { EXIT } from '../exit-codes.ts';
import { addFlags, readFlags, switchFlag } from '../flags.ts';
import type { RunTask } from '../io/io.ts';
import { writeResult } from '../io/output.ts';

const doctorFlags = {
  json: switchFlag('--json', 'CHOICE_JSON', 'print one JSON object'),
};

const examples = `
Examples:
  $ choice doctor
  $ choice doctor --json | jq -r .paths.config`;

export function defineDoctor(program: Command, run: RunTask): void {
  const command = program
    .command('doctor')
    .summary('show what is running, and what is wrong')
    .description(
      'Check the engine, the portal, its port, the browser, the directories, the journal and the clock, and say how to ' +
        'fix what is wrong (exit code 1; 0 when all is well). Never starts a portal.',
    )
    .addHelpText('after', examples);
  addFlags(command, doctorFlags).action(() =>
    run(async ({ env, stdout }) => {
      const { json } = readFlags(command, doctorFlags, env);
      const { examine, formatReport } = await import('../doctor/report.ts');
      const report = await examine(env);
      const failure = await writeResult(stdout, json ? `${printableJson(report)}\n` : formatReport(report));
      return failure ?? (report.problems.length === 0 ? EXIT.ok : EXIT.no);
    }),
  );
}

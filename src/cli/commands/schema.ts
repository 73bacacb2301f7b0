// `choice schema`: prints the JSON Schema of `choice ask --spec`, for editors and generators.
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import type { RunTask } from '../io/io.ts';
import { writeResult } from '../io/output.ts';

const examples = `
Examples:
  $ choice schema > prompt-spec.schema.json
  $ echo '{"kind":"confirm","question":"Go on?"}' | choice ask --spec -`;

export function defineSchema(program: Command, run: RunTask): void {
  program
    .command('schema')
    .summary('print the JSON Schema of a prompt')
    .description('Print the JSON Schema of what choice ask --spec takes.')
    .addHelpText('after', examples)
    .action(() =>
      run(async ({ stdout }) => {
        const { promptSpecSchema } = await import('../prompt-schema.ts');
        return (await writeResult(stdout, `${JSON.stringify(promptSpecSchema(), null, 2)}\n`)) ?? EXIT.ok;
      }),
    );
}

// `choice schema`: what `choice ask --spec` takes, for editors and generators.
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { writeResult } from '../output.ts';

const examples = `
Examples:
  $ choice schema > prompt-spec.schema.json
  $ echo '{"kind":"confirm","question":"Go on?"}' | choice ask --spec -`;

export function defineSchema(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('schema')
    .summary('print the JSON Schema of a prompt')
    .description('Print the JSON Schema of what choice ask --spec takes.')
    .addHelpText('after', examples)
    .action(async () => {
      const { promptSpecSchema } = await import('../prompt-schema.ts');
      finish((await writeResult(`${JSON.stringify(promptSpecSchema(), null, 2)}\n`)) ?? EXIT.answered);
    });
}

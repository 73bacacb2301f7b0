// Renders the generated parts of the documents from the definitions that parse the command line. Pure, apart from reading
// those.
import type { Command, Option } from 'commander';
import { VARIABLES } from '../src/cli/environment.ts';
import { EXIT_MEANINGS } from '../src/cli/exit-codes.ts';
import { type Flag, flagOf } from '../src/cli/flags.ts';
import { defineProgram } from '../src/cli/program.ts';
import { SETTING_MEANINGS } from '../src/cli/setting-text.ts';
import { checkSetting, DEFAULT_SETTINGS, SETTING_NAMES, type SettingName } from '../src/protocol/settings.ts';

/** Commands that ask a question; the README lists their flags. */
const ASKING = ['ask', 'confirm', 'input'];

const PARTS: Readonly<Record<string, () => string>> = {
  commands: listCommands,
  flags: listAskingFlags,
  'exit codes': listExitCodes,
  variables: listVariables,
  settings: listSettings,
  manual: writeManual,
};

/**
 * Returns `document` with every generated part replaced: the text between `<!-- generated: NAME -->` and `<!-- end -->`.
 * Throws on a name without a generator.
 */
export function renderDocument(document: string): string {
  return document.replaceAll(
    /(<!-- generated: (.+?) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, begin: string, name: string, end: string) => {
      const render = PARTS[name];
      if (!render) throw new Error(`nothing generates "${name}"; known are: ${Object.keys(PARTS).join(', ')}`);
      return `${begin}\n${render().trim()}\n\n${end}`;
    },
  );
}

const program = await defineProgram(() => {});

function visibleCommands(parent: Command): Command[] {
  return parent
    .createHelp()
    .visibleCommands(parent)
    .filter((command) => command.name() !== 'help');
}

function listCommands(): string {
  const rows = visibleCommands(program).map((command) => [
    `[\`choice ${command.name()}\`](docs/commands.md#choice-${command.name()})`,
    command.summary(),
  ]);
  return table(['command', 'what it does'], rows);
}

interface ListedFlag {
  readonly flag: Flag<unknown>;
  readonly commands: readonly string[];
}

/** The flags of all commands that ask, each listed once: first those that all of them have, then the others. */
function listAskingFlags(): string {
  const listed = new Map<string, ListedFlag>();
  for (const command of visibleCommands(program).filter((each) => ASKING.includes(each.name()))) {
    for (const flag of flagsOf(command)) {
      // One flag may mean different things to different commands.
      const id = `${flag.flags} ${flag.description}`;
      listed.set(id, { flag, commands: [...(listed.get(id)?.commands ?? []), command.name()] });
    }
  }
  const shared = [...listed.values()].filter(({ commands }) => commands.length === ASKING.length);
  const own = [...listed.values()].filter(({ commands }) => commands.length < ASKING.length);
  return [
    'Every command that asks has these:',
    table(
      FLAG_HEAD,
      shared.map(({ flag }) => flagRow(flag)),
    ),
    'Each has some of its own:',
    table(
      ['command', ...FLAG_HEAD],
      own.map(({ flag, commands }) => [commands.map((name) => `\`${name}\``).join(', '), ...flagRow(flag)]),
    ),
  ].join('\n\n');
}

const FLAG_HEAD = ['flag', 'environment', 'meaning'];

function flagRow({ flags, env, description }: Flag<unknown>): string[] {
  return [`\`${flags}\``, env === null ? '' : `\`${env}\``, description];
}

function flagsOf(command: Command): Flag<unknown>[] {
  return command.options.flatMap((option: Option) => flagOf(option) ?? []);
}

function listExitCodes(): string {
  const rows = EXIT_MEANINGS.map(({ codes, meaning, stdout }) => [meaning, stdout, codes.join(', ')]);
  return table(['outcome', 'stdout', 'exit code'], rows);
}

function listVariables(): string {
  return table(
    ['variable', 'meaning'],
    VARIABLES.map(({ usage, meaning }) => [`\`${usage}\``, meaning]),
  );
}

function listSettings(): string {
  const rows = SETTING_NAMES.map((name) => [
    `\`${name}\``,
    `\`${DEFAULT_SETTINGS[name]}\``,
    valuesOf(name),
    SETTING_MEANINGS[name],
  ]);
  return table(['setting', 'default', 'values', 'meaning'], rows);
}

/** The values that a setting accepts, in the words of its own check. */
function valuesOf(name: SettingName): string {
  if (typeof DEFAULT_SETTINGS[name] === 'boolean') return '`true`, `false`';
  const checked = checkSetting(name, '0');
  const [, range = ''] = checked.ok ? [] : (/must be (?:one of: )?(.+)$/.exec(checked.problem) ?? []);
  if (!range.startsWith('from')) return range.replaceAll(/[\w-]+/g, '`$&`');
  return checkSetting(name, 'none').ok ? `a duration ${range}, or \`none\`` : `a duration ${range}`;
}

/** Every command with the full content of its help. */
function writeManual(): string {
  return [program, ...visibleCommands(program)]
    .flatMap((command) => (command === program ? [] : [command, ...visibleCommands(command)]))
    .map(describeCommand)
    .join('\n\n');
}

function describeCommand(command: Command): string {
  const help = command.createHelp();
  const flags = flagsOf(command).map((flag) => flagRow(flag));
  const parts = [
    `## ${pathOf(command)}`,
    `${command.description()}`,
    fence(help.commandUsage(command).replace('[options]', '[flags]')),
    command.registeredArguments
      .map((argument) => `- \`${argument.name()}\`: ${argument.description}${listChoices(argument.argChoices ?? [])}`)
      .join('\n'),
    flags.length === 0 ? '' : table(FLAG_HEAD, flags),
    fence(afterHelp(command)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function listChoices(choices: readonly string[]): string {
  return choices.length === 0 ? '' : ` (${choices.map((choice) => `\`${choice}\``).join(', ')})`;
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

/** What the help adds below the flags: examples, output, exit codes. */
function afterHelp(command: Command): string {
  const written: string[] = [];
  command.configureOutput({ writeOut: (text) => written.push(text) });
  command.outputHelp();
  return written.join('').slice(command.helpInformation().length).trim();
}

function fence(text: string): string {
  return text === '' ? '' : `\`\`\`text\n${text}\n\`\`\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

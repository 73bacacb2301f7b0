// Completes a command line from the same definitions that parse it. Does no I/O itself.
import type { Command, Option } from 'commander';
import { shorten } from '../../core/text.ts';
import { LANGUAGES } from '../../protocol/language.ts';
import { checkSetting, DEFAULT_SETTINGS, isSettingName, SETTING_NAMES } from '../../protocol/settings.ts';
import type { PromptListing } from '../../protocol/view.ts';
import { choicesOf } from '../flags.ts';
import { printable } from '../io/output.ts';
import { matchPrompts } from '../prompt-id.ts';

export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** Candidates that begin with the last word; `files` is true if the word is a file name. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly files: boolean;
}

/** External state that completion needs. */
export interface Surroundings {
  /** Returns the open prompts; none without a portal. */
  readonly listPrompts: () => Promise<readonly PromptListing[]>;
}

const DURATIONS = ['30s', '1m', '5m', '15m', '1h', 'none'];
const MAX_DESCRIPTION = 60;
const files: Completion = { candidates: [], files: true };

/** The parsed command line before its last word. */
interface Place {
  readonly command: Command;
  /** Arguments of `command` so far. */
  readonly given: readonly string[];
  /** The option whose value the last word is. */
  readonly option: Option | null;
  /** True after `--`, where nothing is an option. */
  readonly isOperand: boolean;
}

/** Completes the last of `words`, which are the words after the program name. */
export async function complete(
  program: Command,
  words: readonly string[],
  surroundings: Surroundings,
): Promise<Completion> {
  const last = words.at(-1) ?? '';
  const { candidates, files } = await offer(findPlace(program, words.slice(0, -1)), last, surroundings);
  return { candidates: candidates.filter(({ value }) => value.startsWith(last) && isOneLine(value)), files };
}

function findPlace(program: Command, words: readonly string[]): Place {
  let command = program;
  let given: string[] = [];
  let option: Option | null = null;
  let isOperand = false;
  for (const word of words) {
    const subcommand = given.length === 0 ? command.commands.find((each) => each.name() === word) : undefined;
    if (option) option = null;
    else if (!isOperand && word === '--') isOperand = true;
    else if (!isOperand && word.startsWith('-') && word !== '-') option = findValued(command, word);
    else if (subcommand) {
      command = subcommand;
      given = [];
    } else given.push(word);
  }
  return { command, given, option, isOperand };
}

/** The option that `word` names, if its value is the next word. */
function findValued(command: Command, word: string): Option | null {
  return command.options.find((option) => option.required && (option.long === word || option.short === word)) ?? null;
}

async function offer(place: Place, last: string, surroundings: Surroundings): Promise<Completion> {
  const { command, option, isOperand } = place;
  if (option) return offerValue(option);
  const [name = '', value] = last.split(/=(.*)/s);
  if (!isOperand && value !== undefined && name.startsWith('--')) {
    const joined = findValued(command, name);
    const offered = joined ? offerValue(joined) : { candidates: [], files: false };
    return { ...offered, candidates: offered.candidates.map((each) => ({ ...each, value: `${name}=${each.value}` })) };
  }
  if (!isOperand && last.startsWith('-')) return offerOptions(command);
  if (command.commands.length > 0 && place.given.length === 0) return offerCommands(command);
  return listed(await offerArgument(place, surroundings));
}

function listed(candidates: readonly Candidate[]): Completion {
  return { candidates, files: false };
}

function plain(values: readonly string[]): Candidate[] {
  return values.map((value) => ({ value, description: '' }));
}

function offerCommands(command: Command): Completion {
  const visible = command.createHelp().visibleCommands(command);
  return listed(visible.map((each) => ({ value: each.name(), description: each.summary() || each.description() })));
}

function offerOptions(command: Command): Completion {
  const visible = command.createHelp().visibleOptions(command);
  return listed(
    visible.map(({ long, short, description }) => ({ value: long ?? short ?? '', description: describe(description) })),
  );
}

/** Strips the environment variable, which only the help shows. */
function describe(description: string): string {
  return description.replace(/ \[[A-Z_0-9]+\]$/, '');
}

/** Completes the value of an option, from its choices or from the placeholder in its flags. */
function offerValue(option: Option): Completion {
  const choices = choicesOf(option);
  if (choices.length > 0) return listed(plain(choices));
  const [, kind = ''] = /<([^>]+)>/.exec(option.flags) ?? [];
  if (kind === 'file') return files;
  return listed(plain(VALUES[kind] ?? []));
}

const VALUES: Readonly<Record<string, readonly string[]>> = {
  duration: DURATIONS,
  when: ['1h', '1d', '7d', '30d'],
  language: LANGUAGES,
  'yes|no': ['yes', 'no'],
};

async function offerArgument({ command, given }: Place, { listPrompts }: Surroundings): Promise<Candidate[]> {
  const argument = command.registeredArguments[Math.min(given.length, command.registeredArguments.length - 1)];
  if (!argument || (given.length >= command.registeredArguments.length && !argument.variadic)) return [];
  if (argument.argChoices) return plain(argument.argChoices);
  switch (`${command.name()} ${argument.name()}`) {
    case 'answer id':
    case 'extend id':
    case 'cancel id':
    case 'show id':
    case 'wait id':
      return (await listPrompts()).map(describePrompt);
    case 'answer value':
      return optionsOf(await listPrompts(), given);
    case 'extend duration':
      return plain(DURATIONS);
    case 'get name':
    case 'set name':
      return SETTING_NAMES.map((name) => ({ value: name, description: `default: ${DEFAULT_SETTINGS[name]}` }));
    case 'set value':
      return plain(valuesOf(given[0] ?? ''));
    default:
      return [];
  }
}

function describePrompt({ id, question }: PromptListing): Candidate {
  return { value: id, description: shorten(printable(question), MAX_DESCRIPTION) };
}

/** The options of the prompt being answered, except those already given. */
function optionsOf(prompts: readonly PromptListing[], [id = '', ...picked]: readonly string[]): Candidate[] {
  const [prompt, ...others] = matchPrompts(prompts, id);
  if (!prompt || others.length > 0 || (picked.length > 0 && prompt.kind !== 'multi')) return [];
  return prompt.options
    .filter(({ value }) => !picked.includes(value))
    .map(({ value, label }) => ({
      value,
      description: label === value ? '' : shorten(printable(label), MAX_DESCRIPTION),
    }));
}

/** Values to offer for the setting `name`: all values of a switch or a list, else some durations. */
function valuesOf(name: string): readonly string[] {
  if (!isSettingName(name)) return [];
  if (typeof DEFAULT_SETTINGS[name] === 'boolean') return ['true', 'false'];
  return ['auto', ...LANGUAGES, 'light', 'dark', ...DURATIONS, '30d', '365d'].filter(
    (value) => checkSetting(name, value).ok,
  );
}

/** False for a value that does not fit on one output line; such values are not offered. */
function isOneLine(value: string): boolean {
  return value !== '' && printable(value) === value;
}

// Flags as data, each with its environment variable, so that help, environment and documents cannot drift apart.
import { type Command, Option } from 'commander';
import { parseDuration } from '../core/duration.ts';
import { readSwitch, SWITCH_WORDS } from '../core/switch-words.ts';
import { usageError } from './errors.ts';
import { checkVariable } from './io/check-utf8.ts';

export interface Flag<T> {
  /** In commander's syntax: `--timeout <duration>`, `--json`, `--no-open`. */
  readonly flags: string;
  /** Null if a forgotten variable could decide in place of a human, or do something irreversible. */
  readonly env: string | null;
  readonly description: string;
  /** Parses the text of the value. Throws an error whose message describes the problem with the text. */
  readonly parse: (text: string) => T;
  /** Parses the variable instead of `parse`: accepts what the flag refuses, so that it causes only a warning. */
  readonly parseVariable?: (text: string) => T;
  /** Default, if neither the flag nor the variable is set. */
  readonly otherwise: T;
  /** May be repeated; each value adds a line to the text. */
  readonly isList?: true;
  /** An error if repeated: users may take it for a list, and all values but the last would be lost. */
  readonly isOnce?: true;
  /** All accepted texts, if they can be enumerated. */
  readonly choices?: readonly string[];
  /** Heading under which the help and the documents list it. */
  readonly group?: string;
}

/** A boolean flag. `--no-x` is true when present: the name says what it does. */
export function switchFlag(flags: string, env: string | null, description: string): Flag<boolean> {
  return {
    flags,
    env,
    description,
    otherwise: false,
    parse(text) {
      const isOn = readSwitch(text);
      if (isOn === null) throw new Error(`"${text}" is not valid; use ${SWITCH_WORDS}`);
      return isOn;
    },
  };
}

export function textFlag(flags: string, env: string | null, description: string): Flag<string | undefined> {
  return { flags, env, description, otherwise: undefined, parse: (text) => text };
}

/** A duration from `min` to `max` ms; null for `none`. */
export function durationFlag<T extends number | null | undefined>(
  flags: string,
  env: string,
  description: string,
  { min, max, otherwise }: { min: number; max: number; otherwise: T },
): Flag<number | null | T> {
  return {
    flags,
    env,
    description,
    otherwise,
    parse(text) {
      const parsed = parseDuration(text, min, max);
      if (!parsed.ok) throw new Error(parsed.problem);
      return parsed.ms;
    },
  };
}

/** One of `choices`. */
export function choiceFlag<T extends string, Otherwise extends T | undefined = T>(
  flags: string,
  env: string,
  description: string,
  choices: readonly T[],
  otherwise: Otherwise,
): Flag<T | Otherwise> {
  return {
    flags,
    env,
    description,
    otherwise,
    choices,
    parse(text) {
      const found = choices.find((choice) => choice === text);
      if (found === undefined) throw new Error(`"${text}" is not valid; use one of: ${choices.join(', ')}`);
      return found;
    },
  };
}

/** A whole number from `min` to `max`. */
export function numberFlag(
  flags: string,
  env: string,
  description: string,
  { min, max }: { min: number; max: number },
): Flag<number | undefined> {
  return {
    flags,
    env,
    description,
    otherwise: undefined,
    parse(text) {
      const value = Number(text);
      if (/^\d+$/.test(text) && value >= min && value <= max) return value;
      throw new Error(`"${text}" is not a whole number from ${min} to ${max}`);
    },
  };
}

/** A repeatable flag; its environment variable holds one value per line. */
export function listFlag(flags: string, env: string, description: string): Flag<readonly string[]> {
  return { flags, env, description, otherwise: [], isList: true, parse: (text) => text.split('\n') };
}

// Keyed by the name used in the command's code.
type Flags = Readonly<Record<string, Flag<unknown>>>;
export type FlagValues<F extends Flags> = { readonly [Name in keyof F]: F[Name] extends Flag<infer T> ? T : never };

/** The same flags, listed under `heading`. */
export function inGroup<F extends Flags>(heading: string, flags: F): F {
  return Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, { ...flag, group: heading }])) as F;
}

const flagsByOption = new WeakMap<Option, Flag<unknown>>();

/** The flag that `option` was made from; null for options that commander adds itself. */
export function flagOf(option: Option): Flag<unknown> | null {
  return flagsByOption.get(option) ?? null;
}

/** All texts that `option` accepts, for completion; empty if they cannot be enumerated. */
export function choicesOf(option: Option): readonly string[] {
  return flagOf(option)?.choices ?? [];
}

/** Adds `flags` to `command`; the help shows the environment variable of each. */
export function addFlags(command: Command, flags: Flags): Command {
  for (const flag of Object.values(flags)) {
    const { flags: spelling, env, description, isList, isOnce, group } = flag;
    const option = new Option(spelling, env === null ? description : `${description} [${env}]`);
    flagsByOption.set(option, flag);
    if (group) option.helpGroup(group);
    if (isList) option.argParser(addLine);
    if (isOnce) option.argParser((value: string, before?: string) => onlyOnce(option, value, before));
    command.addOption(option);
  }
  return command;
}

function onlyOnce({ long }: Option, value: string, before: string | undefined): string {
  if (before !== undefined) throw usageError(`${long} is given twice; it takes one value`);
  return value;
}

/** Joins the values of a repeated flag as lines; a value that contains a line break is split when parsed. */
function addLine(value: string, lines: string | undefined): string {
  return lines === undefined ? value : `${lines}\n${value}`;
}

/** The values of `flags`: from the command line, else the environment, else the default. */
export function readFlags<F extends Flags>(command: Command, flags: F, env: NodeJS.ProcessEnv): FlagValues<F> {
  const values = Object.entries(flags).map(([name, flag]) => [name, readFlag(command, flag, env)]);
  return Object.fromEntries(values);
}

/** The names of those `flags` that are on the command line. */
export function findGiven(command: Command, flags: Flags): string[] {
  return Object.values(flags).flatMap((flag) => {
    const option = new Option(flag.flags);
    return command.getOptionValueSource(option.attributeName()) === 'cli' ? [option.long ?? flag.flags] : [];
  });
}

function readFlag<T>(command: Command, flag: Flag<T>, env: NodeJS.ProcessEnv): T {
  const option = new Option(flag.flags);
  const isGiven = command.getOptionValueSource(option.attributeName()) === 'cli';
  const given: unknown = command.getOptionValue(option.attributeName());
  // An empty variable counts as unset.
  const [text, source] = isGiven
    ? [typeof given === 'string' ? given : 'true', option.long]
    : [(flag.env && env[flag.env]) || undefined, flag.env];
  if (text === undefined) return flag.otherwise;
  if (!isGiven && flag.env !== null) checkVariable(flag.env, text);
  try {
    return isGiven || !flag.parseVariable ? flag.parse(text) : flag.parseVariable(text);
  } catch (error) {
    throw usageError(`${source}: ${(error as Error).message}`);
  }
}

// `choice ask`: asks a human to pick one option, or several.

import type { Command } from 'commander';
import { defined } from '../../core/defined.ts';
import { MAX_OPTIONS } from '../../core/limits.ts';
import type { PromptSpecInput } from '../../core/spec.ts';
import { notAnOption } from '../../core/validate.ts';
import { putQuestion } from '../ask/put-question.ts';
import { commonSpec, outputFlags, pickOrTextFlags, printFlags, timeFlags } from '../ask/question-flags.ts';
import { usageError } from '../errors.ts';
import { EXIT, formatExitCodes } from '../exit-codes.ts';
import {
  addFlags,
  type FlagValues,
  findGiven,
  inGroup,
  listFlag,
  numberFlag,
  readFlags,
  switchFlag,
  textFlag,
} from '../flags.ts';
import type { RunTask } from '../io/io.ts';
import { type ReadText, readBody, withoutMark } from '../io/stdin.ts';

const count = { min: 0, max: MAX_OPTIONS };

const pickFlags = inGroup('Options to pick from:', {
  multi: switchFlag('-m, --multi', 'CHOICE_MULTI', 'pick several options'),
  min: numberFlag('--min <count>', 'CHOICE_MIN', 'with --multi: pick at least this many (default: 1)', count),
  max: numberFlag('--max <count>', 'CHOICE_MAX', 'with --multi: pick at most this many', { ...count, min: 1 }),
  other: switchFlag('--other', 'CHOICE_OTHER', 'also take a typed answer; not with --multi'),
  recommended: textFlag(
    '--recommended <value>',
    'CHOICE_RECOMMENDED',
    'mark this option as recommended; it is not preselected',
  ),
  select: listFlag('--select <value>', 'CHOICE_SELECT', 'preselect this option; repeatable with --multi'),
  danger: listFlag(
    '--danger <value>',
    'CHOICE_DANGER',
    'require a deliberate act for this option: holding a button or typing its value; repeatable',
  ),
  delimiter: textFlag(
    '-d, --delimiter <text>',
    'CHOICE_DELIMITER',
    'split each option at this text into value, label and hint',
  ),
});

const specFlag = inGroup('Options to pick from:', {
  spec: textFlag('--spec <file>', 'CHOICE_SPEC', 'the whole prompt as JSON (see choice schema); - is stdin'),
});

const askFlags = {
  ...pickFlags,
  ...specFlag,
  ...pickOrTextFlags,
  ...timeFlags,
  ...printFlags,
  ...outputFlags,
};
type AskFlags = FlagValues<typeof askFlags>;

const examples = `
Examples:
  $ choice ask "Pick one" a b c
  $ TARGET=$(choice ask --timeout 60 "Deploy where?" staging production)
  $ choice ask --timeout 10m --fallback skip "Run the slow tests?" run skip
  $ git branch --format='%(refname:short)' | choice ask "Which branch?" -
  $ choice ask --multi --min 2 "Which checks?" lint types tests
  $ choice ask -d: --danger prod "Where?" qa:Quality "prod:Production:careful"
  $ choice ask --key "ship-$BUILD" "Ship it?" yes no    asked once per key
  $ choice ask --json "Ship it?" yes no | jq -r .by
  $ choice ask "Options that look like flags" -- --fast --slow

Output:
  stdout has the answer, or one word: timeout, cancelled. All else is on stderr.
  --print-note adds the note as the rest of stdout; --multi also needs --print0.
  Options come from stdin, one per line, only if you write - in their place.

Exit codes:
${formatExitCodes([EXIT.stillOpen])}`;

export function defineAsk(program: Command, run: RunTask): void {
  const command = program
    .command('ask')
    .summary('ask a human to pick an option')
    .description('Ask a human to pick an option, in the browser or the terminal, and print what they picked.')
    .usage('[flags] <question> <option...>')
    .argument('[question]', 'what to ask')
    .argument('[option...]', 'what to pick from; - reads them from stdin, one per line')
    .addHelpText('after', examples);
  addFlags(command, askFlags).action((question: string | undefined, options: string[]) =>
    run(async (io) => {
      const flags = readFlags(command, askFlags, io.env);
      const { print0, index, order, key, spec, timeout } = flags;
      const lines = new Map<number, number>();
      const input = (readText: ReadText) =>
        spec === undefined
          ? toSpec(question, options, flags, readText, lines)
          : readSpec(spec, question, command, io.env, readText);
      const explain = (problem: string) => nameLine(problem, lines);
      return putQuestion({ input, timeout, explain, key, style: { print0, index, order } }, flags, io);
    }),
  );
}

/**
 * Reads the spec from a file. Deadline, body and note flags override it; variables in the environment, except those of the
 * body, only fill in what it leaves out. Flags on the options are refused, as they would contradict it.
 */
async function readSpec(
  file: string,
  question: string | undefined,
  command: Command,
  env: NodeJS.ProcessEnv,
  readText: ReadText,
): Promise<PromptSpecInput> {
  if (question !== undefined)
    throw usageError('with --spec, the question and the options belong in the spec; give them there');
  const [other] = findGiven(command, pickFlags);
  if (other !== undefined) throw usageError(`${other} cannot be combined with --spec; put it in the spec`);
  const given = parseSpec(withoutMark(await readText(file, '--spec')), file);
  // `validateSpec` refuses anything but an object.
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const { note } = pickOrTextFlags;
  const below = commonSpec(readFlags(command, { ...timeFlags, note }, env), undefined);
  const body = await readBody(readFlags(command, pickOrTextFlags, {}), readText);
  const above = commonSpec(readFlags(command, { ...timeFlags, note }, {}), body);
  return { ...below, ...given, ...above };
}

/** Parses JSON only; `validateSpec` checks the result. */
function parseSpec(text: string, file: string): PromptSpecInput {
  if (text.trim() === '') throw usageError(`--spec: ${file === '-' ? 'stdin' : file} is empty`);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw usageError(`--spec: ${file} is not valid JSON (${error.message})`);
    throw error;
  }
}

async function toSpec(
  question: string | undefined,
  given: readonly string[],
  flags: AskFlags,
  readText: ReadText,
  lines: Map<number, number>,
): Promise<PromptSpecInput> {
  if (question === undefined) throw usageError('no question given; write: choice ask "Pick one" a b c');
  if (flags.delimiter === '')
    throw usageError('--delimiter is empty; give the text that separates value, label and hint');
  const options = await readOptions(given, flags, readText, lines);
  const { multi, min, max, other, recommended, select } = flags;
  const common = {
    ...commonSpec(flags, await readBody(flags, readText)),
    question,
    options,
    ...defined({ recommended }),
    ...(select.length === 0 ? {} : { select: [...select] }),
  };
  if (!multi) {
    const stray = min !== undefined ? '--min' : max !== undefined ? '--max' : null;
    if (stray !== null) throw usageError(`${stray} needs --multi; add it, or leave ${stray} out`);
    return { kind: 'select', ...common, other };
  }
  if (other) throw usageError('--other and --multi cannot be combined; give only one of them');
  return { kind: 'multi', ...common, ...defined({ min, max }) };
}

/** Reads the options. Stores in `lines` the stdin line number of each option from stdin, keyed by its position from 1. */
async function readOptions(
  given: readonly string[],
  { delimiter, danger }: AskFlags,
  readText: ReadText,
  lines: Map<number, number>,
) {
  const words: string[] = [];
  for (const option of given) {
    if (option !== '-') words.push(option);
    else
      for (const { text, number } of await readLines(readText)) {
        words.push(text);
        lines.set(words.length, number);
      }
  }
  const options = words.map((word) => splitOption(word, delimiter));
  const unknown = danger.find((value) => !options.some((option) => option.value === value));
  if (unknown !== undefined) {
    throw usageError(notAnOption('danger', unknown, new Set(options.map((option) => option.value))));
  }
  return options.map((option) => ({ ...option, danger: danger.includes(option.value) }));
}

/** The lines of stdin, numbered from 1, without the blank ones. */
async function readLines(readText: ReadText): Promise<{ text: string; number: number }[]> {
  const text = withoutMark(await readText('-', 'the options'));
  const lines = text.split(/\r?\n/).map((line, index) => ({ text: line, number: index + 1 }));
  const wanted = lines.filter((line) => line.text.trim() !== '');
  if (wanted.length === 0) throw usageError('there are no options on stdin; write one per line');
  return wanted;
}

/** Adds the stdin line number to a `problem` of an option that came from stdin. */
function nameLine(problem: string, lines: ReadonlyMap<number, number>): string {
  const line = lines.get(Number(/^option (\d+): /.exec(problem)?.[1]));
  return line === undefined ? problem : `line ${line} of stdin, ${problem}`;
}

/** Splits `line` into value, label and hint at `delimiter`, if any; the hint may contain the delimiter. */
function splitOption(line: string, delimiter: string | undefined) {
  if (delimiter === undefined) return { value: line };
  const [value = '', label, ...hint] = line.split(delimiter);
  return { value, ...(label ? { label } : {}), ...(hint.length === 0 ? {} : { hint: hint.join(delimiter) }) };
}

// `choice input`: asks for a typed answer.

import type { Command } from 'commander';
import { defined } from '../../core/defined.ts';
import { MAX_TEXT_LENGTH } from '../../core/limits.ts';
import { putQuestion } from '../ask/put-question.ts';
import { commonSpec, outputFlags, pickOrTextFlags, timeFlags } from '../ask/question-flags.ts';
import { usageError } from '../errors.ts';
import { addFlags, inGroup, numberFlag, readFlags, switchFlag, textFlag } from '../flags.ts';
import type { RunTask } from '../io/io.ts';
import { type ReadText, readBody } from '../io/stdin.ts';

const length = { min: 0, max: MAX_TEXT_LENGTH };

const inputFlags = {
  ...inGroup('Text:', {
    multiline: switchFlag('--multiline', 'CHOICE_MULTILINE', 'take a text of several lines'),
    placeholder: textFlag('--placeholder <text>', 'CHOICE_PLACEHOLDER', 'shown while nothing is typed'),
    initial: textFlag('--initial <text>', 'CHOICE_INITIAL', 'the text to start with'),
    pattern: textFlag('--pattern <regexp>', 'CHOICE_PATTERN', 'a regular expression that the whole text must match'),
    patternMessage: textFlag(
      '--pattern-message <text>',
      'CHOICE_PATTERN_MESSAGE',
      'shown when the text does not match',
    ),
    minLength: numberFlag(
      '--min-length <count>',
      'CHOICE_MIN_LENGTH',
      'at least this many characters (default: 1)',
      length,
    ),
    maxLength: numberFlag('--max-length <count>', 'CHOICE_MAX_LENGTH', `at most this many (default: ${length.max})`, {
      ...length,
      min: 1,
    }),
  }),
  ...pickOrTextFlags,
  ...timeFlags,
  ...outputFlags,
};

const examples = `
Examples:
  $ NAME=$(choice input --placeholder "Ada" --max-length 40 "Your name?")
  $ choice input --pattern 'v\\d+' --pattern-message "like v12" "Which version?"
  $ choice input --multiline --initial "$(cat notes.md)" "Notes?" > notes.new

Output:
  stdout has the text and a line break, or one word: timeout, cancelled.
  --print-note adds the note, as the rest of stdout.

Exit codes: those of choice ask.`;

export function defineInput(program: Command, run: RunTask): void {
  const command = program
    .command('input')
    .summary('ask a human to type an answer')
    .description('Ask a human to type an answer, and print it.')
    .usage('[flags] <question>')
    .argument('[question]', 'what to ask')
    .addHelpText('after', examples);
  addFlags(command, inputFlags).action((question: string | undefined) =>
    run(async (io) => {
      if (question === undefined) throw usageError('no question given; write: choice input "Your name?"');
      const flags = readFlags(command, inputFlags, io.env);
      const { multiline, placeholder, initial, pattern, patternMessage, minLength, maxLength, key } = flags;
      if (pattern === undefined && patternMessage !== undefined)
        throw usageError('--pattern-message needs --pattern; add it, or leave --pattern-message out');
      const input = async (readText: ReadText) => ({
        kind: 'input' as const,
        question,
        multiline,
        ...commonSpec(flags, await readBody(flags, readText)),
        ...defined({ placeholder, initial, pattern }),
        ...defined({ pattern_message: patternMessage, min_length: minLength, max_length: maxLength }),
      });
      return putQuestion({ input, timeout: flags.timeout, key, style: {} }, flags, io);
    }),
  );
}

// Flags shared by every command that asks a human.

import type { PortalMode } from '../../client/connect.ts';
import { defined } from '../../core/defined.ts';
import { formatDuration } from '../../core/duration.ts';
import { HOLD_LENGTH, MAX_HOLDS, MAX_TIMEOUT, MIN_TIMEOUT, MINUTE } from '../../core/limits.ts';
import { NOTE_RULES, type NoteRule, type PromptSpec, type PromptSpecInput } from '../../core/spec.ts';
import { usageError } from '../errors.ts';
import { choiceFlag, durationFlag, type FlagValues, inGroup, switchFlag, textFlag } from '../flags.ts';
import type { OutputStyle } from '../format/outcome.ts';
import { languageFlag } from '../language.ts';

/** Grace of a question that can be asked again under its key: ms. */
export const KEY_GRACE = 2 * MINUTE;

const range = { min: MIN_TIMEOUT, max: MAX_TIMEOUT, otherwise: undefined };

/** The deadline, and whether it may move. */
export const timeFlags = inGroup('Time:', {
  timeout: durationFlag(
    '-t, --timeout <duration>',
    'CHOICE_TIMEOUT',
    `time until the deadline: 60, 90s, 5m, 1h30m or none (default: 5m, or the setting); a human who is answering when it passes gets ${formatDuration(HOLD_LENGTH)} more, at most ${MAX_HOLDS} times`,
    range,
  ),
  maxTimeout: durationFlag(
    '--max-timeout <duration>',
    'CHOICE_MAX_TIMEOUT',
    'longest total time, extensions included (default: 24h, or --timeout if that is longer)',
    range,
  ),
  noExtend: switchFlag('--no-extend', 'CHOICE_NO_EXTEND', 'do not let anyone move the deadline'),
  noHold: switchFlag('--no-hold', 'CHOICE_NO_HOLD', 'let time run out even while a human is answering'),
  fallback: {
    ...textFlag('--fallback <value>', 'CHOICE_FALLBACK', 'the answer to use when the deadline passes'),
    isOnce: true as const,
  },
});

/** What the human sees above the options, whether they must say why, and the key for finding the prompt again. */
export const contentFlags = inGroup('Question:', {
  body: textFlag('--body <markdown>', 'CHOICE_BODY', 'Markdown shown above the options'),
  bodyFile: textFlag(
    '--body-file <file>',
    'CHOICE_BODY_FILE',
    'the same from a file (.diff, .patch, .log and .txt are shown verbatim); - is stdin',
  ),
  note: choiceFlag<NoteRule, undefined>(
    '--note <rule>',
    'CHOICE_NOTE_RULE',
    'when an answer needs a note: optional, required, or for-no in a confirm (default: optional)',
    NOTE_RULES,
    undefined,
  ),
  key: textFlag(
    '--key <key>',
    'CHOICE_KEY',
    'name for this question: asking again under it returns the open prompt, or its outcome once it has settled',
  ),
});

/**
 * The same for questions that are no confirm. A variable that is meant for confirms says nothing to them; the flag does, in
 * an error, unless the question turns out to be a confirm by its `--spec`.
 */
export const pickOrTextFlags = {
  ...contentFlags,
  note: {
    ...contentFlags.note,
    parseVariable: (text: string) => (text === 'for-no' ? undefined : contentFlags.note.parse(text)),
  },
};

/** What becomes of the question when this command ends before it is answered. */
const lifeFlags = inGroup('When this command ends first:', {
  detach: switchFlag(
    '--detach',
    null,
    'print the id of the question and exit at once; choice wait ID collects the answer',
  ),
  grace: durationFlag(
    '--grace <duration>',
    'CHOICE_ASKER_GRACE',
    `how long the question stays open once this command is killed: 30s, 5m; none for until its deadline (default: ${formatDuration(KEY_GRACE)} with --key, else 0; always 0 with --portal inline)`,
    { min: 0, max: MAX_TIMEOUT, otherwise: undefined },
  ),
});

/** How the outcome is printed and recorded. */
export const resultFlags = inGroup('Result:', {
  json: switchFlag('--json', 'CHOICE_JSON', 'print one JSON object whatever the outcome'),
  printNote: switchFlag(
    '--print-note',
    'CHOICE_PRINT_NOTE',
    'print the note on the answer or the cancellation after it: all the rest of stdout, a blank line if there is none',
  ),
  noStatus: switchFlag('--no-status', 'CHOICE_NO_STATUS', 'print nothing on stdout unless the exit code is 0'),
  record: textFlag('--record <file>', 'CHOICE_RECORD', 'append the outcome to a file that CHOICE_ANSWERS can read'),
});

/** How several values are printed. */
export const printFlags = inGroup('Result:', {
  print0: switchFlag('-0, --print0', 'CHOICE_PRINT0', 'end each value with NUL instead of a newline'),
  index: switchFlag('--index', 'CHOICE_INDEX', 'print positions of options, from 0, instead of values'),
  order: choiceFlag<'options' | 'picked'>(
    '--order <order>',
    'CHOICE_ORDER',
    'print several values in the order of the options, or in the order picked (default: options)',
    ['options', 'picked'],
    'options',
  ),
});

/** Where the question is shown. */
const surfaceFlags = inGroup('Where it is asked:', {
  noOpen: switchFlag('--no-open', 'CHOICE_NO_OPEN', "don't open a browser; only print the URL"),
  requireHuman: switchFlag(
    '--require-human',
    'CHOICE_REQUIRE_HUMAN',
    'fail at once when there is no terminal, no browser and no open page',
  ),
  noTty: switchFlag('--no-tty', 'CHOICE_NO_TTY', "don't prompt in the terminal"),
  portal: choiceFlag<PortalMode | 'auto'>(
    '--portal <where>',
    'CHOICE_PORTAL',
    'background, or inline: inside this command and gone with it (default: background; inline when CI is set)',
    ['auto', 'background', 'inline'],
    'auto',
  ),
  lang: languageFlag,
  quiet: switchFlag('-q, --quiet', 'CHOICE_QUIET', "print only errors on stderr, and don't prompt in the terminal"),
});

/** How the asker introduces itself. */
const fromFlags = inGroup('Who asks:', {
  from: textFlag('--from <name>', 'CHOICE_FROM', 'name of the asker, shown with the question as not verified'),
  noContext: switchFlag(
    '--no-context',
    'CHOICE_NO_CONTEXT',
    "don't tell what asks: script, directory, git branch, user, host, CI job and agent",
  ),
});

export const outputFlags = { ...lifeFlags, ...resultFlags, ...surfaceFlags, ...fromFlags };

type CommonFlags = FlagValues<typeof timeFlags & Pick<typeof contentFlags, 'note'>>;
export type OutputFlags = FlagValues<typeof outputFlags>;

/** Throws a usage error for flags that contradict each other, or the question that they are given for. */
export function checkPrinting({ print0 = false, json, printNote, index }: OutputStyle, spec: PromptSpec): void {
  const typed = spec.kind === 'input' ? 'choice input' : spec.kind === 'select' && spec.other ? '--other' : null;
  if (index && typed !== null)
    throw usageError(`--index and ${typed} cannot be combined: a typed answer has no position`);
  if (print0 && json) throw usageError('--print0 and --json cannot be combined; give only one of them');
  if (printNote && json)
    throw usageError('--print-note and --json cannot be combined; the JSON has the note, so leave --print-note out');
  if (!printNote || print0) return;
  const several = severalLines(spec);
  if (several === null) return;
  const fix = spec.kind === 'input' ? 'use --json instead' : 'add --print0, or use --json instead';
  throw usageError(`--print-note cannot follow ${several}, as nothing shows where the note begins; ${fix}`);
}

/** What may make the answer more than one line; null where nothing does. */
function severalLines(spec: PromptSpec): string | null {
  if (spec.kind === 'multi') return 'several values';
  if (spec.kind === 'input') return spec.multiline ? 'a text of several lines' : null;
  return spec.options.some(({ value }) => value.includes('\n')) ? 'a value of several lines' : null;
}

type Common = Pick<
  PromptSpecInput,
  'body' | 'note' | 'timeout_ms' | 'max_timeout_ms' | 'extendable' | 'hold' | 'fallback'
>;

/** The spec fields set by `flags` and `body`; unset ones are absent. */
export function commonSpec(flags: CommonFlags, body: string | undefined): Common {
  const { noExtend, noHold, timeout, maxTimeout, fallback, note } = flags;
  return {
    ...(noExtend ? { extendable: false } : {}),
    ...(noHold ? { hold: false } : {}),
    ...defined({ body, note, timeout_ms: timeout, max_timeout_ms: maxTimeout, fallback }),
  };
}

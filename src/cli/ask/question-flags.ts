// Flags shared by every command that asks a human.

import type { PortalMode } from '../../client/connect.ts';
import { defined } from '../../core/defined.ts';
import { formatDuration } from '../../core/duration.ts';
import { HOLD_LENGTH, MAX_HOLDS, MAX_TIMEOUT, MIN_TIMEOUT } from '../../core/limits.ts';
import { NOTE_RULES, type NoteRule, type PromptSpecInput } from '../../core/spec.ts';
import { choiceFlag, durationFlag, type FlagValues, inGroup, switchFlag, textFlag } from '../flags.ts';
import { languageFlag } from '../language.ts';

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

/** How the outcome is printed and recorded. */
const resultFlags = inGroup('Result:', {
  json: switchFlag('--json', 'CHOICE_JSON', 'print one JSON object whatever the outcome'),
  printNote: switchFlag(
    '--print-note',
    'CHOICE_PRINT_NOTE',
    'print the note on the answer or the cancellation after it: all the rest of stdout, a blank line if there is none',
  ),
  noStatus: switchFlag('--no-status', 'CHOICE_NO_STATUS', 'print nothing on stdout unless the exit code is 0'),
  record: textFlag('--record <file>', 'CHOICE_RECORD', 'append the outcome to a file that CHOICE_ANSWERS can read'),
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

export const outputFlags = { ...resultFlags, ...surfaceFlags };

type CommonFlags = FlagValues<typeof timeFlags & Pick<typeof contentFlags, 'note'>>;
export type OutputFlags = FlagValues<typeof outputFlags>;

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

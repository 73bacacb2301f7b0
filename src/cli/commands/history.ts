// `choice history`: lists settled and open prompts.
import type { Command } from 'commander';
import { reachPortal } from '../../client/connect.ts';
import { openHistory } from '../../client/history.ts';
import { shorten } from '../../core/text.ts';
import { printableJson } from '../../core/visible-text.ts';
import { HISTORY_STATUSES, type HistoryRow, readPages } from '../../protocol/history.ts';
import { resolvePaths } from '../../system/paths.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { addFlags, choiceFlag, type Flag, type FlagValues, numberFlag, readFlags, switchFlag } from '../flags.ts';
import { formatAnswer, formatTime, nameAsker, nameDecider } from '../format/prompt.ts';
import { DEFAULT_WIDTH, formatTable, joinLines } from '../format/table.ts';
import type { Io, RunTask } from '../io/io.ts';
import { openNotes, printable, writeResult } from '../io/output.ts';
import { parseSince } from '../since.ts';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100_000;
const MAX_TEXT = 200;
const MAX_ANSWER = 30;
/** Columns of a terminal in which the table also names the askers. */
const WIDE = 120;

const since: Flag<number | undefined> = {
  flags: '--since <when>',
  env: 'CHOICE_SINCE',
  description: 'only prompts opened since: 2h, 7d, 2026-01-31 or 2026-01-31T09:05',
  parse: (text) => parseSince(text, Date.now()),
  otherwise: undefined,
};

const historyFlags = {
  json: switchFlag(
    '--json',
    'CHOICE_JSON',
    'print an array of { id, key, kind, question, status, opened_at, from, outcome }; from is absent where unknown',
  ),
  limit: numberFlag('--limit <count>', 'CHOICE_LIMIT', `at most this many prompts (default: ${DEFAULT_LIMIT})`, {
    min: 1,
    max: MAX_LIMIT,
  }),
  since,
  status: choiceFlag(
    '--status <status>',
    'CHOICE_STATUS',
    `only prompts with this status: ${HISTORY_STATUSES.join(', ')} (default: all)`,
    ['all', ...HISTORY_STATUSES],
    'all',
  ),
};

const examples = `
Examples:
  $ choice history                   the last ${DEFAULT_LIMIT}, newest first
  $ choice history deploy --since 7d
  $ choice history --status timeout --json | jq -r ".[].question"`;

export function defineHistory(program: Command, run: RunTask): void {
  const command = program
    .command('history')
    .summary('list past and open prompts')
    .description(
      'List prompts, settled and open, newest first. Starts a portal only if an earlier one left prompts open.',
    )
    .argument('[text...]', 'only prompts with this text in the question, the key, the asker, an option or the answer')
    .addHelpText('after', examples);
  addFlags(command, historyFlags).action((words: string[]) =>
    run((io) => showHistory(words.join(' '), readFlags(command, historyFlags, io.env), io)),
  );
}

async function showHistory(
  text: string,
  { json, limit = DEFAULT_LIMIT, since, status }: FlagValues<typeof historyFlags>,
  io: Io,
): Promise<number> {
  if (text.length > MAX_TEXT)
    throw usageError(`the text to search for is longer than ${MAX_TEXT} characters; shorten it`);
  const paths = resolvePaths(io.env);
  const history = openHistory(await reachPortal(paths, io.env), paths);
  const { prompts, next } = await readPages(history.page, {
    limit,
    ...(text === '' ? {} : { text }),
    ...(since === undefined ? {} : { since }),
    ...(status === 'all' ? {} : { status }),
  });
  if (json) return (await writeResult(io.stdout, `${printableJson(prompts)}\n`)) ?? EXIT.ok;
  const notes = openNotes(io, false);
  const isFiltered = text !== '' || since !== undefined || status !== 'all';
  if (prompts.length === 0) notes.say(isFiltered ? 'no prompt in the history matches' : 'the history is empty');
  const lines = prompts.length === 0 ? [] : formatHistory(prompts, io.stdout.columns ?? DEFAULT_WIDTH);
  const failure = await writeResult(io.stdout, joinLines(lines));
  if (next !== null) notes.say(`older prompts were left out; to see more, use --limit ${limit * 5}`);
  return failure ?? EXIT.ok;
}

/** A table with one line per prompt, at most `width` columns wide. A wide one names the askers, where any is known. */
function formatHistory(prompts: readonly HistoryRow[], width: number): string[] {
  const labels = prompts.map(({ from }) => nameAsker(from));
  const hasFrom = width >= WIDE && labels.some((label) => label !== '');
  const rows = prompts.map(({ id, status, question, opened_at, outcome }, index) => [
    id,
    formatTime(opened_at),
    status,
    outcome ? nameDecider(outcome) : '',
    outcome ? shorten(printable(formatAnswer(outcome)), MAX_ANSWER) : '',
    ...(hasFrom ? [labels[index] ?? ''] : []),
    question,
  ]);
  const head = ['ID', 'WHEN', 'STATUS', 'BY', 'ANSWER', ...(hasFrom ? ['FROM'] : []), 'QUESTION'];
  return formatTable(head, rows, width);
}

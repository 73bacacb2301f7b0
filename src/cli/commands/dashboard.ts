// `choice dashboard`: lists the open prompts.
import type { Command } from 'commander';
import { inviteToDashboard, type ListedPrompt, listPrompts } from '../../client/api.ts';
import { chooseOpener, openBrowser } from '../../client/browser.ts';
import { browserAddress } from '../../client/browser-address.ts';
import { type Connection, reachPortal } from '../../client/connect.ts';
import { ListWatch } from '../../client/watch.ts';
import { briefFrom } from '../../core/asked-from.ts';
import { defined } from '../../core/defined.ts';
import { formatClock } from '../../core/duration.ts';
import { shorten } from '../../core/text.ts';
import { printableJson } from '../../core/visible-text.ts';
import type { PromptSummary } from '../../protocol/view.ts';
import { type Paths, resolvePaths } from '../../system/paths.ts';
import { groupByAsker } from '../../words/describe-from.ts';
import { askedFrom as words } from '../../words/en.ts';
import { sayNoBrowser } from '../ask/browser-advice.ts';
import { addFlags, readFlags, switchFlag } from '../flags.ts';
import { DEFAULT_WIDTH, formatTable, joinLines } from '../format/table.ts';
import type { Io, RunTask, Stdout } from '../io/io.ts';
import { type Notes, openNotes, writeResult } from '../io/output.ts';
import { NO_PORTAL, NOTHING_WAITS } from '../nothing-waits.ts';
import { en } from '../strings/en.ts';

const dashboardFlags = {
  json: switchFlag(
    '--json',
    'CHOICE_JSON',
    'print an array of { id, question, options, remaining_ms, opened_at, waiting, from, url }; from is absent where unknown',
  ),
  watch: switchFlag(
    '-w, --watch',
    'CHOICE_WATCH',
    'keep the list up to date until Ctrl-C; with --json, one array per line',
  ),
  open: switchFlag('--open', 'CHOICE_OPEN', 'open the dashboard in the browser'),
};

const REDRAW_INTERVAL = 1_000;
const MAX_FROM = 32;

export function defineDashboard(program: Command, run: RunTask): void {
  const command = program
    .command('dashboard')
    .summary('list the prompts waiting for a human')
    .description(
      'List the prompts waiting for a human, with the time each has left. WAITING says whether a command waits for the answer right now. Starts a portal only if an earlier one left prompts open.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ choice dashboard\n  $ choice dashboard --watch\n  $ choice dashboard --json | jq -r ".[].id"\n  $ choice dashboard --open',
    );
  addFlags(command, dashboardFlags).action(() =>
    run((io) => showDashboard(readFlags(command, dashboardFlags, io.env), io, openNotes(io, false))),
  );
}

async function showDashboard(
  { json, watch, open }: { json: boolean; watch: boolean; open: boolean },
  io: Io,
  notes: Notes,
): Promise<number> {
  const paths = resolvePaths(io.env);
  const connection = await reachPortal(paths, io.env);
  if (watch) return watchDashboard(paths, connection, json, io, notes);
  if (!connection) {
    notes.say(NO_PORTAL);
    return (await writeResult(io.stdout, json ? '[]\n' : '')) ?? 0;
  }
  if (open) return openDashboard(connection, io, notes);
  const prompts = await listPrompts(connection);
  if (prompts.length === 0) notes.say(NOTHING_WAITS);
  const print = json ? printJson : printTable;
  return (await print(prompts, io.stdout)) ?? 0;
}

async function openDashboard(connection: Connection, io: Io, notes: Notes): Promise<number> {
  const { url, open_url: openUrl } = await inviteToDashboard(connection);
  notes.line(url);
  const opener = chooseOpener(io.env, process.platform);
  sayNoBrowser(opener, url, { io, notes, strings: en });
  if (opener.kind !== 'none') {
    const address = browserAddress(io.env, { url, openUrl });
    await openBrowser(opener, address, io.env, (reason) => notes.say(en.browserFailed(reason)));
  }
  return 0;
}

function printJson(prompts: readonly ListedPrompt[], stdout: Stdout): Promise<number | null> {
  const rows = prompts.map(({ id, question, options, remaining_ms, opened_at, waiting, from, url }) => ({
    id,
    question,
    options,
    remaining_ms,
    opened_at,
    waiting,
    ...defined({ from }),
    url,
  }));
  return writeResult(stdout, `${printableJson(rows)}\n`);
}

function printTable(prompts: readonly ListedPrompt[], stdout: Stdout): Promise<number | null> {
  const rows = prompts.map(({ options, from, ...prompt }) => ({
    ...prompt,
    option_count: options.length,
    ...defined({ from: from && briefFrom(from) }),
  }));
  return writeResult(stdout, tableOf(rows, stdout.columns));
}

/** One row per prompt, those of one asker together. The askers have a column where any of them is known. */
function tableOf(prompts: readonly PromptSummary[], columns = DEFAULT_WIDTH): string {
  if (prompts.length === 0) return '';
  const groups = groupByAsker(prompts, ({ from }) => from, words);
  const hasFrom = groups.some(({ label }) => label !== '');
  // Shown only when it says something: usually, every question has its command.
  const hasKept = prompts.some(({ waiting }) => !waiting);
  const rows = groups.flatMap(({ label, prompts }) =>
    prompts.map(({ id, question, option_count, remaining_ms, waiting }) => [
      id,
      remaining_ms === null ? 'none' : formatClock(remaining_ms),
      ...(hasKept ? [waiting ? 'yes' : 'no'] : []),
      String(option_count),
      ...(hasFrom ? [shorten(label, MAX_FROM)] : []),
      question,
    ]),
  );
  const head = ['ID', 'LEFT', ...(hasKept ? ['WAITING'] : []), 'OPTIONS', ...(hasFrom ? ['FROM'] : []), 'QUESTION'];
  return joinLines(formatTable(head, rows, columns));
}

/** Draws on every change, and on a terminal also every second, whichever portal runs; ends on a signal. */
async function watchDashboard(
  paths: Paths,
  connection: Connection | null,
  json: boolean,
  { stdout, watchSignals, endBySignal }: Io,
  notes: Notes,
): Promise<number> {
  const isScreen = stdout.isTerminal && !json;
  return new Promise((resolve) => {
    let retry: NodeJS.Timeout | null = null;
    const tryAgain = () => {
      retry ??= setTimeout(() => {
        retry = null;
        redraw();
      }, REDRAW_INTERVAL);
      return null;
    };
    const draw = async () => {
      const failure = json
        ? await drawJson(watch.connection, stdout, tryAgain)
        : await drawTable(watch.read(), stdout, isScreen);
      if (failure !== null) end(failure);
    };
    const redraw = inTurn(draw);
    const watch = new ListWatch(paths, connection, {
      changed: redraw,
      lost: () => notes.say('lost the connection to the portal; reconnecting'),
      left() {
        notes.say(`waiting for a portal: ${NO_PORTAL}`);
        redraw();
      },
    });
    const timer = isScreen ? setInterval(redraw, REDRAW_INTERVAL) : null;
    const end = (exitCode: number) => {
      if (timer) clearInterval(timer);
      if (retry) clearTimeout(retry);
      watch.stop();
      resolve(exitCode);
    };
    void watchSignals().stopped.then((stop) => {
      watch.stop();
      end(endBySignal(stop));
    });
  });
}

/** The live list has no options and no URLs, so the full listing is requested, and again if that fails. */
async function drawJson(connection: Connection | null, stdout: Stdout, tryAgain: () => null): Promise<number | null> {
  const prompts = connection ? await listPrompts(connection).catch(() => null) : [];
  return prompts ? printJson(prompts, stdout) : tryAgain();
}

async function drawTable(
  prompts: readonly PromptSummary[] | null,
  stdout: Stdout,
  isScreen: boolean,
): Promise<number | null> {
  if (!prompts) return null;
  const table = tableOf(prompts, stdout.columns);
  return writeResult(stdout, isScreen ? `\u001b[H\u001b[2J${table || `${NOTHING_WAITS}\n`}` : `${table}\n`);
}

/** Serializes `task`: calls during a run are coalesced into one more run, so that the last run sees every change. */
function inTurn(task: () => Promise<void>): () => void {
  let isRunning = false;
  let isWanted = false;
  return async () => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await task();
    }
    isRunning = false;
  };
}

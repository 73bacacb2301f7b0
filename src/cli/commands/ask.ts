// `choice ask`: puts the question, waits, prints the answer.
import type { Command } from 'commander';
import { Asking, type Settled } from '../../client/ask.ts';
import { chooseOpener, type Opener, openBrowser, tunnelCommand } from '../../client/browser.ts';
import { connector, type PortalMode } from '../../client/connect.ts';
import { formatDuration } from '../../core/duration.ts';
import { DEFAULT_TIMEOUT, MAX_TIMEOUT, MIN_TIMEOUT } from '../../core/limits.ts';
import type { Outcome } from '../../core/prompt.ts';
import { type PromptSpec, validateSpec } from '../../core/spec.ts';
import { systemClock } from '../../system/clock.ts';
import { newPromptId } from '../../system/ids.ts';
import { resolvePaths } from '../../system/paths.ts';
import { checkGivenDirectory } from '../../system/private-directory.ts';
import { usageError } from '../errors.ts';
import { EXIT, SIGNAL_EXITS } from '../exit-codes.ts';
import { addFlags, choiceFlag, durationFlag, type FlagValues, readFlags, switchFlag, textFlag } from '../flags.ts';
import { formatOutcome } from '../format-outcome.ts';
import { type Notes, openNotes, writeResult } from '../output.ts';

const range = { min: MIN_TIMEOUT, max: MAX_TIMEOUT };

export const askFlags = {
  timeout: durationFlag(
    '-t, --timeout <duration>',
    'CHOICE_TIMEOUT',
    'time until the deadline: 60, 90s, 5m, 1h30m or none (default: 5m)',
    {
      ...range,
      otherwise: DEFAULT_TIMEOUT,
    },
  ),
  maxTimeout: durationFlag(
    '--max-timeout <duration>',
    'CHOICE_MAX_TIMEOUT',
    'longest total time, extensions included (default: 24h)',
    {
      ...range,
      otherwise: undefined,
    },
  ),
  noExtend: switchFlag('--no-extend', 'CHOICE_NO_EXTEND', 'nobody may move the deadline'),
  fallback: textFlag('--fallback <value>', 'CHOICE_FALLBACK', 'the answer when the deadline passes (exit code 0)'),
  recommended: textFlag(
    '--recommended <value>',
    'CHOICE_RECOMMENDED',
    'mark this option for the human; it is not preselected',
  ),
  json: switchFlag('--json', 'CHOICE_JSON', 'print one JSON object whatever the outcome'),
  noStatus: switchFlag('--no-status', 'CHOICE_NO_STATUS', 'print nothing on stdout unless the exit code is 0'),
  noOpen: switchFlag('--no-open', 'CHOICE_NO_OPEN', 'open no browser; only print the URL'),
  portal: choiceFlag<PortalMode | 'auto'>(
    '--portal <where>',
    'CHOICE_PORTAL',
    'background, or inline: inside this command, nothing outlives it (default: inline when CI is set)',
    ['auto', 'background', 'inline'],
    'auto',
  ),
  quiet: switchFlag('-q, --quiet', 'CHOICE_QUIET', 'say nothing on stderr but errors'),
};

const examples = `
Examples:
  $ choice ask "Pick one" a b c
  $ TARGET=$(choice ask --timeout 60 "Deploy where?" staging production)
  $ choice ask --timeout 10m --fallback skip "Run the slow tests?" run skip
  $ choice ask --json "Ship it?" yes no | jq -r .by
  $ choice ask "Options that look like flags" -- --fast --slow

Output:
  stdout has the answer, or one word: timeout, cancelled. Everything else goes to stderr.

Exit codes:
  0 answered, or the fallback was applied    69 no human can be reached
  2 the command line is wrong                70 internal error
  3 cancelled by a human                     74 stdout cannot be written
  124 the deadline passed                    130, 143, 129 ended by a signal`;

export function defineAsk(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command('ask')
    .summary('ask a human to pick one option')
    .description('Ask a human to pick one option, in the browser, and print what they picked.')
    .usage('[flags] <question> <option...>')
    .argument('[question]', 'what to ask')
    .argument('[option...]', 'what to pick from')
    .addHelpText('after', examples);
  addFlags(command, askFlags).action(async (question: string | undefined, options: string[]) => {
    const flags = readFlags(command, askFlags, process.env);
    const spec = toSpec(question, options, flags);
    finish(await ask(spec, flags, process.env));
  });
}

type AskFlags = FlagValues<typeof askFlags>;

function toSpec(question: string | undefined, options: readonly string[], flags: AskFlags): PromptSpec {
  if (question === undefined) throw usageError('no question given; write: choice ask "Pick one" a b c');
  const validated = validateSpec({
    kind: 'select',
    question,
    options: options.map((value) => ({ value })),
    timeout_ms: flags.timeout,
    extendable: !flags.noExtend,
    ...(flags.maxTimeout === undefined ? {} : { max_timeout_ms: flags.maxTimeout }),
    ...(flags.fallback === undefined ? {} : { fallback: flags.fallback }),
    ...(flags.recommended === undefined ? {} : { recommended: flags.recommended }),
  });
  if (!validated.ok) throw usageError(validated.problem);
  return validated.spec;
}

/** Asks and gives the exit code; stdout is written by then. */
async function ask(spec: PromptSpec, flags: AskFlags, env: NodeJS.ProcessEnv): Promise<number> {
  if (env.CHOICE_HOME) checkGivenDirectory(env.CHOICE_HOME);
  const notes = openNotes(flags.quiet, env);
  const mode = flags.portal === 'auto' ? (env.CI ? 'inline' : 'background') : flags.portal;
  const portal = connector(mode, resolvePaths(env), env, notes.fail);
  const opener = flags.noOpen ? null : chooseOpener(env, process.platform);
  const id = newPromptId();
  const asking = new Asking({
    id,
    spec,
    connect: portal.connect,
    clock: systemClock(),
    mayOpen: opener !== null && opener.kind !== 'none',
    onOpened(url, openUrl, remainingMs) {
      notes.say(`${spec.question} (${left(remainingMs)})`);
      notes.line(url);
      if (opener?.kind === 'none') explainNoBrowser(opener.reason, url, env, notes);
      else if (opener && openUrl !== null) open(opener, openUrl, notes);
    },
    onMoved: (remainingMs) => notes.say(`the deadline was moved: ${left(remainingMs)}`),
    onReattached: () => notes.say('the portal was lost and is back; still waiting'),
  });
  const ending = await Promise.race([asking.settled.then((settled) => ({ settled })), firstSignal()]);
  if ('settled' in ending) return finishAsking(asking, id, ending.settled, flags, notes, portal.close);
  await asking.cancel();
  await portal.close();
  return SIGNAL_EXITS[ending.signal];
}

function open(opener: Opener, url: string, notes: Notes): void {
  void openBrowser(opener, url, (reason) =>
    notes.say(`no browser could be opened (${reason}); open the address above`),
  );
}

/** What a human can do where no page can be shown. Over SSH, that is a tunnel. */
function explainNoBrowser(reason: string, url: string, env: NodeJS.ProcessEnv, notes: Notes): void {
  const tunnel = tunnelCommand(env, new URL(url).port);
  if (!tunnel) {
    notes.say(`no browser is opened (${reason}); open the address above`);
    return;
  }
  notes.say(`no browser is opened (${reason}); where you sit, run this and then open the address above:`);
  notes.line(tunnel);
}

function left(remainingMs: number | null): string {
  return remainingMs === null ? 'no deadline' : `${formatDuration(Math.round(remainingMs / 1000) * 1000)} left`;
}

/** The ending in a sentence, for whoever reads the terminal and not the pipe. */
function describeEnding({ status, values, fallback, by, elapsed_ms }: Outcome): string {
  const after = `after ${formatDuration(elapsed_ms)}`;
  if (status === 'answered') return `answered from the ${by} ${after}`;
  if (status === 'cancelled') return `cancelled from the ${by} ${after}`;
  return fallback ? `nobody answered; the fallback "${values[0]}" is used ${after}` : `nobody answered ${after}`;
}

/** Prints first and acknowledges after: a tab says "Delivered" only for what this command has really handed on. */
async function finishAsking(
  asking: Asking,
  id: string,
  { outcome, opened_at, logged }: Settled,
  flags: AskFlags,
  notes: Notes,
  closePortal: () => Promise<void>,
): Promise<number> {
  const { stdout, exitCode } = formatOutcome(id, opened_at, outcome, flags);
  const failure = await writeResult(stdout);
  notes.say(describeEnding(outcome));
  if (failure === EXIT.outputFailed) notes.fail('stdout could not be written: the answer is lost');
  if (failure === null) await asking.acknowledge();
  else await asking.cancel();
  if (!logged) notes.fail('the outcome could not be written to the journal; is the disk full? run: choice doctor');
  await closePortal();
  return failure ?? exitCode;
}

/** Resolves at the first signal that ends the command. A second one ends it at once, as signals do. */
function firstSignal(): Promise<{ signal: keyof typeof SIGNAL_EXITS }> {
  return new Promise((resolve) => {
    for (const signal of Object.keys(SIGNAL_EXITS) as (keyof typeof SIGNAL_EXITS)[]) {
      process.once(signal, () => resolve({ signal }));
    }
  });
}

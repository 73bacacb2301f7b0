// `choice wait`: waits for the answer to a question that another command asked.
import type { Command } from 'commander';
import { Asking } from '../../client/ask.ts';
import { connector, reachPortal } from '../../client/connect.ts';
import { findOutcome, openHistory } from '../../client/history.ts';
import { MAX_TIMEOUT } from '../../core/limits.ts';
import { systemClock } from '../../system/clock.ts';
import { afterOnClock } from '../../system/clock-timer.ts';
import { resolvePaths } from '../../system/paths.ts';
import { readSettings } from '../../system/settings-file.ts';
import { checkRecordable } from '../ask/answers-file.ts';
import { checkStdout } from '../ask/check-stdout.ts';
import { type DetachedAnswer, findDetached } from '../ask/detached-answers.ts';
import { finish, type Waited } from '../ask/finish.ts';
import { checkPrinting, printFlags, resultFlags } from '../ask/question-flags.ts';
import { left } from '../ask/say-question.ts';
import { checkVariables } from '../environment.ts';
import { type ExaminedPrompt, examinePrompt } from '../examine-prompt.ts';
import { EXIT, formatExitCodes } from '../exit-codes.ts';
import { addFlags, durationFlag, type FlagValues, readFlags, switchFlag } from '../flags.ts';
import { formatOutcome, type OutputStyle } from '../format/outcome.ts';
import type { Io, RunTask } from '../io/io.ts';
import { openNotes, writeResult } from '../io/output.ts';
import { chooseLanguage, languageFlag } from '../language.ts';

const waitFlags = {
  for: durationFlag(
    '--for <duration>',
    'CHOICE_WAIT_FOR',
    'wait no longer than this: 50s, 5m or none; the question stays open (exit code 75)',
    { min: 0, max: MAX_TIMEOUT, otherwise: null },
  ),
  ...printFlags,
  ...resultFlags,
  lang: languageFlag,
  quiet: switchFlag('-q, --quiet', 'CHOICE_QUIET', 'print only errors on stderr'),
};

const examples = `
Examples:
  $ id=$(choice ask --detach "Deploy where?" staging production)
  $ choice wait "$id"                prints and exits as choice ask would have
  $ choice wait "$id" --for 50s      exit code 75 while there is no answer yet
  $ choice wait k3                   any unique prefix of the id

Output:
  stdout has what choice ask would have printed; nothing while it is open.

Exit codes:
${formatExitCodes()}`;

export function defineWait(program: Command, run: RunTask): void {
  const command = program
    .command('wait')
    .summary('wait for the answer to an open question')
    .description(
      'Wait for the answer to a question that another command asked, such as with --detach, and print it. An answer that came already is printed at once, for as long as the history has it. Any number of commands may wait; ending one of them leaves the question open.',
    )
    .argument('<id>', 'id of the prompt, or a unique prefix of it')
    .addHelpText('after', examples);
  addFlags(command, waitFlags).action((given: string) =>
    run((io) => waitFor(given, readFlags(command, waitFlags, io.env), io)),
  );
}

async function waitFor(given: string, flags: FlagValues<typeof waitFlags>, io: Io): Promise<number> {
  checkVariables(io.env);
  const { CHOICE_ANSWERS } = io.env;
  if (CHOICE_ANSWERS) return printDetached(findDetached(CHOICE_ANSWERS, given), flags, io);
  const paths = resolvePaths(io.env);
  const notes = openNotes(io, flags.quiet);
  const { language } = readSettings(paths).settings;
  const { strings } = chooseLanguage(flags.lang, language, io.env, notes);
  const connection = await reachPortal(paths, io.env);
  const prompt = await examinePrompt(connection, openHistory(connection, paths), given);
  const { spec, key } = prompt;
  checkPrinting(flags, spec);
  checkStdout(io.stdout, spec.kind !== 'confirm' && flags.record === undefined);
  if (flags.record !== undefined) checkRecordable(flags.record);
  return waitAt({ io, notes, strings, spec, key, flags, style: flags, isAsker: false }, prompt, flags.for);
}

/** For tests of scripts: prints what `choice ask --detach` took from a file of answers. */
async function printDetached(answer: DetachedAnswer, style: OutputStyle, { stdout }: Io): Promise<number> {
  checkPrinting(style, answer.spec);
  const { stdout: result, exitCode } = formatOutcome(answer, answer.spec, style);
  return (await writeResult(stdout, result)) ?? exitCode;
}

/** Waits for `forMs` at most; null for as long as it takes. */
async function waitAt(waited: Waited, { id, question, outcome, remaining_ms }: ExaminedPrompt, forMs: number | null) {
  const { io, notes, strings, spec } = waited;
  const paths = resolvePaths(io.env);
  const signals = io.watchSignals();
  const clock = systemClock();
  const portal = connector('background', paths, io.env, notes.fail);
  let deadline: number | null = null;
  const follow = (remainingMs: number | null) => {
    deadline = remainingMs === null ? null : clock.now() + remainingMs;
  };
  follow(remaining_ms);
  const sayLeft = () => left(strings, deadline === null ? null : Math.max(0, deadline - clock.now()));
  const asking = new Asking({
    id,
    registration: null,
    spec,
    link: portal.link,
    isReplaced: portal.isReplaced,
    clock,
    onOpened({ url, remainingMs, isSettled }) {
      follow(remainingMs);
      if (isSettled) return;
      notes.say(`${question} (${sayLeft()})`);
      notes.line(url);
    },
    onMoved(remainingMs, isHold) {
      follow(remainingMs);
      notes.say((isHold ? strings.held : strings.moved)(sayLeft()));
    },
    onReattached: () => notes.say(strings.reattached),
    onWarning: (warning) => notes.fail(strings.warnings[warning]),
    onUnreachable: (reason) => notes.say(strings.unreachable(reason)),
    findOutcome: (lost) => findOutcome(paths, lost),
  });
  let stopTimer = () => {};
  const passed = new Promise<void>((resolve) => {
    // An answer that is there already is printed, however short the time.
    if (forMs !== null && !outcome) stopTimer = afterOnClock(clock, forMs, resolve);
  });
  const ending = await Promise.race([
    asking.settled.then((settled) => ({ settled })),
    signals.stopped.then((stop) => ({ stop })),
    passed.then(() => ({ isOver: true })),
  ]).finally(() => stopTimer());
  if ('settled' in ending) {
    const ended = await finish(waited, asking, ending.settled, false, signals.stopped);
    return typeof ended === 'number' ? ended : io.endBySignal(ended);
  }
  await asking.leave();
  if ('stop' in ending) return io.endBySignal(ending.stop);
  notes.say(strings.stillOpen(id, sayLeft()));
  return EXIT.stillOpen;
}

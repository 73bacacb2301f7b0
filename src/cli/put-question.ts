// Putting one question: to the portal, before a human, until it is settled and printed.
import { rmSync } from 'node:fs';
import * as v from 'valibot';
import { Asking, type Settled } from '../client/ask.ts';
import { chooseOpener } from '../client/browser.ts';
import { browserAddress } from '../client/browser-address.ts';
import { type Connector, connector, meetAhead, type PortalMode } from '../client/connect.ts';
import { nameSource } from '../client/source.ts';
import { parseDuration } from '../core/duration.ts';
import { DEFAULT_TIMEOUT, MAX_TIMEOUT, MIN_TIMEOUT } from '../core/limits.ts';
import type { Outcome } from '../core/prompt.ts';
import type { PromptSpec, PromptSpecInput } from '../core/spec.ts';
import { shorten } from '../core/text.ts';
import { validateSpec } from '../core/validate.ts';
import { KeySchema, MAX_KEY_LENGTH } from '../protocol/fields.ts';
import type { Language } from '../protocol/settings.ts';
import { machineTime, systemClock } from '../system/clock.ts';
import { newPromptId } from '../system/ids.ts';
import { type Paths, resolvePaths } from '../system/paths.ts';
import { boundedPatternTest } from '../system/pattern-test.ts';
import { checkGivenDirectory, ensurePrivateDirectory } from '../system/private-directory.ts';
import { findRefuge, type Refuge } from '../system/refuge.ts';
import { readSettings } from '../system/settings-file.ts';
import type { TerminalSurface } from '../terminal/surface.ts';
import { checkRecordable, recordOutcome, takeAnswer } from './answers-file.ts';
import { closeTerminal } from './at-terminal.ts';
import { checkPattern } from './check-pattern.ts';
import { checkStdout } from './check-stdout.ts';
import { drawInTerminal } from './draw-in-terminal.ts';
import { checkVariables } from './environment.ts';
import { describeError, usageError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { isSwitchedOn } from './flags.ts';
import { formatOutcome, type OutputStyle } from './format-outcome.ts';
import { HumanReach } from './human-reach.ts';
import { chooseLanguage } from './language.ts';
import { type Notes, openNotes, writeAnswer, writeResult } from './output.ts';
import type { OutputFlags } from './question-flags.ts';
import { formatUnread, type ReadQuestion, readInTime } from './read-question.ts';
import { describeEnding, invite, left, showWhere } from './say-question.ts';
import { endBySignal, type Stop, watchSignals } from './signals.ts';
import type { ReadText } from './stdin.ts';
import { en, type Strings } from './strings/en.ts';
import { zhCN } from './strings/zh-CN.ts';

/** How long a terminal that is not read may keep a word that the exit code says too: ms. */
const STATUS_WORD_MS = 250;

/** A question as the command line gives it. */
export interface Question {
  /** Gives the spec, with what is to be read by `readText`. */
  readonly input: (readText: ReadText) => Promise<PromptSpecInput>;
  /** As the flag says: ms; undefined when it says nothing. */
  readonly timeout: number | null | undefined;
  /** A problem of the spec in the words of whoever wrote the command line. */
  readonly explain?: (problem: string) => string;
  readonly key: string | undefined;
  readonly style: Omit<OutputStyle, 'json' | 'noStatus'>;
}

/** What one run of a command works with. */
interface Run {
  readonly env: NodeJS.ProcessEnv;
  readonly paths: Paths;
  readonly flags: OutputFlags;
  readonly notes: Notes;
  readonly language: Language;
  readonly strings: Strings;
  readonly input: PromptSpecInput;
  readonly spec: PromptSpec;
  readonly key: string | null;
  readonly style: OutputStyle;
}

/** Asks, prints, and gives the exit code. Throws a usage error when the question makes no sense. */
export async function putQuestion(
  { input, timeout, explain = (problem) => problem, key, style }: Question,
  flags: OutputFlags,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  checkVariables(env);
  const paths = resolvePaths(env);
  const notes = openNotes(flags.quiet, env);
  const { settings, problems } = readSettings(paths);
  for (const problem of problems) notes.say(`settings: ${problem}`);
  const { language, problem } = chooseLanguage(flags.lang, settings.language, env);
  if (problem) notes.say(problem);
  const strings = language === 'zh-CN' ? zhCN : en;
  const output = { ...style, json: flags.json, noStatus: flags.noStatus };
  const usual = parseSetting(settings.default_timeout);
  const onTerminal = (what: string) => notes.say(strings.readingTerminal(what));
  const read = await readInTime(input, timeout === undefined ? usual : timeout, onTerminal);
  if (read === null) {
    notes.say(strings.readTimedOut);
    return (await writeResult(formatUnread(output))) ?? EXIT.timeout;
  }
  // The portal answers while the question is checked.
  if (!env.CHOICE_ANSWERS) meetAhead(paths);
  const full = withTimeout(read, usual);
  const testPattern = boundedPatternTest(machineTime);
  const validated = validateSpec(full, testPattern);
  if (!validated.ok) throw usageError(explain(validated.problem));
  checkStdout(validated.spec.kind !== 'confirm');
  checkPattern(validated.spec, testPattern);
  const run: Run = {
    env,
    paths,
    flags,
    notes,
    language,
    strings,
    input: full,
    spec: validated.spec,
    key: key ?? null,
    style: output,
  };
  if (key !== undefined && !v.safeParse(KeySchema, key).success) {
    throw usageError(`--key: a key has 1 to ${MAX_KEY_LENGTH} characters; "${shorten(key)}" has ${key.length}`);
  }
  if (flags.record !== undefined) checkRecordable(flags.record);
  return env.CHOICE_ANSWERS ? answerFromFile(run, env.CHOICE_ANSWERS) : askHuman(run);
}

/** The setting was checked when it was read. */
function parseSetting(setting: string): number | null {
  const parsed = parseDuration(setting, MIN_TIMEOUT, MAX_TIMEOUT);
  return parsed.ok ? parsed.ms : DEFAULT_TIMEOUT;
}

/** With the time that is left after reading. What a file gives may be no object at all: `validateSpec` will say so. */
function withTimeout({ input, spentMs }: ReadQuestion, usual: number | null): PromptSpecInput {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const { timeout_ms = usual } = input;
  const isNumber = typeof timeout_ms === 'number' && timeout_ms > MIN_TIMEOUT;
  return { ...input, timeout_ms: isNumber ? Math.max(MIN_TIMEOUT, Math.round(timeout_ms - spentMs)) : timeout_ms };
}

/** Tests of scripts: the answer is in a file, and nothing is opened. */
async function answerFromFile({ spec, key, style, notes, flags }: Run, file: string): Promise<number> {
  const outcome = await takeAnswer(file, spec, key);
  const settled = { id: newPromptId(), opened_at: outcome.settled_at, outcome };
  const { stdout, exitCode } = formatOutcome(settled, spec, style);
  if (flags.record !== undefined) await recordOutcome(flags.record, spec, key, outcome);
  notes.say(`answered from ${file}`);
  return (await writeResult(stdout)) ?? exitCode;
}

async function askHuman(run: Run): Promise<number> {
  const { env, notes, strings, paths } = run;
  if (env.CHOICE_HOME) checkGivenDirectory(env.CHOICE_HOME);
  const refuge = findRefuge(env);
  if (refuge) {
    ensurePrivateDirectory(refuge.directory);
    notes.say(strings.refuge(refuge.reason, refuge.directory));
  }
  const mode = chooseMode(run, refuge);
  const portal = leavingNothing(connector(mode, paths, env, notes.fail), refuge);
  process.on('exit', closeTerminal);
  let ended: number | Stop;
  try {
    ended = await askAt(portal, mode, run);
  } finally {
    await portal.close();
  }
  return typeof ended === 'number' ? ended : endBySignal(ended);
}

/** Gives the exit code, or the signal by which the command is to end. */
async function askAt(portal: Connector, mode: PortalMode, run: Run): Promise<number | Stop> {
  const { env, flags, notes, strings } = run;
  const opener = flags.noOpen ? null : chooseOpener(env, process.platform);
  const signals = watchSignals();
  const surfaces: { terminal: Promise<TerminalSurface | null> | null } = { terminal: null };
  /** The URL that was printed last: another portal may have another port. */
  let shown = '';
  const reach = new HumanReach({
    notes,
    strings,
    opener,
    addressOf: (openUrl) => browserAddress(env, { url: shown, openUrl }),
    isDrawn: () => surfaces.terminal !== null,
    isSeen: () => asking.isSeen,
    // A portal inside this command is found by nobody.
    answerBy: (id) => (mode === 'inline' ? null : `choice answer ${id}`),
    isRequired: flags.requireHuman,
  });
  const asking: Asking = new Asking({
    id: newPromptId(),
    input: run.input,
    spec: run.spec,
    key: run.key,
    source: nameSource(),
    connect: portal.connect,
    clock: systemClock(),
    mayOpen: opener !== null && opener.kind !== 'none',
    onOpened(opened) {
      shown = opened.url;
      invite(run, opened, opener);
      if (opened.isSettled) return;
      surfaces.terminal = drawInTerminal(run, opened.id, portal, signals.interrupt, () => {
        surfaces.terminal = null;
      });
      reach.begin(opened);
    },
    onUnreached: (openUrl) => reach.seek(openUrl),
    onMoved(remainingMs, isHold) {
      // What is drawn shows a deadline that was moved, but not why it was held.
      if (isHold || !surfaces.terminal) notes.say((isHold ? strings.held : strings.moved)(left(strings, remainingMs)));
    },
    onReattached({ url, openUrl }) {
      notes.say(strings.reattached);
      if (url !== shown) showWhere(run, url, opener);
      shown = url;
      if (openUrl !== null) reach.seek(openUrl);
    },
    onWarning: (warning) => notes.fail(strings.warnings[warning]),
    onUnreachable: (reason) => notes.say(strings.unreachable(reason)),
    findOutcome: async (id) => (await import('../client/history.ts')).findOutcome(run.paths, id),
  });
  const ending = await Promise.race([
    asking.settled.then(
      (settled) => ({ settled }),
      (error: unknown) => ({ error }),
    ),
    reach.failed.then(async ({ error }) => {
      await asking.cancel();
      return { error };
    }),
    signals.stopped.then((stop) => ({ stop })),
  ]);
  const terminal = await surfaces.terminal;
  terminal?.close('settled' in ending ? ending.settled.outcome : null);
  if ('error' in ending) throw ending.error;
  if ('settled' in ending) {
    const isSaid = terminal?.hasSaid === true && process.stderr.isTTY;
    return finish(run, asking, ending.settled, isSaid, signals.stopped);
  }
  await asking.cancel();
  return ending.stop;
}

/** A directory of this command alone has no room for a portal of others. */
function chooseMode({ flags, env }: Run, refuge: Refuge | null): PortalMode {
  if (refuge && !refuge.isShared) return 'inline';
  return flags.portal === 'auto' ? (isSwitchedOn(env.CI) ? 'inline' : 'background') : flags.portal;
}

/** Nobody finds a directory of this command alone again: it goes with the portal in it. */
function leavingNothing(portal: Connector, refuge: Refuge | null): Connector {
  if (!refuge || refuge.isShared) return portal;
  const close = async () => {
    await portal.close();
    rmSync(refuge.directory, { recursive: true, force: true });
  };
  return { ...portal, close };
}

/**
 * Prints first and acknowledges after: a tab says "Delivered" only for what this command has really handed on.
 * `isSaid` when whoever reads stderr has the ending before them already.
 */
async function finish(
  run: Run,
  asking: Asking,
  settled: Settled,
  isSaid: boolean,
  stopped: Promise<Stop>,
): Promise<number | Stop> {
  const { spec, style, notes, strings } = run;
  const { stdout, exitCode } = formatOutcome(settled, spec, style);
  const failure = await Promise.race([writeAnswer(stdout, isAnswer(settled.outcome) ? null : STATUS_WORD_MS), stopped]);
  if (!isSaid) for (const line of describeEnding(settled.outcome, strings)) notes.say(line);
  if (failure === EXIT.outputFailed) notes.fail(strings.answerLost);
  if (failure === null) await asking.acknowledge();
  else await asking.cancel();
  if (!settled.logged) notes.fail(strings.notLogged);
  await record(run, settled.outcome);
  return failure ?? exitCode;
}

/** True where stdout has more to say than the exit code. */
function isAnswer({ status, fallback }: Outcome): boolean {
  return status === 'answered' || fallback;
}

/** The human has answered: a record that cannot be kept changes neither stdout nor the exit code. */
async function record({ flags, spec, key, notes }: Run, outcome: Outcome): Promise<void> {
  if (flags.record === undefined) return;
  try {
    await recordOutcome(flags.record, spec, key, outcome);
  } catch (error) {
    notes.fail(`--record: ${describeError(error).message}`);
  }
}

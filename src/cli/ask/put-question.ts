// Runs one question from the command line: reads and validates it, then gets the answer from a human or a file.
import * as v from 'valibot';
import { hangUp, linkAhead } from '../../client/connect.ts';
import { MAX_FROM_TEXT } from '../../core/asked-from.ts';
import { MIN_TIMEOUT } from '../../core/limits.ts';
import type { PromptSpecInput } from '../../core/spec.ts';
import { shorten } from '../../core/text.ts';
import { validateSpec } from '../../core/validate.ts';
import { FromNameSchema, KeySchema, MAX_KEY_LENGTH, TypedSchema } from '../../protocol/fields.ts';
import { settingDuration } from '../../protocol/setting-durations.ts';
import { newPromptId } from '../../system/ids.ts';
import { resolvePaths } from '../../system/paths.ts';
import { stoppedPatternTest } from '../../system/pattern-test.ts';
import { readSettings } from '../../system/settings-file.ts';
import { checkVariables } from '../environment.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { formatOutcome, type OutputStyle } from '../format/outcome.ts';
import type { Io } from '../io/io.ts';
import { openNotes, writeResult } from '../io/output.ts';
import type { ReadText } from '../io/stdin.ts';
import { chooseLanguage } from '../language.ts';
import { checkRecordable, recordOutcome, takeAnswer } from './answers-file.ts';
import { askHuman } from './ask-human.ts';
import { checkPattern } from './check-pattern.ts';
import { checkStdout } from './check-stdout.ts';
import { formatDetached } from './detach.ts';
import { keepDetached } from './detached-answers.ts';
import { checkLifetime } from './lifetime.ts';
import { checkPrinting, type OutputFlags } from './question-flags.ts';
import { formatUnread, type ReadQuestion, readInTime } from './read-question.ts';
import type { Run } from './run.ts';

/** A question as parsed from the command line. */
export interface Question {
  /** Builds the spec; reads files and stdin through `readText`. */
  readonly input: (readText: ReadText) => Promise<PromptSpecInput>;
  /** From the flag: ms; null for none, undefined if the flag is absent. */
  readonly timeout: number | null | undefined;
  /** Rewords a problem of the spec in terms of the command line. */
  readonly explain?: (problem: string) => string;
  readonly key: string | undefined;
  readonly style: Omit<OutputStyle, 'json' | 'noStatus' | 'printNote'>;
}

/** Asks, prints the outcome, and returns the exit code. Throws a usage error for an invalid question. */
export async function putQuestion(
  { input, timeout, explain = (problem) => problem, key, style }: Question,
  flags: OutputFlags,
  io: Io,
): Promise<number> {
  const { env, stdout } = io;
  checkVariables(env);
  checkLifetime(flags);
  const output = { ...style, json: flags.json, noStatus: flags.noStatus, printNote: flags.printNote };
  const paths = resolvePaths(env);
  const notes = openNotes(io, flags.quiet);
  const { settings, problems } = readSettings(paths);
  for (const problem of problems) notes.say(problem);
  const { language, strings } = chooseLanguage(flags.lang, settings.language, env, notes);
  const usual = settingDuration('default_timeout', settings.default_timeout);
  const onTerminal = (what: string) => notes.say(strings.readingTerminal(what));
  const read = await readInTime(input, io, timeout === undefined ? usual : timeout, onTerminal);
  if (read === null) {
    notes.say(strings.readTimedOut);
    return (await writeResult(stdout, formatUnread(output, io.startedAt))) ?? EXIT.timeout;
  }
  const full = withTimeout(read, usual);
  // Contact the portal while the question is being validated.
  const ahead = env.CHOICE_ANSWERS ? null : linkAhead(paths);
  try {
    const validated = validateSpec(full, stoppedPatternTest);
    if (!validated.ok) throw usageError(explain(validated.problem));
    const { spec } = validated;
    checkPrinting(output, spec);
    checkStdout(stdout, flags.detach || (spec.kind !== 'confirm' && flags.record === undefined));
    checkPattern(spec, stoppedPatternTest);
    if (key !== undefined && !v.safeParse(KeySchema, key).success) {
      throw usageError(`--key: a key must have 1 to ${MAX_KEY_LENGTH} characters; "${shorten(key)}" has ${key.length}`);
    }
    if (flags.from !== undefined) checkName(flags.from);
    if (flags.record !== undefined) checkRecordable(flags.record);
    const run: Run = { io, paths, flags, notes, language, strings, input: full, spec, key: key ?? null, style: output };
    return await (env.CHOICE_ANSWERS ? answerFromFile(run, env.CHOICE_ANSWERS) : askHuman(run, ahead));
  } catch (error) {
    void hangUp(ahead);
    throw error;
  }
}

/** Throws a usage error for a `--from` that names nobody, is too long or is no text. */
function checkName(name: string): void {
  const [issue] = v.safeParse(TypedSchema, name).issues ?? [];
  if (issue) throw usageError(`--from: the name ${issue.message}`);
  if (name.trim() !== '' && v.safeParse(FromNameSchema, name).success) return;
  throw usageError(
    `--from: a name must have 1 to ${MAX_FROM_TEXT} characters; "${shorten(name)}" has ${[...name.trim()].length}`,
  );
}

/** Sets the timeout to what is left after reading. A file may not hold an object; `validateSpec` reports that. */
function withTimeout({ input, spentMs }: ReadQuestion, usual: number | null): PromptSpecInput {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const { timeout_ms = usual } = input;
  const isNumber = typeof timeout_ms === 'number' && timeout_ms > MIN_TIMEOUT;
  return { ...input, timeout_ms: isNumber ? Math.max(MIN_TIMEOUT, Math.round(timeout_ms - spentMs)) : timeout_ms };
}

/** For tests of scripts: takes the answer from a file; uses no portal, browser or terminal. */
async function answerFromFile({ io, spec, key, style, notes, flags }: Run, file: string): Promise<number> {
  const outcome = await takeAnswer(file, spec, key);
  const settled = { id: newPromptId(), opened_at: outcome.settled_at, outcome };
  if (flags.detach) {
    keepDetached(file, { ...settled, spec });
    notes.say(`answered from ${file}; choice wait prints the answer`);
    const detached = { id: settled.id, url: null, remainingMs: null, isSettled: true };
    return (await writeResult(io.stdout, formatDetached(detached, style))) ?? EXIT.ok;
  }
  const { stdout: result, exitCode } = formatOutcome(settled, spec, style);
  if (flags.record !== undefined) await recordOutcome(flags.record, spec, key, outcome);
  notes.say(`answered from ${file}`);
  return (await writeResult(io.stdout, result)) ?? exitCode;
}

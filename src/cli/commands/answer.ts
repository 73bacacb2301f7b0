// `choice answer`: answers a prompt from any shell.

import type { Command } from 'commander';
import { ApiError, answerPrompt, listPrompts, readPrompt } from '../../client/api.ts';
import { type Connection, openLink, reachPortal } from '../../client/connect.ts';
import { openHistory } from '../../client/history.ts';
import { NoPortalError } from '../../client/start.ts';
import type { AnswerProblem } from '../../core/answer.ts';
import { defined } from '../../core/defined.ts';
import type { Answer, Device, Outcome } from '../../core/prompt.ts';
import type { PromptSpec } from '../../core/spec.ts';
import { shorten } from '../../core/text.ts';
import type { PromptListing } from '../../protocol/view.ts';
import { ownDevice } from '../../system/own-device.ts';
import { type Paths, resolvePaths } from '../../system/paths.ts';
import { readSettings } from '../../system/settings-file.ts';
import type { TerminalStreams } from '../../terminal/tty.ts';
import { surfaceOptions } from '../ask/draw-in-terminal.ts';
import { CommandError, usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { allowed, explainRefusal } from '../explain-refusal.ts';
import { addFlags, type FlagValues, listFlag, readFlags, switchFlag, textFlag } from '../flags.ts';
import { quoteAnswer } from '../format/prompt.ts';
import type { Io, RunTask } from '../io/io.ts';
import { openNotes } from '../io/output.ts';
import type { Stop } from '../io/signals.ts';
import { chooseLanguage, languageFlag } from '../language.ts';
import { NOTHING_WAITS } from '../nothing-waits.ts';
import { pickPrompt } from '../pick-prompt.ts';
import {
  findOpenPrompt,
  goneError,
  isPastId,
  namePrompts,
  type OpenPrompt,
  settledError,
  unlessSettled,
} from '../prompt-id.ts';

const answerFlags = {
  text: textFlag('--text <text>', null, 'a typed answer, if the prompt takes one'),
  none: switchFlag('--none', null, 'pick no option, if the prompt allows it'),
  note: textFlag('--note <note>', 'CHOICE_NOTE', 'a note on the whole answer'),
  noteFor: listFlag('--note-for <value=note>', 'CHOICE_NOTE_FOR', 'a note on one of the given values; repeatable'),
  lang: languageFlag,
  quiet: switchFlag('-q, --quiet', 'CHOICE_QUIET', 'print only errors on stderr'),
};
/** Most of the values that a message lists: characters. */
const MAX_VALUES = 120;
const CTRL_C: Stop = { signal: 'SIGINT', isTyped: true };

type AnswerFlags = FlagValues<typeof answerFlags>;

const examples = `
Examples:
  $ choice answer                    the only open prompt, in this terminal
  $ choice answer staging            no id needed while only one is open
  $ choice answer k3 staging         any unique prefix of the id
  $ choice answer k3 yes --note "after lunch"
  $ choice answer k3 lint tests --note-for tests="the fast ones"
  $ choice answer k3 --text "v1.2.3"

Exit codes:
  0    answered
  1    too late: the prompt is settled, or nothing is open
  2    no such prompt, or the answer does not fit
  3    cancelled in this terminal
  69   the portal does not answer
  129  the portal was lost while asking in this terminal
  130  ended by Ctrl-C`;

export function defineAnswer(program: Command, run: RunTask): void {
  const command = program
    .command('answer')
    .summary('answer a prompt from any shell')
    .description(
      'Answer an open prompt from any shell. Without an id, it takes the only open prompt or lets you pick one; without a value, it asks in the terminal. While only one prompt is open, a first word that is one of its values counts as the answer, whatever the id; if more words follow, only when it is not also a prefix of that id. A whole id (12 characters) always counts as an id.',
    )
    .usage('[flags] [id] [value...]')
    .argument('[id]', 'id of the prompt, or a unique prefix of it')
    .argument('[value...]', 'values of the options to pick; yes or no for a confirm')
    .addHelpText('after', examples);
  addFlags(command, answerFlags).action((id: string | undefined, values: string[]) =>
    run((io) => giveAnswer(id, values, readFlags(command, answerFlags, io.env), io)),
  );
}

async function giveAnswer(
  given: string | undefined,
  words: readonly string[],
  flags: AnswerFlags,
  io: Io,
): Promise<number> {
  const paths = resolvePaths(io.env);
  const only = given === undefined ? null : await findAnswered(paths, io.env, [given, ...words]);
  const values = only && given !== undefined ? [given, ...words] : words;
  const found =
    only ??
    (given === undefined
      ? await findOnlyPrompt(paths, io)
      : await findOpenPrompt(paths, io.env, given, (open) => adviseId(open, [given, ...words]), nameOptions));
  if (found === 'interrupted') return io.endBySignal(CTRL_C);
  if (found === 'left') return EXIT.interrupted;
  const { connection, prompt } = found;
  const view = await readPrompt(connection, prompt.id);
  if (!view) throw goneError(prompt.id);
  if (view.outcome) throw settledError(view.id, view.outcome);
  const isEmpty = values.length === 0 && flags.text === undefined && !flags.none;
  if (isEmpty && (flags.note !== undefined || flags.noteFor.length > 0)) {
    throw usageError(`a note needs an answer to go with it; ${allowed(view.spec)}`);
  }
  if (isEmpty) return answerInTerminal(prompt, view.spec, paths, flags.lang, io);
  const outcome = await submit(found, view.spec, toAnswer(values, flags), ownDevice(io.env));
  openNotes(io, flags.quiet).say(`answered ${quoteAnswer(outcome)}: ${prompt.question}`);
  return EXIT.ok;
}

/** Returns the only open prompt, or the one that the human picks, or how they left the picker. */
async function findOnlyPrompt(paths: Paths, io: Io): Promise<OpenPrompt | 'interrupted' | 'left'> {
  const connection = await reachPortal(paths, io.env);
  const open = connection ? await listPrompts(connection) : [];
  const [first, ...others] = open;
  if (!connection || !first) throw new CommandError(NOTHING_WAITS, EXIT.no);
  if (others.length === 0) return { connection, prompt: first };
  const terminal = seenTerminal(io);
  if (!terminal) throw usageError(`${open.length} prompts are open; name one: ${namePrompts(open)}`);
  const prompt = await pickPrompt(open, terminal);
  // Picking takes time: the portal may have been replaced since.
  return typeof prompt === 'string' ? prompt : { connection: await findAgain(paths, io.env), prompt };
}

/** Returns the only open prompt if `words` are its values and leave out the id, even that of an old prompt; else null. */
async function findAnswered(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  words: readonly string[],
): Promise<OpenPrompt | null> {
  const connection = await reachPortal(paths, env);
  const [prompt, ...others] = connection ? await listPrompts(connection) : [];
  if (!connection || !prompt || others.length > 0) return null;
  const view = await readPrompt(connection, prompt.id);
  if (!view || !leavesOutId(prompt.id, view.spec, words)) return null;
  return (await isPastId(openHistory(connection, paths), words[0] ?? '')) ? null : { connection, prompt };
}

/**
 * True if the first of `words` is a value of the only open prompt, `id`, so that no id is needed. It may also happen to
 * be a prefix of that id: a single word still counts as the answer; with more words it is ambiguous and returns false.
 */
export function leavesOutId(id: string, { options }: PromptSpec, words: readonly string[]): boolean {
  const [first = '', ...others] = words;
  if (!options.some(({ value }) => value === first) || first === id) return false;
  return others.length === 0 || !id.startsWith(first.toLowerCase());
}

/**
 * Returns advice on what to type if the id was left out and `words` answer an open prompt; else null. If the first word
 * is also a prefix of an id, an input prompt is not suggested.
 */
function adviseId(open: readonly PromptListing[], words: readonly string[]): string | null {
  const [first = ''] = words;
  const isBeginning = open.some(({ id }) => id.startsWith(first.toLowerCase()));
  const [prompt, ...others] = open.filter(({ kind, options }) =>
    kind === 'input' ? open.length === 1 && !isBeginning : options.some(({ value }) => value === first),
  );
  if (!prompt) return null;
  if (others.length > 0) {
    const how = isBeginning ? 'give the whole id' : 'give the id before it';
    return `it is an option of ${others.length + 1} prompts: ${how}; open prompts: ${namePrompts(open)}`;
  }
  const answer = words.every((word) => /^[\w./:@%+=,][\w./:@%+=,-]*$/.test(word)) ? words.join(' ') : 'VALUE';
  return `to answer with it, give the id before it: choice answer ${prompt.id} ${prompt.kind === 'input' ? '--text TEXT' : answer}`;
}

/** Names the options of the only open prompt, for a word that is neither one of them nor an id; null for several. */
function nameOptions([prompt, ...others]: readonly PromptListing[]): string | null {
  if (!prompt || others.length > 0 || prompt.kind === 'input') return null;
  const values = shorten(prompt.options.map(({ value }) => value).join(', '), MAX_VALUES);
  return `the options of the only open prompt, ${namePrompts([prompt])}, are: ${values}`;
}

/** Builds the answer from the command line. The portal validates it against the prompt. */
export function toAnswer(
  values: readonly string[],
  { text, none, note, noteFor }: Pick<AnswerFlags, 'text' | 'none' | 'note' | 'noteFor'>,
): Answer {
  if (text !== undefined && values.length > 0)
    throw usageError('values and --text cannot be combined; give only one of them');
  if (none && (text !== undefined || values.length > 0))
    throw usageError('--none cannot be combined with values or --text; leave one out');
  const notes = noteFor.map((pair) => splitNote(pair, values));
  const noted = notes.map(([value]) => value);
  const twice = noted.find((value, index) => noted.indexOf(value) < index);
  if (twice !== undefined) throw usageError(`--note-for: "${shorten(twice)}" has two notes; give it one`);
  return {
    values,
    ...defined({ text, note }),
    ...(notes.length === 0 ? {} : { notes: Object.fromEntries(notes) }),
  };
}

/** Splits `value=note`. A value may contain `=`, so the longest given value that matches wins. */
function splitNote(pair: string, values: readonly string[]): [value: string, note: string] {
  const [value] = values.filter((each) => pair.startsWith(`${each}=`)).sort((a, b) => b.length - a.length);
  if (value === undefined)
    throw usageError(`--note-for: "${shorten(pair)}" must be VALUE=NOTE, with a VALUE that you pick`);
  return [value, pair.slice(value.length + 1)];
}

async function submit(
  { connection, prompt }: OpenPrompt,
  spec: PromptSpec,
  answer: Answer,
  device: Device | undefined,
): Promise<Outcome> {
  try {
    const { outcome } = await unlessSettled(prompt.id, answerPrompt(connection, prompt.id, answer, device));
    if (outcome) return outcome;
    throw new Error('the portal accepted the answer but has no outcome');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { error: reason, message } = error.body;
    if (error.status === 413 || reason === 'bad_message') throw usageError(message);
    if (error.status === 422) throw usageError(explainRefusal(reason as AnswerProblem, spec, answer));
    throw error;
  }
}

/** Asks in this terminal, alongside the other surfaces. Exit code 3 if the human cancels, 1 if another surface decided. */
async function answerInTerminal(
  { id }: PromptListing,
  spec: PromptSpec,
  paths: Paths,
  lang: string | undefined,
  io: Io,
) {
  const terminal = seenTerminal(io);
  if (terminal === null) throw usageError(`no value given; ${allowed(spec)}`);
  const notes = openNotes(io, false);
  const { language, strings } = chooseLanguage(lang, readSettings(paths).settings.language, io.env, notes);
  const { showInTerminal } = await import('../../terminal/surface.ts');
  let isInterrupted = false;
  const surface = showInTerminal({
    ...surfaceOptions({ io, paths, notes, language, strings }, terminal),
    id,
    connect: (path) => openLink(paths, path),
    onInterrupt() {
      isInterrupted = true;
    },
  });
  notes.through(surface.print);
  const { outcome, isMine } = await surface.ended;
  if (isInterrupted) return io.endBySignal(CTRL_C);
  if (!outcome) return EXIT.hangup;
  if (!isMine) return EXIT.no;
  return outcome.status === 'cancelled' ? EXIT.cancelled : EXIT.ok;
}

/** The terminal, if stderr is one and it can be drawn on; else null. */
function seenTerminal({ env, stderr, openTerminal }: Io): TerminalStreams | null {
  return stderr.isTerminal && env.TERM !== 'dumb' ? openTerminal() : null;
}

/** The portal that holds the prompt now: if one is lost, the asker starts another. */
async function findAgain(paths: Paths, env: NodeJS.ProcessEnv): Promise<Connection> {
  const connection = await reachPortal(paths, env);
  if (!connection) throw new NoPortalError('lost the portal; try again');
  return connection;
}

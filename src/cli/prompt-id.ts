// Resolves an id on the command line to a prompt. Ids may be shortened to any unique prefix.
import { ApiError, listPrompts, readPrompt } from '../client/api.ts';
import { type Connection, reachPortal } from '../client/connect.ts';
import { type History, openHistory } from '../client/history.ts';
import type { Outcome } from '../core/prompt.ts';
import { shorten } from '../core/text.ts';
import { type HistoryRow, readPages } from '../protocol/history.ts';
import type { PromptListing } from '../protocol/view.ts';
import type { Paths } from '../system/paths.ts';
import { CommandError, usageError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { outcomeSentence } from './format/prompt.ts';
import { NOTHING_WAITS } from './nothing-waits.ts';

/** Fields common to every list of prompts. */
interface Named {
  readonly id: string;
  readonly question: string;
}

/** A prompt that is open, and the portal that holds it. */
export interface OpenPrompt {
  readonly connection: Connection;
  readonly prompt: PromptListing;
}

/** Maximum number of prompts named in a message. */
const MAX_NAMED = 5;

/** The prompts that match `given`: the one with exactly this id, else all with this prefix. Also accepts a page URL. */
export function matchPrompts<T extends Named>(prompts: readonly T[], given: string): readonly T[] {
  const id = readId(given);
  const exact = prompts.find((prompt) => prompt.id === id);
  return exact ? [exact] : prompts.filter((prompt) => id !== '' && prompt.id.startsWith(id));
}

function readId(given: string): string {
  const [, inUrl] = /\/choice\/([0-9a-z]+)/.exec(given) ?? [];
  return inUrl ?? given.toLowerCase();
}

/** Lists prompts in a message: id and question of each. */
export function namePrompts(prompts: readonly Named[]): string {
  const named = prompts.slice(0, MAX_NAMED).map(({ id, question }) => `${id} (${shorten(question)})`);
  const others = prompts.length - named.length;
  return others > 0 ? `${named.join(', ')} and ${others} more` : named.join(', ');
}

/** Minimum length at which a word that may be an answer is treated as an id prefix: characters. */
const SURE_LENGTH = 6;
/** Any shorter word is the prefix of some old prompt's id, so it never means one while a prompt is open: characters. */
const PAST_LENGTH = 3;
const WHOLE_ID = /^[0-9a-z]{12}$/;

/**
 * Returns the open prompt that `given` identifies. Throws with exit code 2 for none or several, 1 for one already settled.
 * `mistaken` returns advice on what to type if `given` was not meant as an id; else null. `describe` may say more than
 * their names about the open prompts, for a `given` that no prompt has.
 */
export async function findOpenPrompt(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  given: string,
  mistaken: (open: readonly PromptListing[]) => string | null = () => null,
  describe: (open: readonly PromptListing[]) => string | null = () => null,
): Promise<OpenPrompt> {
  checkGiven(given);
  const connection = await reachPortal(paths, env);
  const open = connection ? await listPrompts(connection) : [];
  const prompt = uniqueMatch(matchPrompts(open, given), given);
  const advice = prompt?.id === readId(given) ? null : mistaken(open);
  if (connection && prompt && advice === null) return { connection, prompt };
  // A short word that answers an open prompt may be the prefix of an old prompt's id by chance.
  const least = open.length === 0 ? 0 : advice === null ? PAST_LENGTH : SURE_LENGTH;
  const isShort = readId(given).length < least;
  const past = prompt || isShort ? [] : await matchPast(openHistory(connection, paths), given);
  throw explainMissing(given, past, open, advice ?? describe(open));
}

/** Resolves `given` to an id, first among open prompts, then in the history. Throws with exit code 2 for none or several. */
export async function findPromptId(connection: Connection | null, history: History, given: string): Promise<string> {
  checkGiven(given);
  // The portal also has what it could not write to the journal.
  if (connection && WHOLE_ID.test(given) && (await readPrompt(connection, given))) return given;
  const open = connection ? await listPrompts(connection) : [];
  const found = uniqueMatch(matchPrompts(open, given), given) ?? uniqueMatch(await matchPast(history, given), given);
  if (!found) throw unknownPrompt(given, open);
  return found.id;
}

/** Returns the result of `request` on the prompt `id`. Throws with exit code 1 if the prompt is already settled or gone. */
export async function unlessSettled<T>(id: string, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.body.outcome) throw settledError(id, error.body.outcome);
    if (error.status === 404) throw goneError(id);
    throw error;
  }
}

/** The prompt is settled and cannot be changed. */
export function settledError(id: string, outcome: Outcome): CommandError {
  return new CommandError(`too late for prompt ${id}: ${outcomeSentence(outcome)}`, EXIT.no);
}

/** The portal that held the prompt was just lost; the asker may still be registering it with another one. */
export function goneError(id: string): CommandError {
  return new CommandError(`prompt ${id} is gone; to see what is open, run: choice dashboard`, EXIT.no);
}

/** Throws for an empty id, which scripts pass when one of their variables is unset. */
function checkGiven(given: string): void {
  if (given.trim() === '') throw usageError('the id is empty; to list the open prompts, run: choice dashboard');
}

async function matchPast(history: History, given: string): Promise<readonly HistoryRow[]> {
  const id = readId(given);
  if (!/^[0-9a-z]{1,32}$/.test(id)) return [];
  const exact = await history.detail(id);
  if (exact) return [exact];
  const { prompts } = await readPages(history.page, { limit: Number.POSITIVE_INFINITY });
  return matchPrompts(prompts, id);
}

/** True if `given` is the whole id of a prompt in the history. */
export async function isPastId(history: History, given: string): Promise<boolean> {
  return WHOLE_ID.test(given) && (await history.detail(given)) !== null;
}

function uniqueMatch<T extends Named>(matches: readonly T[], given: string): T | null {
  if (matches.length > 1)
    throw usageError(`"${shorten(given)}" matches several prompts; give more of the id: ${namePrompts(matches)}`);
  return matches[0] ?? null;
}

function unknownPrompt(given: string, open: readonly Named[], advice: string | null = null): CommandError {
  return usageError(`there is no prompt "${shorten(given)}"; ${advice ?? nameOpen(open)}`);
}

/**
 * Builds the error for a `given` that matches no open prompt; `past` are the prompts of the history that match. Only open
 * prompts are suggested, because a settled one cannot be the target of the command.
 */
function explainMissing(
  given: string,
  past: readonly HistoryRow[],
  open: readonly Named[],
  advice: string | null,
): CommandError {
  const [first, ...others] = past;
  if (others.length > 0) {
    return usageError(`no open prompt has an id that begins with "${shorten(given)}"; ${nameOpen(open)}`);
  }
  if (!first?.outcome) return unknownPrompt(given, open, advice);
  const tooLate = settledError(first.id, first.outcome);
  const isSure = readId(given) === first.id || open.length === 0;
  return isSure ? tooLate : new CommandError(`${tooLate.message}; ${nameOpen(open)}`, tooLate.exitCode);
}

function nameOpen(open: readonly Named[]): string {
  return open.length === 0 ? NOTHING_WAITS : `open prompts: ${namePrompts(open)}`;
}

// Canned answers from a file, for tests of scripts that ask: looked up by key or by question, used up in order.
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { checkAnswer } from '../../core/answer.ts';
import { defined } from '../../core/defined.ts';
import { type Answer, type Outcome, outcomeOf } from '../../core/prompt.ts';
import type { PromptSpec } from '../../core/spec.ts';
import { shorten } from '../../core/text.ts';
import { fallbackOf } from '../../core/transition.ts';
import { NotesSchema } from '../../protocol/fields.ts';
import { REFUSAL_TEXT } from '../../protocol/refusal.ts';
import { readIfPresent, readRegular, replaceFile } from '../../system/atomic-file.ts';
import { describeFileError } from '../../system/error-words.ts';
import { LockedError, underLock } from '../../system/lock.ts';
import { stoppedPatternTest } from '../../system/pattern-test.ts';
import { CommandError, usageError } from '../errors.ts';

const EntrySchema = v.union([
  v.strictObject({
    values: v.array(v.string()),
    note: v.optional(v.string()),
    notes: v.optional(NotesSchema),
  }),
  v.strictObject({ text: v.string(), note: v.optional(v.string()) }),
  v.strictObject({ timeout: v.literal(true) }),
  v.strictObject({ cancelled: v.literal(true), note: v.optional(v.string()) }),
  v.string(),
]);
/** A value or a text (as a string), a full answer, or an outcome without an answer. */
export type Entry = v.InferOutput<typeof EntrySchema>;

const EntriesSchema = v.union([v.array(EntrySchema), EntrySchema]);
/** By key or question. Read through `ownOf`, because a question may be named `constructor`. */
type Entries = Readonly<Record<string, v.InferOutput<typeof EntriesSchema>>>;

/** How long a command waits for the lock while others update the same file: ms. Each update is brief. */
const LOCK_TIMEOUT_MS = 5_000;

/** The consequence, for error messages, when a file cannot be written. */
const COUNTED_THERE = 'used answers are counted in a file next to it';
const NOT_RECORDED = 'the outcome was not recorded';

/**
 * Returns the next outcome in `file` for this question. `FILE.taken` beside it counts how many were used; the counts
 * are ignored once `file` is newer. An entry that is not in a list can be used any number of times. Commands that ask at
 * the same moment each take a different entry.
 */
export async function takeAnswer(file: string, spec: PromptSpec, key: string | null): Promise<Outcome> {
  const entries = readEntries(file, `CHOICE_ANSWERS: ${file}`);
  const name = nameIn(entries, spec, key);
  if (name === null) throw usageError(`${file}: no entry for ${describe(spec, key)}; add one`);
  const listed = ownOf(entries, name) ?? [];
  if (!Array.isArray(listed)) return toOutcome(listed, spec, file);
  return underFileLock(file, COUNTED_THERE, () => takeNext(file, spec, key, { name, listed }));
}

function takeNext(
  file: string,
  spec: PromptSpec,
  key: string | null,
  { name, listed }: { readonly name: string; readonly listed: readonly Entry[] },
): Outcome {
  const taken = readTaken(file);
  const position = ownOf(taken, name) ?? 0;
  const entry = listed[position];
  if (entry === undefined) {
    throw usageError(
      `${file}: the ${listed.length} entries for ${describe(spec, key)} are used up; add one, or remove ${takenPath(file)}`,
    );
  }
  const outcome = toOutcome(entry, spec, file);
  write(takenPath(file), JSON.stringify({ ...taken, [name]: position + 1 }), COUNTED_THERE);
  return outcome;
}

/** Throws a usage error if `recordOutcome` could not add to `file`, so that it fails before a human is asked. */
export function checkRecordable(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })) readEntries(file, `--record: ${file}`);
  try {
    // The file is replaced by a rename, so the directory must be writable.
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    throw usageError(`--record: ${file} cannot be written (${describeFileError(error)})`);
  }
}

/**
 * Appends `outcome` to `file` in the format that `takeAnswer` reads. Concurrent commands are serialized by a lock. Throws
 * a usage error if the file cannot be read or written.
 */
export function recordOutcome(file: string, spec: PromptSpec, key: string | null, outcome: Outcome): Promise<void> {
  return underFileLock(file, NOT_RECORDED, () => addOutcome(file, spec, key, outcome));
}

function addOutcome(file: string, spec: PromptSpec, key: string | null, outcome: Outcome): void {
  const entries = readIfPresent(file) === null ? {} : readEntries(file);
  const name = key ?? spec.question;
  const before = ownOf(entries, name) ?? [];
  const listed = [...(Array.isArray(before) ? before : [before]), toEntry(outcome)];
  write(file, `${JSON.stringify({ ...entries, [name]: listed }, null, 2)}\n`, NOT_RECORDED);
}

/** Runs `act` under the lock of `file`, so that no other command updates it or its counts at the same time. */
async function underFileLock<T>(file: string, consequence: string, act: () => T): Promise<T> {
  try {
    return await underLock(`${file}.lock`, LOCK_TIMEOUT_MS, act);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (error instanceof LockedError) throw usageError(`${file}: ${error.message}; ${consequence}`);
    throw usageError(`${file}: cannot be written (${describeFileError(error)}); ${consequence}`);
  }
}

function write(file: string, content: string, consequence: string): void {
  try {
    replaceFile(file, content);
  } catch (error) {
    throw usageError(`${file}: cannot be written (${describeFileError(error)}); ${consequence}`);
  }
}

/** `source` names the file in messages, with the variable or flag that pointed to it: the path alone may not be familiar. */
function readEntries(file: string, source = file): Entries {
  let raw: unknown;
  try {
    raw = JSON.parse(readRegular(file));
  } catch (error) {
    const fault = error instanceof SyntaxError ? 'not valid JSON' : 'cannot be read';
    throw usageError(`${source}: ${fault} (${describeFileError(error)})`);
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw usageError(`${source}: must be a JSON object that maps keys or questions to answers`);
  }
  return Object.fromEntries(
    Object.entries(raw).map(([name, given]) => {
      const parsed = v.safeParse(EntriesSchema, given);
      if (parsed.success) return [name, parsed.output];
      throw usageError(
        `${source}: the entry "${shorten(name)}" is not an answer; write "value", { "values": […] }, { "text": "…" }, { "timeout": true } or { "cancelled": true }`,
      );
    }),
  );
}

function ownOf<T>(entries: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

function nameIn(entries: Entries, { question }: PromptSpec, key: string | null): string | null {
  if (key !== null && Object.hasOwn(entries, key)) return key;
  return Object.hasOwn(entries, question) ? question : null;
}

function describe({ question }: PromptSpec, key: string | null): string {
  return key === null ? `"${shorten(question, 80)}"` : `key "${shorten(key)}" or "${shorten(question, 80)}"`;
}

const takenPath = (file: string) => `${file}.taken`;

function readTaken(file: string): Record<string, number> {
  const state = statSync(takenPath(file), { throwIfNoEntry: false });
  if (!state || state.mtimeMs < statSync(file).mtimeMs) return {};
  try {
    const taken: unknown = JSON.parse(readRegular(takenPath(file)));
    if (typeof taken === 'object' && taken !== null) return taken as Record<string, number>;
  } catch {
    // Unreadable: reported below, like a file with the wrong content.
  }
  throw usageError(`${takenPath(file)}: is not a valid count of used answers; remove it`);
}

function toOutcome(entry: Entry, spec: PromptSpec, file: string): Outcome {
  const base = { by: 'cli', settled_at: Date.now() } as const;
  if (typeof entry === 'object' && 'cancelled' in entry)
    return outcomeOf({ ...base, status: 'cancelled', ...defined({ note: entry.note }) });
  if (typeof entry === 'object' && 'timeout' in entry) {
    return outcomeOf({ ...base, status: 'timeout', by: 'deadline', ...fallbackOf(spec) });
  }
  const answer = toAnswer(entry, spec);
  const problem = checkAnswer(spec, answer, stoppedPatternTest);
  if (problem !== null)
    throw usageError(`${file}: the answer to "${shorten(spec.question, 80)}" does not fit: ${REFUSAL_TEXT[problem]}`);
  return outcomeOf({ ...base, status: 'answered', ...answer });
}

function toAnswer(
  entry: Exclude<Entry, { timeout: true } | { cancelled: true; note?: string | undefined }>,
  spec: PromptSpec,
): Answer {
  if (typeof entry === 'string') {
    const isTyped = spec.kind === 'input' || !spec.options.some(({ value }) => value === entry);
    return isTyped && (spec.kind === 'input' || (spec.kind === 'select' && spec.other))
      ? { values: [], text: entry }
      : { values: [entry] };
  }
  const { note } = entry;
  const noted = note === undefined ? {} : { note };
  if ('text' in entry) return { values: [], text: entry.text, ...noted };
  return { values: entry.values, ...noted, ...(entry.notes ? { notes: entry.notes } : {}) };
}

function toEntry({ status, values, text, note, notes }: Outcome): Entry {
  if (status === 'timeout') return { timeout: true };
  const noted = note === null ? {} : { note };
  if (status === 'cancelled') return { cancelled: true, ...noted };
  return text === null
    ? { values: [...values], ...noted, ...(Object.keys(notes).length > 0 ? { notes } : {}) }
    : { text, ...noted };
}

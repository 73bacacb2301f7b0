// Answers from a file, for tests of scripts that ask: by key or by question, in the order in which they are asked.
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { checkAnswer } from '../../core/answer.ts';
import type { Answer, Outcome } from '../../core/prompt.ts';
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
  v.strictObject({ cancelled: v.literal(true) }),
  v.string(),
]);
/** A value or a text, an answer in full, or an ending without one. */
export type Entry = v.InferOutput<typeof EntrySchema>;

const EntriesSchema = v.union([v.array(EntrySchema), EntrySchema]);
/** By key or question. Looked up by `ownOf`: a question may be called `constructor`. */
type Entries = Readonly<Record<string, v.InferOutput<typeof EntriesSchema>>>;

/** How long a command waits for others that read and change the same file: ms. Each takes a moment. */
const LOCK_TIMEOUT_MS = 5_000;

/** What it means that a file cannot be written. */
const COUNTED_THERE = 'lists of answers are counted beside it';
const NOT_RECORDED = 'the outcome is not recorded';

/**
 * The next outcome that `file` has for this question. How many were taken stands in `FILE.taken` beside it; that is
 * forgotten when `file` is written anew. One entry that is not in a list is good for any number of times. Of commands
 * that ask at the same moment, each takes another entry.
 */
export async function takeAnswer(file: string, spec: PromptSpec, key: string | null): Promise<Outcome> {
  const entries = readEntries(file, `CHOICE_ANSWERS: ${file}`);
  const name = nameIn(entries, spec, key);
  if (name === null) throw usageError(`${file}: no entry for ${describe(spec, key)}; add one`);
  const listed = ownOf(entries, name) ?? [];
  if (!Array.isArray(listed)) return toOutcome(listed, spec, file);
  return alone(file, COUNTED_THERE, () => takeNext(file, spec, key, { name, listed }));
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

/** Throws a usage error when `recordOutcome` could not add to `file`: better before a human is asked than after. */
export function checkRecordable(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })) readEntries(file, `--record: ${file}`);
  try {
    // It is replaced, not written to.
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    throw usageError(`--record: ${file} cannot be written (${describeFileError(error)})`);
  }
}

/**
 * Adds `outcome` to `file` as `takeAnswer` will read it, after what others add at the same moment. Throws a usage error
 * when that cannot be done.
 */
export function recordOutcome(file: string, spec: PromptSpec, key: string | null, outcome: Outcome): Promise<void> {
  return alone(file, NOT_RECORDED, () => addOutcome(file, spec, key, outcome));
}

function addOutcome(file: string, spec: PromptSpec, key: string | null, outcome: Outcome): void {
  const entries = readIfPresent(file) === null ? {} : readEntries(file);
  const name = key ?? spec.question;
  const before = ownOf(entries, name) ?? [];
  const listed = [...(Array.isArray(before) ? before : [before]), toEntry(outcome)];
  write(file, `${JSON.stringify({ ...entries, [name]: listed }, null, 2)}\n`, NOT_RECORDED);
}

/** Runs `act` while no other command reads and changes what belongs to `file`. */
async function alone<T>(file: string, consequence: string, act: () => T): Promise<T> {
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

/** `source` is what messages call the file: who set a variable long ago does not know it by its name. */
function readEntries(file: string, source = file): Entries {
  let raw: unknown;
  try {
    raw = JSON.parse(readRegular(file));
  } catch (error) {
    throw usageError(`${source}: cannot be read as JSON (${describeFileError(error)})`);
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw usageError(`${source}: must be an object of answers by key or by question`);
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
    // As good as one that holds something else.
  }
  throw usageError(`${takenPath(file)}: does not say what was taken; remove it`);
}

function toOutcome(entry: Entry, spec: PromptSpec, file: string): Outcome {
  const base = {
    note: null,
    notes: {},
    fallback: false,
    by: 'cli',
    settled_at: Date.now(),
    elapsed_ms: 0,
    extended_ms: 0,
    seen_at: null,
  } as const;
  const none = { values: [], text: null };
  if (typeof entry === 'object' && 'cancelled' in entry) return { ...base, ...none, status: 'cancelled' };
  if (typeof entry === 'object' && 'timeout' in entry) {
    return { ...base, ...fallbackOf(spec), status: 'timeout', by: 'deadline', fallback: spec.fallback !== undefined };
  }
  const answer = toAnswer(entry, spec);
  const problem = checkAnswer(spec, answer, stoppedPatternTest);
  if (problem !== null)
    throw usageError(`${file}: the answer to "${shorten(spec.question, 80)}" does not fit: ${REFUSAL_TEXT[problem]}`);
  const { values, text, note, notes } = answer;
  return { ...base, status: 'answered', values, text: text ?? null, note: note ?? null, notes: notes ?? {} };
}

function toAnswer(entry: Exclude<Entry, { timeout: true } | { cancelled: true }>, spec: PromptSpec): Answer {
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
  if (status === 'cancelled') return { cancelled: true };
  const noted = note === null ? {} : { note };
  return text === null
    ? { values: [...values], ...noted, ...(Object.keys(notes).length > 0 ? { notes } : {}) }
    : { text, ...noted };
}

// A kept prompt as its file holds it: the registration with which a later portal goes on, when that was written, and by
// which portal.
import * as v from 'valibot';
import { defined } from '../../core/defined.ts';
import { type OpenRequest, type Prompt, requestIds } from '../../core/prompt.ts';
import { toInput } from '../../core/spec-input.ts';
import { validateSpec } from '../../core/validate.ts';
import { ResumeSchema } from '../../protocol/asker.ts';
import { AnswerSchema, AskedFromSchema, IdSchema, KeySchema, SourceSchema } from '../../protocol/fields.ts';
import { BOOT_TIME_STEP_MS } from '../../system/boot-time.ts';

/** Incremented when an older portal would misread a record. */
const VERSION = 1;

const number = v.pipe(v.number(), v.finite());

const MomentSchema = v.object({
  /** Wall-clock ms. */
  wall: number,
  /** Null where it cannot be told. */
  boot: v.nullable(v.object({ boot: v.string(), ms: number })),
});

/** A portal: its process, and the socket at which commands find it. */
const OwnerSchema = v.object({ pid: v.number(), started: v.string(), boot: v.string(), socket: v.string() });

const KeptRecordSchema = v.object({
  version: v.literal(VERSION),
  written: MomentSchema,
  owner: OwnerSchema,
  /** Its times were correct when it was written. */
  request: v.object({
    id: IdSchema,
    key: v.nullable(KeySchema),
    /** With defaults filled in. */
    spec: v.looseObject({ kind: v.string() }),
    source: v.exactOptional(SourceSchema),
    from: v.exactOptional(AskedFromSchema),
    asker_grace_ms: v.nullable(v.pipe(number, v.minValue(0))),
    draft: v.nullable(AnswerSchema),
    resume: ResumeSchema,
  }),
});

/** When a record is written or read. */
export type Moment = Readonly<v.InferOutput<typeof MomentSchema>>;
export type Owner = Readonly<v.InferOutput<typeof OwnerSchema>>;

/** What a record says, read back. */
export interface KeptPrompt {
  readonly written: Moment;
  readonly owner: Owner;
  readonly request: OpenRequest & { readonly resume: NonNullable<OpenRequest['resume']> };
}

/** The record of `prompt` at `now`, ms on the clock of its registry, as the text of its file. */
export function writeKept(prompt: Prompt, now: number, written: Moment, owner: Owner): string {
  const { id, key, spec, source, from, asker_grace_ms, draft, opened_at, extended_ms, holds, seen_at } = prompt;
  const resume = {
    opened_at,
    elapsed_ms: now - prompt.opened,
    remaining_ms: prompt.deadline === null ? null : Math.max(0, prompt.deadline - now),
    extended_ms,
    holds,
    seen_at,
    revision: prompt.revision,
    requests: requestIds(prompt),
  };
  const request = { id, key, spec, ...defined({ source, from }), asker_grace_ms, draft, resume };
  return JSON.stringify({ version: VERSION, written, owner, request });
}

/** Reads the text of a file; null when it is damaged, or was written by a newer version. */
export function readKept(text: string): KeptPrompt | null {
  const parsed = v.safeParse(KeptRecordSchema, parseJson(text));
  if (!parsed.success) return null;
  const { written, owner, request } = parsed.output;
  // Its pattern has been tried before.
  const validated = validateSpec(toInput(request.spec), () => 'matches');
  return validated.ok ? { written, owner, request: { ...request, spec: validated.spec } } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The registration with which a portal goes on that reads the record at `read`. Until the machine is booted again, the time
 * in between is that of the clock since boot; after that, and where there is no such clock, that of the wall clock.
 */
export function continueKept({ written, request }: KeptPrompt, read: Moment): OpenRequest {
  const passed = timeBetween(written, read);
  const { resume } = request;
  const { elapsed_ms, remaining_ms } = resume;
  const times = {
    elapsed_ms: Math.max(0, elapsed_ms + passed),
    remaining_ms: remaining_ms === null ? null : remaining_ms - passed,
  };
  return { ...request, resume: { ...resume, ...times } };
}

/** Ms; negative if the wall clock counts and was set back. On the clock since boot too short rather than too long. */
function timeBetween(written: Moment, read: Moment): number {
  const [before, after] = [written.boot, read.boot];
  const isSameBoot = before !== null && after !== null && before.boot === after.boot && before.ms <= after.ms;
  return isSameBoot ? after.ms - before.ms - BOOT_TIME_STEP_MS : read.wall - written.wall;
}

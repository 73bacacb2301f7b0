// A kept prompt as its file holds it: the registration with which a later portal goes on, and when that was written. Pure.
import { defined } from '../../core/defined.ts';
import { type OpenRequest, type Prompt, requestIds } from '../../core/prompt.ts';
import { BOOT_TIME_STEP_MS, type BootTime } from '../../system/boot-time.ts';
import { isAnswer, isObject, isSpec } from './journal-record.ts';

/** Incremented when an older portal would misread a record. */
const VERSION = 1;

/** When a record is written or read. */
export interface Moment {
  /** Wall-clock ms. */
  readonly wall: number;
  /** Null where it cannot be told. */
  readonly boot: BootTime | null;
}

/** The state of a prompt that goes on in another portal. */
type Resumed = OpenRequest & { readonly resume: NonNullable<OpenRequest['resume']> };

export interface KeptRecord {
  readonly version: typeof VERSION;
  readonly written: Moment;
  /** Its times were correct when it was written. */
  readonly request: Resumed;
}

/** The record of `prompt` at `now`, ms on the clock of its registry. */
export function toRecord(prompt: Prompt, now: number, written: Moment): KeptRecord {
  const { id, key, spec, source, from, asker_grace_ms, draft, opened_at, extended_ms, holds, seen_at } = prompt;
  const resume = {
    opened_at,
    elapsed_ms: now - prompt.opened,
    // Negative once the deadline has passed.
    remaining_ms: prompt.deadline === null ? null : prompt.deadline - now,
    extended_ms,
    holds,
    seen_at,
    revision: prompt.revision,
    requests: requestIds(prompt),
  };
  const request = { id, key, spec, ...defined({ source, from }), asker_grace_ms, draft, resume };
  return { version: VERSION, written, request };
}

/**
 * The registration with which a portal goes on that reads the record at `read`. Until the machine is booted again, the time
 * in between is that of the clock since boot; after that, and where there is no such clock, that of the wall clock.
 */
export function fromRecord({ written, request }: KeptRecord, read: Moment): OpenRequest {
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

/** The record in `text`; null when it is incomplete, or was written by a newer version. */
export function parseKept(text: string): KeptRecord | null {
  try {
    const record: unknown = JSON.parse(text);
    return isKeptRecord(record) ? record : null;
  } catch {
    return null;
  }
}

function isKeptRecord(record: unknown): record is KeptRecord {
  if (!isObject(record) || record.version !== VERSION) return false;
  const { written, request } = record;
  if (!isObject(written) || !Number.isFinite(written.wall) || !isBoot(written.boot)) return false;
  if (!isObject(request) || typeof request.id !== 'string' || !isSpec(request.spec)) return false;
  const { resume, draft, asker_grace_ms } = request;
  return isResume(resume) && (draft === null || isAnswer(draft)) && isTime(asker_grace_ms);
}

function isBoot(boot: unknown): boolean {
  return boot === null || (isObject(boot) && typeof boot.boot === 'string' && Number.isFinite(boot.ms));
}

function isResume(resume: unknown): boolean {
  if (!isObject(resume)) return false;
  const { opened_at, elapsed_ms, extended_ms, holds, revision, remaining_ms, seen_at, requests } = resume;
  const numbers = [opened_at, elapsed_ms, extended_ms, holds, revision];
  return numbers.every(Number.isFinite) && isTime(remaining_ms) && isTime(seen_at) && Array.isArray(requests);
}

function isTime(time: unknown): boolean {
  return time === null || Number.isFinite(time);
}

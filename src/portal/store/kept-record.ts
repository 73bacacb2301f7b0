// A kept prompt as its file holds it: what a later portal needs to go on with it. Pure.
import { defined } from '../../core/defined.ts';
import { type OpenRequest, type Prompt, requestIds } from '../../core/prompt.ts';
import type { PromptSpec } from '../../core/spec.ts';
import { BOOT_TIME_STEP_MS, type BootTime } from '../../system/boot-time.ts';
import { isAnswer, isObject, isSpec } from './journal-record.ts';

/** Incremented when an older portal would misread a record. */
const VERSION = 1;

/** One moment on every clock that a record is written or read by: ms. */
export interface Moment {
  /** On the clock of the registry. */
  readonly now: number;
  readonly wall: number;
  readonly boot: BootTime | null;
}

type Asked = Pick<Prompt, 'id' | 'key' | 'source' | 'from' | 'asker_grace_ms' | 'opened_at' | 'draft'>;

export interface KeptRecord extends Asked {
  readonly version: typeof VERSION;
  readonly spec: PromptSpec;
  /** Wall-clock ms; null without a deadline. */
  readonly deadline_at: number | null;
  /** Registration and deadline in ms since boot; null where that cannot be told. */
  readonly since_boot: {
    readonly boot: string;
    readonly written: number;
    readonly opened: number;
    readonly deadline: number | null;
  } | null;
  readonly extended_ms: number;
  readonly holds: number;
  readonly seen_at: number | null;
  readonly revision: number;
  readonly requests: readonly string[];
}

export function toRecord(prompt: Prompt, { now, wall, boot }: Moment): KeptRecord {
  const { id, key, source, from, asker_grace_ms, spec, draft, opened_at, opened, deadline, holds, seen_at } = prompt;
  const left = deadline === null ? null : deadline - now;
  return {
    version: VERSION,
    id,
    key,
    ...defined({ source, from }),
    asker_grace_ms,
    spec,
    draft,
    opened_at,
    deadline_at: left === null ? null : wall + left,
    since_boot: boot && {
      boot: boot.boot,
      written: boot.ms,
      opened: boot.ms - (now - opened),
      deadline: left === null ? null : boot.ms + left,
    },
    extended_ms: prompt.extended_ms,
    holds,
    seen_at,
    revision: prompt.revision,
    requests: requestIds(prompt),
  };
}

/**
 * The registration with which a later portal goes on. Until the machine is booted again, deadlines are instants since
 * boot, as precise as in the first portal; after that, and where there is no such clock, instants of the wall clock.
 */
export function fromRecord(record: KeptRecord, { wall, boot }: Omit<Moment, 'now'>): OpenRequest {
  const { version: _, deadline_at, since_boot, spec, opened_at, extended_ms, holds, seen_at, ...rest } = record;
  const { revision, requests, ...request } = rest;
  const isSameBoot = boot !== null && since_boot?.boot === boot.boot && since_boot.written <= boot.ms;
  const times = isSameBoot
    ? {
        elapsed_ms: Math.max(0, boot.ms - since_boot.opened),
        // Never early: this clock moves in steps.
        remaining_ms: since_boot.deadline === null ? null : since_boot.deadline - boot.ms + BOOT_TIME_STEP_MS,
      }
    : {
        elapsed_ms: Math.max(0, wall - opened_at),
        remaining_ms: deadline_at === null ? null : deadline_at - wall,
      };
  return { ...request, spec, resume: { ...times, opened_at, extended_ms, holds, seen_at, revision, requests } };
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
  const { id, spec, draft, opened_at, deadline_at, requests, revision } = record;
  return (
    typeof id === 'string' &&
    isSpec(spec) &&
    (draft === null || isAnswer(draft)) &&
    Number.isFinite(opened_at) &&
    (deadline_at === null || Number.isFinite(deadline_at)) &&
    Number.isFinite(revision) &&
    Array.isArray(requests)
  );
}

// Valid specs and open prompts, so that a test names only what it is about.
import { type Outcome, openPrompt, type Prompt } from '../../src/core/prompt.ts';
import type { PromptSpec, PromptSpecInput } from '../../src/core/spec.ts';
import { validateSpec } from '../../src/core/validate.ts';
import type { AskerMessage } from '../../src/protocol/asker.ts';

type Resume = NonNullable<(AskerMessage & { type: 'open' })['resume']>;

/**
 * The spec of "Deploy where?", timeout 60 s: of the kind that `overrides` names, else a select, and with the options
 * `staging` and `production` where that kind has options of its own. Throws when it is invalid.
 */
export function makeSpec(overrides: Partial<PromptSpecInput> = {}): PromptSpec {
  const { kind = 'select' } = overrides;
  const options = [{ value: 'staging' }, { value: 'production' }];
  const checked = validateSpec({
    kind,
    question: 'Deploy where?',
    ...(kind === 'select' || kind === 'multi' ? { options } : {}),
    timeout_ms: 60_000,
    ...overrides,
  });
  if (!checked.ok) throw new Error(checked.problem);
  return checked.spec;
}

/** An open prompt, registered at monotonic 0 and wall 1,000,000 ms, with the spec of {@link makeSpec}. */
export function makePrompt(overrides: Partial<PromptSpecInput> = {}, state: Partial<Prompt> = {}): Prompt {
  const spec = makeSpec(overrides);
  return { ...openPrompt({ id: 'p0000001', spec }, { now: 0, wall: 1_000_000 }), ...state };
}

/** What an asker carries over from a portal that held its prompt of {@link makeSpec} until just now. */
export function makeResume(own: Partial<Resume> = {}): Resume {
  return {
    opened_at: Date.now(),
    elapsed_ms: 0,
    remaining_ms: 60_000,
    extended_ms: 0,
    holds: 0,
    seen_at: null,
    revision: 1,
    ...own,
  };
}

/** The outcome of a prompt that a browser answered with `staging` after a second. */
export function makeOutcome(changes: Partial<Outcome> = {}): Outcome {
  return {
    status: 'answered',
    values: ['staging'],
    text: null,
    note: null,
    notes: {},
    fallback: false,
    by: 'browser',
    who: null,
    settled_at: 1_000_000,
    elapsed_ms: 1_000,
    extended_ms: 0,
    seen_at: null,
    ...changes,
  };
}

/** `value` with every object inside it frozen, so that a mutation throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

// What an asker brings along from the last portal that held its prompt.
import { areOptions } from '../../core/answer.ts';
import type { Draft } from '../../core/prompt.ts';
import type { PromptSpec } from '../../core/spec.ts';
import type { AskerMessage } from '../../protocol/asker.ts';
import { timeUnderway } from '../../system/clock.ts';

type Resume = NonNullable<(AskerMessage & { type: 'open' })['resume']>;

/** Returns the draft from the last portal, if its picks and notes belong to options; otherwise null. */
export function carriedDraft({ draft }: Resume, spec: PromptSpec): Draft | null {
  const fits = draft && areOptions(spec, draft.values) && areOptions(spec, Object.keys(draft.notes ?? {}));
  return fits ? draft : null;
}

/** Adjusts the state of a resuming asker by the transit time of its message, which is unknown from another machine. */
export function arrived(
  { sent_at, code_uses: _, draft: __, port: ___, ...resume }: Resume,
  now: number,
): Omit<Resume, 'sent_at' | 'code_uses' | 'draft' | 'port'> {
  const { elapsed_ms, remaining_ms } = resume;
  const underway = sent_at === undefined ? 0 : timeUnderway(sent_at, now);
  return {
    ...resume,
    elapsed_ms: elapsed_ms + underway,
    remaining_ms: remaining_ms === null ? null : Math.max(0, remaining_ms - underway),
  };
}

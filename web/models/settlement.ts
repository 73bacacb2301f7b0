// What a settled prompt has to say for itself, as facts: components turn them into words.
import type { Outcome } from '../../src/core/prompt.ts';
import type { Option } from '../../src/core/spec.ts';
import type { PromptView } from '../../src/protocol/view.ts';

/** Who decided: this tab, somebody else while this tab watched, or unknown because it was over before. */
export type Author = 'me' | 'other' | 'unknown';

export interface Settlement {
  readonly kind: 'sending' | 'delivered' | 'gone' | 'timed_out' | 'fallback_used' | 'cancelled' | 'stopped';
  readonly question: string;
  /** Label of what was answered or applied, or null. */
  readonly answer: string | null;
  readonly elsewhere: 'tab' | 'terminal' | null;
  /** False while the asker may still acknowledge the outcome. */
  readonly final: boolean;
  readonly logged: boolean;
}

/** Facts about how `view` ended, or null while it is open. */
export function describeSettlement(view: PromptView, author: Author, logged: boolean): Settlement | null {
  const { outcome, question } = view;
  if (!outcome) return null;
  const kind = nameKind(outcome, view);
  return {
    kind,
    question,
    answer: labelOf(outcome.values[0], view.options),
    elsewhere: nameElsewhere(outcome, author),
    final: kind !== 'sending',
    logged,
  };
}

function nameKind(outcome: Outcome, view: PromptView): Settlement['kind'] {
  switch (outcome.status) {
    case 'answered':
      if (view.delivery === 'gone') return 'gone';
      return view.delivery === 'delivered' ? 'delivered' : 'sending';
    case 'timeout':
      return outcome.fallback ? 'fallback_used' : 'timed_out';
    case 'cancelled':
      if (outcome.by === 'asker') return 'gone';
      return outcome.by === 'portal' ? 'stopped' : 'cancelled';
    default:
      return outcome.status satisfies never;
  }
}

function nameElsewhere({ status, by }: Outcome, author: Author): Settlement['elsewhere'] {
  if (status === 'timeout' || author === 'me') return null;
  if (by === 'terminal' || by === 'cli') return 'terminal';
  return by === 'browser' && author === 'other' ? 'tab' : null;
}

function labelOf(value: string | undefined, options: readonly Option[]): string | null {
  if (value === undefined) return null;
  return options.find((option) => option.value === value)?.label ?? value;
}

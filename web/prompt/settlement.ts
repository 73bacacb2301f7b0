// Facts about a settled prompt, which components turn into words.
import { answerLabels } from '../../src/core/picks.ts';
import type { AskerEnd, HumanSurface, Outcome } from '../../src/core/prompt.ts';
import type { PromptView } from '../../src/protocol/view.ts';
import type { Author } from '../../src/session/session-state.ts';

export interface Settlement {
  readonly kind: 'sending' | 'delivered' | 'kept' | 'gone' | 'timed_out' | 'fallback_used' | 'cancelled' | 'stopped';
  /** How the command ended, if it is gone and the cause is known. */
  readonly cause: AskerEnd | null;
  readonly question: string;
  /** Labels of the options that were picked or applied, or the typed text. */
  readonly answers: readonly string[];
  /** The surface other than this tab on which the prompt was decided; null if there is none. */
  readonly elsewhere: HumanSurface | null;
  /** True when the prompt had settled before this tab saw it. */
  readonly past: boolean;
  /** False while the asker may still acknowledge the outcome. */
  readonly final: boolean;
  readonly logged: boolean;
  readonly outcome: Outcome;
}

/** Facts about how `view` ended, or null while it is open. */
export function describeSettlement(view: PromptView, author: Author): Settlement | null {
  const { outcome, spec, logged } = view;
  if (!outcome) return null;
  const kind = nameKind(outcome, view);
  return {
    kind,
    cause: outcome.cause ?? null,
    question: spec.question,
    answers: answerLabels(outcome, spec.options),
    elsewhere: nameElsewhere(outcome, author),
    past: author === 'unknown',
    final: kind !== 'sending',
    logged,
    outcome,
  };
}

function nameKind(outcome: Outcome, view: PromptView): Settlement['kind'] {
  switch (outcome.status) {
    case 'answered':
      return view.delivery === 'waiting' ? 'sending' : view.delivery;
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
  if (by === 'terminal' || by === 'cli') return by;
  return by === 'browser' && author === 'other' ? by : null;
}

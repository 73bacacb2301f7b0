// How a prompt ended, as plain text.

import { plainLine } from '../../src/core/visible-text.ts';
import { describeOutcome } from '../../src/words/describe-outcome.ts';
import { strings } from '../i18n/strings.ts';
import type { Settlement } from './settlement.ts';

/** Names what happened, without the answer: `Delivered`, `Answered in another tab`. */
export function nameSettlement({ kind, elsewhere, outcome }: Settlement): string {
  const { settled, outcome: words } = strings;
  if (kind === 'gone') return capitalize(words.commandEnded.ended);
  if (elsewhere === null && isAnswer(kind)) return settled[kind];
  return capitalize(describeOutcome(outcome, words, { isTab: true, isMine: elsewhere === null }));
}

function isAnswer(kind: Settlement['kind']): kind is 'sending' | 'delivered' | 'kept' {
  return kind === 'sending' || kind === 'delivered' || kind === 'kept';
}

function capitalize(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}

/** True when the answer follows directly after the name. */
export function namesAnswer({ kind, elsewhere }: Settlement): boolean {
  return elsewhere !== null && isAnswer(kind);
}

/** The whole summary on one line, in two parts: `Delivered — Pick one:`, and `b` if there is an answer. */
export function splitSummary(settlement: Settlement): { readonly asked: string; readonly answer: string } {
  const name = nameSettlement(settlement);
  const question = plainLine(settlement.question);
  if (settlement.answers.length === 0) return { asked: `${name} — ${question}`, answer: '' };
  const colon = /\p{P}$/u.test(question) ? '' : ':';
  const used = settlement.kind === 'fallback_used' ? ` ${strings.settled.wasUsed}` : '';
  return {
    asked: `${name} — ${question}${colon}`,
    answer: `${settlement.answers.map(plainLine).join(', ')}${used}`,
  };
}

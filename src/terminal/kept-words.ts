// Formats the unsent draft of a prompt that is over, as lines that stay above its ending. Pure.
import { noteOf } from '../core/picks.ts';
import type { Draft, Outcome } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';
import { unusedDraft } from '../core/unused-draft.ts';
import { plainLine, visibleText } from '../core/visible-text.ts';
import { kleur } from '../system/colours.ts';
import type { Strings } from './strings/en.ts';

/** The lines, under a title; texts keep their line breaks, so that they can be copied. Empty if nothing is unsent. */
export function keptLines(spec: PromptSpec, draft: Draft | null, outcome: Outcome | null, strings: Strings): string[] {
  const kept = unusedDraft(spec, draft, outcome ?? undefined);
  if (!kept) return [];
  const labels = new Map(spec.options.map(({ value, label }) => [value, plainLine(label)]));
  const nameOf = (value: string) => labels.get(value) ?? value;
  const { values, text, note, notes = {} } = kept;
  return [
    kleur.dim(strings.notSent),
    ...(values.length === 0 ? [] : [values.map(nameOf).join(', ')]),
    ...(text === undefined ? [] : linesOf(text)),
    ...(note === undefined ? [] : [kleur.dim(`${strings.note}:`), ...linesOf(note)]),
    ...Object.keys(notes).flatMap((value) => [
      kleur.dim(`${strings.noteOn(nameOf(value))}:`),
      ...linesOf(noteOf(kept, value)),
    ]),
  ];
}

function linesOf(text: string): string[] {
  return visibleText(text).split('\n');
}

// Finding options of a long list by what is typed. Pure.
import type { Option } from './spec.ts';

/** Lists longer than this have a filter. */
export const SHORT_LIST = 12;

/** What is looked through, per option: made once, for it costs more than looking. */
export function indexOptions(options: readonly Option[]): readonly string[] {
  return options.map(({ value, label, hint = '' }) => `${label}\n${value}\n${hint}`.toLowerCase());
}

/** Positions of the options in whose label, value or hint every word of `query` occurs, in their order. */
export function matchOptions(index: readonly string[], query: string): number[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const positions: number[] = [];
  for (const [position, text] of index.entries()) {
    if (words.every((word) => text.includes(word))) positions.push(position);
  }
  return positions;
}

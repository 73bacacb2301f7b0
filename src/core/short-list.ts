// Which lists are too long to take in at a glance. One rule for every surface. Pure.
import type { PromptSpec } from './spec.ts';

/** Lists longer than this have a filter. */
export const SHORT_LIST = 12;

/** True where what is typed goes to a filter: digits and letters are no shortcuts there. */
export function hasFilter({ options }: PromptSpec): boolean {
  return options.length > SHORT_LIST;
}

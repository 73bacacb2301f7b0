// Which lists are too long to scan at a glance. One rule for every surface. Pure.
import type { PromptSpec } from './spec.ts';

/** Lists longer than this have a filter. */
export const SHORT_LIST = 12;

/** True when typed text goes to a filter: digits and letters are not shortcuts then. */
export function hasFilter({ options }: PromptSpec): boolean {
  return options.length > SHORT_LIST;
}

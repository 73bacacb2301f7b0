// What is drawn: the lines of one picture of the prompt, and the facts it is made of.
import type { Form } from './form.ts';
import type { Strings } from './strings/en.ts';

/** All that a drawing shows. */
export interface Scene {
  readonly form: Form;
  /** Ms until the deadline; null without one. */
  readonly left: number | null;
  /** `away` while the portal is not connected, `looking` while no portal knows the prompt. */
  readonly link: 'open' | 'away' | 'looking';
  readonly waiting: 'no' | 'queued' | 'sent';
  /** Lines of the body, made for the width of the drawing. */
  readonly body: readonly string[];
  readonly strings: Strings;
}

export interface Frame {
  /** Painted, each narrower than the terminal. */
  readonly lines: readonly string[];
  /** Where the terminal's own cursor belongs; null hides it. */
  readonly cursor: { readonly row: number; readonly column: number } | null;
  /** What there was room for, which the keys that scroll need to know. */
  readonly page: number;
  readonly bodyPage: number;
  readonly bodyLast: number;
}

/** Columns that a drawing uses of a terminal's `width`: the last one is left free, so that no line wraps. */
export function usableColumns(width: number): number {
  return Math.max(20, width - 1);
}

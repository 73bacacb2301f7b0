// Types for drawing: the input of a frame (scene) and its output lines.
import type { Form } from './form.ts';
import type { Strings } from './strings/en.ts';

/** All state that a frame shows. */
export interface Scene {
  readonly form: Form;
  /** Who asks, as one line of text; empty when nothing is known. */
  readonly from: string;
  /** Ms until the deadline; null without one. */
  readonly left: number | null;
  /** `away`: no connection to the portal; `looking`: no portal knows the prompt yet. */
  readonly link: 'open' | 'away' | 'looking';
  readonly waiting: 'no' | 'queued' | 'sent';
  /** Says that no command waits for the outcome; empty while one does. */
  readonly unattended: string;
  /** Lines of the body, wrapped to the width of the drawing. */
  readonly body: readonly string[];
  readonly strings: Strings;
}

export interface Frame {
  /** With escape sequences, each narrower than the terminal. */
  readonly lines: readonly string[];
  /** Position of the terminal's cursor; null hides it. */
  readonly cursor: { readonly row: number; readonly column: number } | null;
  /** Sizes for the keys that scroll: rows of the list, lines of the body, and its last scroll position. */
  readonly page: number;
  readonly bodyPage: number;
  readonly bodyLast: number;
}

/** Columns of a terminal's `width` to draw in: the last one stays free, so that no line wraps. */
export function usableColumns(width: number): number {
  return Math.max(20, width - 1);
}

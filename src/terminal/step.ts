// The result of a key: a new form, and an effect for the caller to carry out.
import type { Draft } from '../core/prompt.ts';
import type { Form } from './form.ts';

export type Effect =
  | { readonly type: 'submit'; readonly draft: Draft }
  /** Withdraws an answer that is queued until the connection is back. */
  | { readonly type: 'withdraw' }
  | { readonly type: 'cancel' }
  | { readonly type: 'extend'; readonly by_ms: number }
  | { readonly type: 'interrupt' }
  | { readonly type: 'suspend' }
  | { readonly type: 'repaint' };

export interface Step {
  readonly form: Form;
  readonly effect: Effect | null;
}

/** Changes only the form, without an effect. */
export function stay(form: Form): Step {
  return { form, effect: null };
}

/** Sizes from the last frame, and whether an answer is in flight. */
export interface Surroundings {
  /** Number of list rows shown. */
  readonly page: number;
  /** Number of body lines shown, and the last scroll position, where the end of the body is visible. */
  readonly bodyPage: number;
  readonly bodyLast: number;
  /** `queued`: a decision waits to be sent; `sent`: it awaits the reply. */
  readonly waiting: 'no' | 'queued' | 'sent';
}

// What a key may come to: another form, and what is to be done outside of it.
import type { Draft } from '../core/prompt.ts';
import type { Form } from './form.ts';

export type Effect =
  | { readonly type: 'submit'; readonly draft: Draft }
  /** Takes back an answer that waits for a connection. */
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

/** What the last drawing had room for, and whether an answer is under way. */
export interface Surroundings {
  /** Rows of the list that are shown. */
  readonly page: number;
  /** Lines of the body that are shown, and the first line where its end is in view. */
  readonly bodyPage: number;
  readonly bodyLast: number;
  /** `queued` before a decision was sent, `sent` while its reply is awaited. */
  readonly waiting: 'no' | 'queued' | 'sent';
}

// What a surface knows of the prompt that it follows. Pure.
import type { Outcome } from '../core/prompt.ts';
import type { PromptView } from '../protocol/view.ts';
import type { Countdown } from './countdown.ts';
import type { PendingRequest } from './requests.ts';

/** Who decided: this surface, somebody else while it watched, or unknown because it was over before. */
export type Author = 'me' | 'other' | 'unknown';

export interface SessionState {
  /** Null until the portal's first word. */
  readonly view: PromptView | null;
  readonly countdown: Countdown | null;
  /** True while the portal does not know the prompt: its asker may be on its way to a new portal. */
  readonly isLooking: boolean;
  /** Requests without a reply, in the order in which they were made. */
  readonly pending: readonly PendingRequest[];
  readonly outcome: Outcome | null;
  readonly author: Author;
  /** True when an answer was sent from here and another decision counted. */
  readonly isTooLate: boolean;
}

export const FIRST_STATE: SessionState = {
  view: null,
  countdown: null,
  isLooking: false,
  pending: [],
  outcome: null,
  author: 'unknown',
  isTooLate: false,
};

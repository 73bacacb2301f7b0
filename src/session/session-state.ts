// What a surface knows about the prompt that it follows. Pure.
import type { Outcome } from '../core/prompt.ts';
import type { PromptView } from '../protocol/view.ts';
import type { Countdown } from './countdown.ts';
import type { PendingRequest } from './requests.ts';

/** Who decided: this surface, somebody else while it watched, or unknown because the prompt had settled before. */
export type Author = 'me' | 'other' | 'unknown';

export interface SessionState {
  /** Null until the first state from the portal. */
  readonly view: PromptView | null;
  readonly countdown: Countdown | null;
  /** True while the portal does not know the prompt: its asker may not have reached the new portal yet. */
  readonly isLooking: boolean;
  /** Requests without a reply, in the order in which they were made. */
  readonly pending: readonly PendingRequest[];
  readonly outcome: Outcome | null;
  readonly author: Author;
  /** True when an answer was sent from here but another decision won. */
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

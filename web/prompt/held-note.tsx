// The note that the portal moved the deadline because a human was answering: how often so far, of how many.
import { HOLD_LENGTH, MAX_HOLDS, MINUTE } from '../../src/core/limits.ts';
import type { PromptView } from '../../src/protocol/view.ts';
import { type Countdown, timeLeft } from '../../src/session/countdown.ts';
import { strings, tellDuration } from '../i18n/strings.ts';

/** With this much time left, the note is hidden: ms. */
const CALM_MS = MINUTE;

export function HeldNote({ view: { holds }, countdown }: { view: PromptView; countdown: Countdown }) {
  const left = timeLeft(countdown, performance.now());
  const isTold = holds > 0 && left !== null && left < CALM_MS;
  return (
    <p class="held" role="status" data-testid="held">
      {isTold && strings.time.held(tellDuration(HOLD_LENGTH), holds, MAX_HOLDS)}
    </p>
  );
}

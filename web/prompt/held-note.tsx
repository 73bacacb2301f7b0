// Says that the portal moved the deadline because somebody was answering, and how often it still can.
import { HOLD_LENGTH, MAX_HOLDS, MINUTE } from '../../src/core/limits.ts';
import type { PromptView } from '../../src/protocol/view.ts';
import { type Countdown, timeLeft } from '../../src/session/countdown.ts';
import { strings, tellDuration } from '../i18n/strings.ts';

/** Once there is this much time again, holds are no longer worth a word: ms. */
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

// The time left of the prompt on view, as a ring and as digits.
import { useComputed } from '@preact/signals';
import { formatClock } from '../../src/core/duration.ts';
import type { PromptView } from '../../src/protocol/view.ts';
import { frameBeat, steadyBeat, timeAt } from '../beats.ts';
import { strings } from '../i18n/strings.ts';
import { fractionLeft, isUrgent, type Reading, timeLeft } from '../models/time-left.ts';
import { HeldNote } from './held-note.tsx';
import { Ring } from './ring.tsx';

export function Countdown({ view, reading }: { view: PromptView; reading: Reading }) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const left = useComputed(() => timeLeft(reading, timeAt(frameBeat)));
  const fraction = useComputed(() => fractionLeft(reading, timeAt(still ? steadyBeat : frameBeat)));
  const text = useComputed(() => describeLeft(left.value));
  const classes = useComputed(() => `countdown ${classOf(left.value)}`);
  const exact = useComputed(() => (left.value === null ? 'none' : String(Math.round(left.value))));
  return (
    <div class={classes} role="timer" aria-label={strings.time.left}>
      <Ring fraction={fraction} dial />
      <p class="digits" data-testid="remaining" data-remaining-ms={exact}>
        {text}
      </p>
      <HeldNote view={view} reading={reading} />
    </div>
  );
}

/** Never says that time is up: at zero it is for the portal to say so. */
function describeLeft(left: number | null): string {
  if (left === null) return strings.time.none;
  return left > 0 ? formatClock(left) : strings.time.checking;
}

/** Words take less room than digits, and an hour more than a minute. */
function classOf(left: number | null): string {
  const size = left === null || left <= 0 ? 'words' : left > 3_599_000 ? 'long' : '';
  return `${size} ${isUrgent(left) ? 'urgent' : ''}`;
}

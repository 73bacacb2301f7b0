// The time left of the prompt on view, as a ring and as digits.
import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { formatClock } from '../../src/core/duration.ts';
import type { PromptView } from '../../src/protocol/view.ts';
import { strings } from '../i18n/strings.ts';
import { Ring } from '../shell/ring.tsx';
import { steadyTicks, tickAfter, timeAt } from '../shell/ticker.ts';
import { HeldNote } from './held-note.tsx';
import { arcLeft, isUrgent, NOTHING_HEARD, type Reading, timeLeft, untilNextLook } from './time-left.ts';

export interface CountdownProps {
  readonly view: PromptView;
  /** What the portal said last. */
  readonly reading: ReadonlySignal<Reading | null>;
}

export function Countdown({ view, reading: heard }: CountdownProps) {
  const reading = useComputed(() => heard.value ?? NOTHING_HEARD);
  const ticks = useMemo(() => {
    const moves = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    return tickAfter((now) => untilNextLook(reading.peek(), now, moves));
  }, [reading]);
  // The steady ones too: where the portal has just moved the deadline, the others still go by the old one.
  const now = useComputed(() => Math.max(timeAt(ticks), timeAt(steadyTicks)));
  const left = useComputed(() => timeLeft(reading.value, now.value));
  const fraction = useComputed(() => arcLeft(reading.value, now.value));
  const text = useComputed(() => describeLeft(left.value));
  const classes = useComputed(() => `countdown ${classOf(left.value)}`);
  const deadline = useComputed(() => {
    const { remaining_ms, heard_at } = reading.value;
    return remaining_ms === null ? 'none' : String(heard_at + remaining_ms);
  });
  return (
    <div class={classes} role="timer" aria-label={strings.time.left}>
      <Ring fraction={fraction} dial />
      <p class="digits" data-testid="remaining" data-deadline={deadline}>
        {text}
      </p>
      <HeldNote view={view} reading={reading.value} />
    </div>
  );
}

/** Never says that time is up: at zero it is for the portal to say so. */
function describeLeft(left: number | null): string {
  if (left === null) return strings.time.none;
  return left > 0 ? formatClock(left, strings.time.units) : strings.time.checking;
}

/** Words take less room than digits, and an hour more than a minute. */
function classOf(left: number | null): string {
  const size = left === null || left <= 0 ? 'words' : left > 3_599_000 ? 'long' : '';
  return `${size} ${isUrgent(left) ? 'urgent' : ''}`;
}

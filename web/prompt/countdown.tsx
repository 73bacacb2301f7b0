// The time left of the current prompt, as a ring and as digits.
import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { PromptView } from '../../src/protocol/view.ts';
import { NO_COUNTDOWN, type Countdown as TimeLeft, timeLeft } from '../../src/session/countdown.ts';
import { strings } from '../i18n/strings.ts';
import { Ring } from '../shell/ring.tsx';
import { steadyTicks, tickAfter, timeAt } from '../shell/ticker.ts';
import { HeldNote } from './held-note.tsx';
import { arcLeft, describeLeft, isUrgent, untilNextLook } from './time-left.ts';

export interface CountdownProps {
  readonly view: PromptView;
  /** From the portal's last report. */
  readonly countdown: ReadonlySignal<TimeLeft | null>;
}

export function Countdown({ view, countdown: reported }: CountdownProps) {
  const countdown = useComputed(() => reported.value ?? NO_COUNTDOWN);
  const ticks = useMemo(() => {
    const moves = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    return tickAfter((now) => untilNextLook(countdown.peek(), now, moves));
  }, [countdown]);
  // Also reads the steady ticks: right after the portal moves the deadline, the other timer is still set for the old one.
  const now = useComputed(() => Math.max(timeAt(ticks), timeAt(steadyTicks)));
  const left = useComputed(() => timeLeft(countdown.value, now.value));
  const fraction = useComputed(() => arcLeft(countdown.value, now.value));
  const text = useComputed(() => describeLeft(left.value));
  const classes = useComputed(() => `countdown ${classOf(left.value)}`);
  const deadline = useComputed(() => {
    const { deadline } = countdown.value;
    return deadline === null ? 'none' : String(deadline);
  });
  return (
    <div class={classes} role="timer" aria-label={strings.time.left}>
      <Ring fraction={fraction} dial />
      <p class="digits" data-testid="remaining" data-deadline={deadline}>
        {text}
      </p>
      <HeldNote view={view} countdown={countdown.value} />
    </div>
  );
}

/** Size class: words are set smaller than digits, and times of an hour or more smaller than shorter ones. */
function classOf(left: number | null): string {
  const size = left === null || left <= 0 ? 'words' : left > 3_599_000 ? 'long' : '';
  return `${size} ${isUrgent(left) ? 'urgent' : ''}`;
}

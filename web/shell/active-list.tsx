// Active prompts as links, each with its question, what it asks for, and its time left.
import { useComputed } from '@preact/signals';
import { timeLeft } from '../../src/session/countdown.ts';
import { strings } from '../i18n/strings.ts';
import { arcLeft, describeLeft, isUrgent } from '../prompt/time-left.ts';
import { LinkTo } from './link-to.tsx';
import type { ActivePrompt } from './prompt-list.ts';
import { Ring } from './ring.tsx';
import { SafeText } from './safe-text.tsx';
import { steadyTicks, timeAt } from './ticker.ts';

export function ActiveList({ prompts }: { prompts: readonly ActivePrompt[] }) {
  if (prompts.length === 0) return null;
  return (
    <ul class="active-list" data-testid="active-list">
      {prompts.map((prompt) => (
        <ActiveItem key={prompt.summary.id} prompt={prompt} />
      ))}
    </ul>
  );
}

function ActiveItem({ prompt }: { prompt: ActivePrompt }) {
  const { id, kind, question, option_count, waiting } = prompt.summary;
  return (
    <li>
      <LinkTo to={{ name: 'prompt', id }} class="active-item">
        <span class="active-question">
          <SafeText text={question} />
        </span>
        <span class="hint">
          {strings.asks[kind](option_count)}
          {!waiting && ` · ${strings.unattended}`}
        </span>
        <SmallCountdown prompt={prompt} />
      </LinkTo>
    </li>
  );
}

function SmallCountdown({ prompt }: { prompt: ActivePrompt }) {
  const left = useComputed(() => timeLeft(prompt.countdown, timeAt(steadyTicks)));
  const fraction = useComputed(() => arcLeft(prompt.countdown, timeAt(steadyTicks)));
  const classes = useComputed(() => `small-countdown ${isUrgent(left.value) ? 'urgent' : ''}`);
  const text = useComputed(() => describeLeft(left.value));
  return (
    <span class={classes}>
      <Ring fraction={fraction} />
      <span class="small-digits">{text}</span>
    </span>
  );
}

// Active prompts as links, each with its question, what it asks for, and its time left.
import { useComputed } from '@preact/signals';
import { timeLeft } from '../../src/session/countdown.ts';
import { groupByAsker } from '../../src/words/describe-from.ts';
import { strings } from '../i18n/strings.ts';
import { arcLeft, describeLeft, isUrgent } from '../prompt/time-left.ts';
import { AskerLabel } from './asker-label.tsx';
import { LinkTo } from './link-to.tsx';
import type { ActivePrompt } from './prompt-list.ts';
import { Ring } from './ring.tsx';
import { SafeText } from './safe-text.tsx';
import { steadyTicks, timeAt } from './ticker.ts';

/** With prompts of several askers, those of one are together, under its label; else each row has the label. */
export function ActiveList({ prompts }: { prompts: readonly ActivePrompt[] }) {
  if (prompts.length === 0) return null;
  const groups = groupByAsker(prompts, ({ summary }) => summary.from, strings.askedFrom);
  if (groups.length === 1) return <Rows prompts={prompts} isGroup={false} />;
  return (
    <div class="asker-groups">
      {groups.map(({ label, prompts: group }) => (
        <section key={label} aria-label={label === '' ? undefined : strings.askedFrom.line(label)}>
          <AskerLabel from={group[0]?.summary.from} />
          <Rows prompts={group} isGroup />
        </section>
      ))}
    </div>
  );
}

function Rows({ prompts, isGroup }: { prompts: readonly ActivePrompt[]; isGroup: boolean }) {
  return (
    <ul class="active-list" data-testid="active-list">
      {prompts.map((prompt) => (
        <ActiveItem key={prompt.summary.id} prompt={prompt} isGroup={isGroup} />
      ))}
    </ul>
  );
}

function ActiveItem({ prompt, isGroup }: { prompt: ActivePrompt; isGroup: boolean }) {
  const { id, kind, question, option_count, waiting, from } = prompt.summary;
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
        {!isGroup && <AskerLabel from={from} />}
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

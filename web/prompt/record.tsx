// The record of a settled prompt: what was asked, who decided, from where and when, and how its deadline was moved.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { nameEmptyAnswer } from '../../src/core/answer.ts';
import { answerLabels } from '../../src/core/picks.ts';
import type { Outcome } from '../../src/core/prompt.ts';
import { plainLine } from '../../src/core/visible-text.ts';
import type { Extension, HistoryDetail } from '../../src/protocol/history.ts';
import { PATHS } from '../../src/protocol/paths.ts';
import { describeDecider } from '../../src/words/describe-decider.ts';
import { strings, tellDuration } from '../i18n/strings.ts';
import { formatMoment } from '../shell/format-moment.ts';
import { callPortal } from '../shell/portal-api.ts';
import { SafeText } from '../shell/safe-text.tsx';
import { WholeAsker } from './asked-by.tsx';
import { Body } from './body.tsx';

export function PromptRecord({ id }: { id: string }) {
  const detail = useSignal<HistoryDetail | 'loading' | 'missing'>('loading');
  useEffect(() => {
    void callPortal<{ prompt: HistoryDetail }>(`${PATHS.history}/${id}`).then((reply) => {
      detail.value = reply.ok ? reply.body.prompt : 'missing';
    });
  }, [id]);
  if (detail.value === 'loading') return <p class="hint">{strings.presence.loading}</p>;
  if (detail.value === 'missing') return <p class="hint">{strings.record.missing}</p>;
  return <Detail prompt={detail.value} />;
}

function Detail({ prompt }: { prompt: HistoryDetail }) {
  const { spec, outcome, key, from, opened_at, extensions, received } = prompt;
  const { body } = spec;
  return (
    <div class="record-detail" data-testid="record-detail">
      {body !== undefined && body.trim() !== '' && <Body text={body} folds={false} />}
      <dl>
        {spec.options.length > 0 && (
          <Fact name={strings.record.options}>
            <Options prompt={prompt} />
          </Fact>
        )}
        {outcome && <Answer outcome={outcome} prompt={prompt} />}
        <Fact name={strings.record.asked}>{formatMoment(opened_at)}</Fact>
        {from && (
          <Fact name={strings.record.askedBy}>
            <WholeAsker from={from} />
          </Fact>
        )}
        {outcome && <EndFacts outcome={outcome} />}
        {extensions.length > 0 && (
          <Fact name={strings.record.extensions}>
            <Extensions extensions={extensions} />
          </Fact>
        )}
        {outcome?.status === 'answered' && (
          <Fact name={strings.record.deliveryState}>
            {received ? strings.record.received : strings.record.notReceived}
          </Fact>
        )}
        {key !== null && (
          <Fact name={strings.record.key}>
            <SafeText text={key} />
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Options({ prompt: { spec, outcome } }: { prompt: HistoryDetail }) {
  return (
    <ul class="record-options">
      {spec.options.map(({ value, label }) => (
        <li key={value} class={outcome?.values.includes(value) ? 'chosen' : ''}>
          <SafeText text={label} />
        </li>
      ))}
    </ul>
  );
}

function Answer({ outcome, prompt }: { outcome: Outcome; prompt: HistoryDetail }) {
  const { options } = prompt.spec;
  const labelOf = (value: string) => options.find((option) => option.value === value)?.label ?? value;
  const answers = answerLabels(outcome, options);
  const mark = nameEmptyAnswer(outcome);
  return (
    <>
      {mark !== null && <Fact name={strings.record.answer}>{strings.history.emptyAnswers[mark]}</Fact>}
      {mark === null && answers.length > 0 && (
        <Fact name={strings.record.answer}>
          <ul>
            {answers.map((answer) => (
              <li key={answer}>
                <SafeText text={answer} />
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {outcome.note !== null && (
        <Fact name={strings.record.note}>
          <SafeText text={outcome.note} />
        </Fact>
      )}
      {Object.entries(outcome.notes).map(([value, note]) => (
        <Fact key={value} name={strings.record.noteOn(plainLine(labelOf(value)))}>
          <SafeText text={note} />
        </Fact>
      ))}
      <Fact name={strings.record.by}>
        {strings.record.surfaces[outcome.cause ?? outcome.by]}
        {outcome.who && (
          <p class="hint" data-testid="decider">
            <SafeText text={describeDecider(outcome.who, strings.outcome)} />
          </p>
        )}
      </Fact>
    </>
  );
}

function EndFacts({ outcome: { settled_at, elapsed_ms, seen_at } }: { outcome: Outcome }) {
  return (
    <>
      <Fact name={strings.record.settled}>
        {formatMoment(settled_at)} · {strings.record.after(tellDuration(elapsed_ms))}
      </Fact>
      <Fact name={strings.record.seen}>{seen_at === null ? strings.record.neverSeen : formatMoment(seen_at)}</Fact>
    </>
  );
}

function Extensions({ extensions }: { extensions: readonly Extension[] }) {
  const describeLeft = (ms: number | null) =>
    ms === null ? strings.record.noLimit : strings.record.leftThen(tellDuration(ms));
  return (
    <ul>
      {extensions.map(({ at, by, remaining_ms }, index) => (
        <li key={index}>
          {formatMoment(at)} · {strings.record.surfaces[by]} · {describeLeft(remaining_ms)}
        </li>
      ))}
    </ul>
  );
}

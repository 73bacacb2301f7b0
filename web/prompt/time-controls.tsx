// Controls that move the deadline: by one minute, by five, or to a typed time left.
import { useSignal } from '@preact/signals';
import { MINUTE } from '../../src/core/limits.ts';
import type { PromptView } from '../../src/protocol/view.ts';
import type { Countdown } from '../../src/session/countdown.ts';
import { strings } from '../i18n/strings.ts';
import type { PromptModel } from './prompt-model.ts';

export function TimeControls({
  model,
  view,
  countdown,
}: {
  model: PromptModel;
  view: PromptView;
  countdown: Countdown;
}) {
  return (
    <section class="time-controls" aria-label={strings.time.left}>
      {countdown.deadline !== null && <ExtendButtons model={model} view={view} />}
      <TimeField model={model} />
    </section>
  );
}

function ExtendButtons({ model, view }: { model: PromptModel; view: PromptView }) {
  const atMaximum = view.max_remaining_ms !== null && (view.remaining_ms ?? 0) > view.max_remaining_ms - 1;
  const extend = (ms: number) => {
    if (!atMaximum) model.extend(ms);
  };
  return (
    <>
      <div class="extend">
        <button type="button" class="button" aria-disabled={atMaximum} onClick={() => extend(MINUTE)}>
          {strings.time.extendOne}
        </button>
        <button type="button" class="button" aria-disabled={atMaximum} onClick={() => extend(5 * MINUTE)}>
          {strings.time.extendFive}
        </button>
      </div>
      {atMaximum && <p class="hint">{strings.time.atMaximum}</p>}
    </>
  );
}

function TimeField({ model }: { model: PromptModel }) {
  const text = useSignal('');
  const notice = model.notice.value?.about === 'time' ? strings.notices[model.notice.value.reason] : null;
  const set = (event: Event) => {
    event.preventDefault();
    if (model.setTimeLeft(text.value)) text.value = '';
  };
  return (
    <form class="time-field" onSubmit={set} noValidate>
      <label for="time-left">{strings.time.setLabel}</label>
      <div class="time-row">
        <input
          id="time-left"
          type="text"
          autocomplete="off"
          spellcheck={false}
          value={text}
          placeholder={strings.time.setHint}
          aria-describedby="time-notice"
          aria-invalid={notice !== null}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="button">
          {strings.time.set}
        </button>
      </div>
      <p id="time-notice" class="notice" role="alert">
        {notice}
      </p>
    </form>
  );
}

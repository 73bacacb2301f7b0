// The page of one prompt, whatever its state.
import type { PromptView as View } from '../../src/protocol/view.ts';
import { strings } from '../i18n/strings.ts';
import type { PromptModel } from '../models/prompt.ts';
import { Countdown } from './countdown.tsx';
import { Heading } from './heading.tsx';
import { NextSteps } from './next-steps.tsx';
import { PromptForm } from './prompt-form.tsx';
import { SettledView } from './settled-view.tsx';
import { TimeControls } from './time-controls.tsx';

export function PromptView({ model }: { model: PromptModel }) {
  const settlement = model.settlement.value;
  const view = model.view.value;
  const presence = model.presence.value;
  if (settlement) return <SettledView id={model.id} settlement={settlement} />;
  if (presence === 'missing') return <MissingView />;
  if (view) return <OpenPrompt model={model} view={view} />;
  return <p class="card waiting">{presence === 'looking' ? strings.presence.looking : strings.presence.loading}</p>;
}

function OpenPrompt({ model, view }: { model: PromptModel; view: View }) {
  const reading = model.reading.value;
  if (!reading) return null;
  return (
    <section class="card prompt" data-testid="prompt">
      <PromptForm model={model} spec={view.spec} />
      <div class="instrument">
        <Countdown view={view} reading={reading} />
        {view.spec.extendable && <TimeControls model={model} view={view} reading={reading} />}
      </div>
    </section>
  );
}

function MissingView() {
  return (
    <section class="card settled" data-testid="missing">
      <Heading>{strings.presence.missing}</Heading>
      <p class="explanation">{strings.presence.missingText}</p>
      <NextSteps />
    </section>
  );
}

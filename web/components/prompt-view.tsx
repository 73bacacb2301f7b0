// The page of one prompt, whatever its state.
import type { PromptView as View } from '../../src/protocol/view.ts';
import { settledChunk } from '../chunks.ts';
import { strings } from '../i18n/strings.ts';
import type { PromptModel } from '../models/prompt.ts';
import type { Settlement } from '../models/settlement.ts';
import { summarizeSettlement } from '../settled-words.ts';
import { Countdown } from './countdown.tsx';
import { Heading } from './heading.tsx';
import { Loaded } from './loaded.tsx';
import { PromptForm } from './prompt-form.tsx';
import { TimeControls } from './time-controls.tsx';

export function PromptView({ model }: { model: PromptModel }) {
  const settlement = model.settlement.value;
  const view = model.view.value;
  const presence = model.presence.value;
  if (settlement) return <Settled id={model.id} settlement={settlement} />;
  if (presence === 'missing') return <Loaded chunk={settledChunk}>{({ MissingView }) => <MissingView />}</Loaded>;
  if (view) return <OpenPrompt model={model} view={view} />;
  return <p class="card waiting">{presence === 'looking' ? strings.presence.looking : strings.presence.loading}</p>;
}

/** Said in one line where the rest cannot be had: the portal may be gone by now. */
function Settled({ id, settlement }: { id: string; settlement: Settlement }) {
  const oneLine = (
    <section class="card waiting">
      <Heading live>{summarizeSettlement(settlement)}</Heading>
    </section>
  );
  return (
    <Loaded chunk={settledChunk} failed={oneLine}>
      {({ SettledView }) => <SettledView id={id} settlement={settlement} />}
    </Loaded>
  );
}

function OpenPrompt({ model, view }: { model: PromptModel; view: View }) {
  const reading = model.reading.value;
  if (!reading) return null;
  return (
    <section class="card prompt" data-testid="prompt">
      <PromptForm model={model} spec={view.spec} />
      <div class="instrument">
        <Countdown view={view} reading={model.reading} />
        {view.spec.extendable && <TimeControls model={model} view={view} reading={reading} />}
      </div>
    </section>
  );
}

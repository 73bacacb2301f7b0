// The page of one prompt, whatever its state.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { hasFilter } from '../../src/core/short-list.ts';
import type { PromptSpec } from '../../src/core/spec.ts';
import type { PromptView as View } from '../../src/protocol/view.ts';
import type { Chunk } from '../chunk.ts';
import { bodyChunk, fieldsChunk, longListChunk, settledChunk } from '../chunks.ts';
import { strings } from '../i18n/strings.ts';
import type { PromptModel } from '../models/prompt.ts';
import type { Settlement } from '../models/settlement.ts';
import { summarizeSettlement } from '../settled-words.ts';
import { useApp } from './context.ts';
import { Countdown } from './countdown.tsx';
import { GraceLine } from './grace-line.tsx';
import { Heading } from './heading.tsx';
import { Loaded } from './loaded.tsx';
import { PromptForm } from './prompt-form.tsx';
import { TimeControls } from './time-controls.tsx';

/** How long a prompt is held back until it can be shown whole: ms. Then what is there of it can be read, if not used. */
const WHOLE_MS = 1_000;

export function PromptView({ model }: { model: PromptModel }) {
  const settlement = model.settlement.value;
  const view = model.view.value;
  const presence = model.presence.value;
  const isOpen = view !== null && !settlement && presence !== 'missing';
  const chunks = isOpen ? chunksOf(view.spec) : [settledChunk];
  for (const chunk of chunks) chunk.load();
  const isWhole = chunks.every(({ state }) => state.value.status !== 'loading');
  const { grace, environment } = useApp();
  const isLate = useSignal(false);
  useEffect(
    () =>
      environment.after(WHOLE_MS, () => {
        isLate.value = true;
      }),
    [],
  );
  const isOnView = isWhole && (isOpen || settlement !== null || presence === 'missing');
  // After it is painted. Before the prompt has come there is nothing whose grace could begin.
  useEffect(() => {
    if (isOnView) grace.show();
  }, [grace, isOnView, settlement === null]);
  if (settlement) return <Settled id={model.id} settlement={settlement} />;
  if (presence === 'missing') return <Loaded chunk={settledChunk}>{({ MissingView }) => <MissingView />}</Loaded>;
  if (isOpen) return isWhole || isLate.value ? <OpenPrompt model={model} view={view} /> : null;
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
  const countdown = model.countdown.value;
  if (!countdown) return null;
  return (
    <section class="card prompt" data-testid="prompt">
      <GraceLine />
      <PromptForm model={model} spec={view.spec} />
      <div class="instrument">
        <Countdown view={view} countdown={model.countdown} />
        {view.spec.extendable && <TimeControls model={model} view={view} countdown={countdown} />}
      </div>
    </section>
  );
}

/** The parts without which an open prompt of `spec` is not whole. */
function chunksOf(spec: PromptSpec): readonly Chunk<unknown>[] {
  const { body } = spec;
  const hasBody = body !== undefined && body.trim() !== '';
  return [fieldsChunk, ...(hasFilter(spec) ? [longListChunk] : []), ...(hasBody ? [bodyChunk] : [])];
}

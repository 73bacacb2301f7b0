// The page of one prompt, in any state.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PromptView as View } from '../../src/protocol/view.ts';
import { strings, tellDuration } from '../i18n/strings.ts';
import { useApp } from '../shell/context.ts';
import { Loading } from '../shell/loading.tsx';
import { Countdown } from './countdown.tsx';
import { GraceLine } from './grace-line.tsx';
import { loadMarkdown, markdown } from './markdown.ts';
import { MissingView } from './missing-view.tsx';
import { PromptForm } from './prompt-form.tsx';
import type { PromptModel } from './prompt-model.ts';
import { SettledView } from './settled-view.tsx';
import { TimeControls } from './time-controls.tsx';

/**
 * How long the prompt waits for the Markdown reader, so that it appears in one piece: ms. After that it is shown without its
 * body.
 */
const BODY_PATIENCE_MS = 1_000;

export function PromptView({ model }: { model: PromptModel }) {
  const settlement = model.settlement.value;
  const view = model.view.value;
  const presence = model.presence.value;
  const isOpen = view !== null && !settlement && presence !== 'missing';
  const hasBody = isOpen && (view.spec.body ?? '').trim() !== '';
  if (hasBody) loadMarkdown();
  const isWhole = !hasBody || markdown.value.status !== 'loading';
  const { grace, environment } = useApp();
  const isLate = useSignal(false);
  useEffect(
    () =>
      environment.after(BODY_PATIENCE_MS, () => {
        isLate.value = true;
      }),
    [],
  );
  const isOnView = isWhole && (isOpen || settlement !== null || presence === 'missing');
  // Runs after the paint. Before the prompt has arrived there is nothing for a grace to protect.
  useEffect(() => {
    if (isOnView) grace.show();
  }, [grace, isOnView, settlement === null]);
  if (settlement) return <SettledView id={model.id} settlement={settlement} />;
  if (presence === 'missing') return <MissingView />;
  if (isOpen) return isWhole || isLate.value ? <OpenPrompt model={model} view={view} /> : null;
  return presence === 'looking' ? <p class="card waiting">{strings.presence.looking}</p> : <Loading />;
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
        {view.delivery === 'kept' && (
          <p class="hint" data-testid="unattended">
            {strings.form.kept(view.asker_grace_ms === null ? null : tellDuration(view.asker_grace_ms))}
          </p>
        )}
      </div>
    </section>
  );
}

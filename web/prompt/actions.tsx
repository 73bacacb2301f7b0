// The buttons that settle a prompt: Submit, clicked or held, and Cancel; and the notice that says what is missing.
import type { ComponentChildren } from 'preact';
import type { PromptSpec } from '../../src/core/spec.ts';
import { strings } from '../i18n/strings.ts';
import { AnswerNotice, isAtField } from './answer-notice.tsx';
import { HoldButton } from './hold-button.tsx';
import type { PromptModel } from './prompt-model.ts';

export interface ActionsProps {
  readonly model: PromptModel;
  readonly spec: PromptSpec;
  readonly busy: boolean;
}

export function Actions({ model, spec, busy }: ActionsProps) {
  return (
    <div class="actions">
      <p class="notice" role="alert" id="notice" data-testid="notice">
        {describeState(model, spec)}
      </p>
      <Forward model={model} spec={spec} busy={busy} />
      <button
        type="button"
        class="button quiet"
        title={strings.form.cancelMeans}
        aria-disabled={busy}
        onClick={() => model.cancel()}
      >
        {model.delayedCancel.canHurry.value ? strings.form.cancelNow : strings.form.cancel}
      </button>
    </div>
  );
}

/** Submit, or Undo while a cancellation can still be undone. */
function Forward({ model, spec, busy }: ActionsProps) {
  const { delayedCancel } = model;
  const seconds = delayedCancel.seconds.value;
  if (seconds === null) return spec.kind === 'confirm' ? null : <Submit model={model} busy={busy} />;
  return (
    <button type="button" class="button undo" aria-label={strings.form.undo} onClick={() => delayedCancel.undo()}>
      {strings.form.undo} {!delayedCancel.isPaused.value && <span class="undo-left">{seconds}</span>}
    </button>
  );
}

function Submit({ model: { form }, busy }: { model: PromptModel; busy: boolean }) {
  if (form.needsHold.value) return <HoldButton class="primary" disabled={busy} form={form} />;
  return (
    <button type="submit" class="button primary" aria-disabled={busy} data-submit>
      {strings.form.submit}
    </button>
  );
}

function describeState(model: PromptModel, spec: PromptSpec): ComponentChildren {
  const decision = model.decision.value;
  if (decision && model.link.state.value === 'open' && decision.sends > 0) return strings.form.sending;
  if (decision) return decision.message.type === 'cancel' ? strings.form.cancelQueued : strings.form.answerQueued;
  if (model.presence.value === 'looking') return strings.presence.looking;
  if (model.delayedCancel.isPaused.value) return strings.form.cancelPaused;
  if (model.delayedCancel.seconds.value !== null) return strings.form.cancelling;
  return isAtField(model.notice.value, spec) ? null : <AnswerNotice model={model} spec={spec} />;
}

// What settles a prompt: Submit, by a click or by holding, and Cancel; and what stands in the way.
import type { ComponentChildren } from 'preact';
import type { PromptSpec } from '../../src/core/spec.ts';
import { fieldsChunk } from '../chunks.ts';
import { strings } from '../i18n/strings.ts';
import type { PromptModel } from '../models/prompt.ts';
import { Loaded } from './loaded.tsx';
import { SafeText } from './safe-text.tsx';

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
      <button type="button" class="button quiet" disabled={busy} onClick={() => model.cancel()}>
        {strings.form.cancel}
      </button>
      {spec.kind !== 'confirm' && <Submit model={model} busy={busy} />}
    </div>
  );
}

function Submit({ model: { form }, busy }: { model: PromptModel; busy: boolean }) {
  if (form.needsHold.value) {
    return (
      <Loaded chunk={fieldsChunk}>
        {({ HoldButton }) => <HoldButton class="primary" disabled={busy} form={form} />}
      </Loaded>
    );
  }
  return (
    <button type="submit" class="button primary" disabled={busy} data-submit>
      {strings.form.submit}
    </button>
  );
}

function describeState(model: PromptModel, spec: PromptSpec): ComponentChildren {
  const decision = model.decision.value;
  if (decision && model.link.state.value === 'open' && decision.sends > 0) return strings.form.sending;
  if (decision) return decision.message.type === 'cancel' ? strings.form.cancelQueued : strings.form.answerQueued;
  if (model.presence.value === 'looking') return strings.presence.looking;
  const notice = model.notice.value;
  if (notice?.about !== 'answer') return null;
  const { reason } = notice;
  const message = spec.kind === 'input' && reason === 'pattern_mismatch' ? spec.pattern_message : undefined;
  if (message !== undefined) return <SafeText text={message} />;
  return strings.notices[reason];
}

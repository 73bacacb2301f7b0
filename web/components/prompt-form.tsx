// An open prompt as a form: options, Submit, Cancel, and what stands in the way.
import { useRef } from 'preact/hooks';
import type { PromptView } from '../../src/protocol/view.ts';
import { strings } from '../i18n/strings.ts';
import type { PromptModel } from '../models/prompt.ts';
import { OptionList } from './option-list.tsx';

export function PromptForm({ model, view }: { model: PromptModel; view: PromptView }) {
  const form = useRef<HTMLFormElement>(null);
  const decision = model.decision.value;
  const busy = decision !== null && decision.sends > 0;
  const submit = (event: Event) => {
    event.preventDefault();
    if (!model.submit()) form.current?.querySelector('input')?.focus();
  };
  return (
    <form ref={form} class="prompt-form" onSubmit={submit}>
      <OptionList model={model} view={view} busy={busy} />
      <div class="actions">
        <p class="notice" role="alert" data-testid="notice">
          {describeState(model)}
        </p>
        <button type="button" class="button quiet" disabled={busy} onClick={() => model.cancel()}>
          {strings.form.cancel}
        </button>
        <button type="submit" class="button primary" disabled={busy}>
          {strings.form.submit}
        </button>
      </div>
    </form>
  );
}

function describeState(model: PromptModel): string | null {
  const decision = model.decision.value;
  if (decision && model.link.state.value === 'open' && decision.sends > 0) return strings.form.sending;
  if (decision) return decision.message.type === 'cancel' ? strings.form.cancelQueued : strings.form.answerQueued;
  if (model.presence.value === 'looking') return strings.presence.looking;
  const notice = model.notice.value;
  return notice?.about === 'answer' ? strings.notices[notice.reason] : null;
}

// An open prompt as a form: the question, what there is to pick or type, and the acts that settle it.
import { useMemo, useRef } from 'preact/hooks';
import { isTyped } from '../../src/core/picks.ts';
import type { PromptSpec } from '../../src/core/spec.ts';
import { bodyChunk, fieldsChunk } from '../chunks.ts';
import { strings } from '../i18n/strings.ts';
import type { AnswerForm } from '../models/answer-form.ts';
import type { PromptModel } from '../models/prompt.ts';
import { Actions } from './actions.tsx';
import { Choices } from './choices.tsx';
import { Heading } from './heading.tsx';
import { Loaded } from './loaded.tsx';
import { SafeText } from './safe-text.tsx';

export function PromptForm({ model, spec }: { model: PromptModel; spec: PromptSpec }) {
  const form = useRef<HTMLFormElement>(null);
  const decision = model.decision.value;
  const busy = decision !== null && decision.sends > 0;
  const submit = (event: Event) => {
    event.preventDefault();
    if (form.current) submitDeliberately(form.current, model.form, spec);
  };
  // Ctrl+Enter submits from anywhere. Plain Enter is for the browser to carry out, which needs a button that submits.
  const submitByKey = (event: KeyboardEvent) => {
    const isForUs = event.target instanceof HTMLInputElement && model.form.needsHold.peek();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || isForUs)) submit(event);
  };
  // Snapshots come with every key that is typed: what was asked is drawn once.
  const fields = useMemo(() => <Fields form={model.form} spec={spec} />, [model, spec]);
  return (
    <form ref={form} class="prompt-form" noValidate onSubmit={submit} onKeyDown={submitByKey}>
      <fieldset disabled={busy}>
        <legend>
          <Heading id="question">
            <SafeText text={spec.question} />
          </Heading>
        </legend>
        {fields}
      </fieldset>
      {model.view.value?.offered && !model.form.draft.touched.value && (
        <p class="hint" data-testid="offered">
          {strings.form.offered}
        </p>
      )}
      <Actions model={model} spec={spec} busy={busy} />
    </form>
  );
}

function Fields({ form, spec }: { form: AnswerForm; spec: PromptSpec }) {
  const { body } = spec;
  return (
    <>
      {body !== undefined && body.trim() !== '' && (
        <Loaded chunk={bodyChunk} waiting={<p class="hint">{strings.presence.loading}</p>}>
          {({ Body }) => <Body text={body} />}
        </Loaded>
      )}
      {(spec.kind === 'select' || spec.kind === 'multi') && <Choices form={form} spec={spec} />}
      {spec.kind === 'confirm' && (
        <Loaded chunk={fieldsChunk}>{({ ConfirmButtons }) => <ConfirmButtons form={form} spec={spec} />}</Loaded>
      )}
      {spec.kind === 'input' && (
        <Loaded chunk={fieldsChunk}>{({ TextAnswer }) => <TextAnswer form={form} spec={spec} />}</Loaded>
      )}
      <Loaded chunk={fieldsChunk} failed={null}>
        {({ AnswerNote }) => <AnswerNote form={form} />}
      </Loaded>
    </>
  );
}

/**
 * Submits, unless what is there is only the asker's preselection: then one key is not enough, and the focus goes to
 * the button. A click on the button, or Enter on it, is always enough.
 */
function submitDeliberately(element: HTMLFormElement, form: AnswerForm, spec: PromptSpec): void {
  if (spec.kind === 'confirm') {
    const allowed = spec.options.find(
      (option) => option.danger && isTyped(option, form.typed.peek().get(option.value)),
    );
    if (allowed) form.decide(allowed.value);
    else if (form.picked.peek().size > 0) form.submit();
    return;
  }
  const button = element.querySelector<HTMLElement>('[data-submit]');
  const isOnButton = button?.matches(':focus, :active') ?? false;
  if (!form.draft.touched.peek() && !isOnButton && form.check()) button?.focus();
  else if (!form.submit()) focusFault(element);
}

/** To what stands in the way, the nearest to it first: a value to type, what is picked, the first option. */
function focusFault(element: HTMLElement): void {
  const nearestFirst = ['[data-check]', '[data-option]:checked', '[data-option]'];
  const fields = nearestFirst.flatMap((selector) => element.querySelector<HTMLElement>(selector) ?? []);
  fields[0]?.focus();
}

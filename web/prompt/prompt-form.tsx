// The form of an open prompt: the question, the options or text field, and the buttons that settle it.
import { useMemo, useRef } from 'preact/hooks';
import { isTyped } from '../../src/core/picks.ts';
import type { PromptSpec } from '../../src/core/spec.ts';
import { strings } from '../i18n/strings.ts';
import { isComposing } from '../shell/composing.ts';
import { Heading } from '../shell/heading.tsx';
import { SafeText } from '../shell/safe-text.tsx';
import { Actions } from './actions.tsx';
import type { AnswerForm } from './answer-form.ts';
import { AskedBy } from './asked-by.tsx';
import { Body } from './body.tsx';
import { Choices } from './choices.tsx';
import { ConfirmButtons } from './confirm-buttons.tsx';
import { AnswerNote } from './notes.tsx';
import type { PromptModel } from './prompt-model.ts';
import { TextAnswer } from './text-answer.tsx';

export function PromptForm({ model, spec }: { model: PromptModel; spec: PromptSpec }) {
  const form = useRef<HTMLFormElement>(null);
  const decision = model.decision.value;
  const busy = decision !== null && decision.sends > 0;
  const submit = (event: Event) => {
    event.preventDefault();
    // The focus may be in the reason of a cancellation.
    if (model.delayedCancel.isPaused.peek()) model.cancel();
    else if (form.current) submitDeliberately(form.current, model.form, spec);
  };
  // Ctrl+Enter submits from anywhere. The browser handles plain Enter, but only with a submit button: where a hold button
  // replaces it, Enter in a field is handled here.
  const submitByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.defaultPrevented || isComposing(event)) return;
    const { target } = event;
    const isForUs = target instanceof HTMLInputElement && model.form.needsHold.peek();
    if (event.ctrlKey || event.metaKey || isForUs) submit(event);
    else if (target instanceof HTMLInputElement && target.matches('[data-option][type=radio]:not(:checked)')) {
      // Enter applies to the focused option, not to the one that is picked.
      event.preventDefault();
      target.click();
    }
  };
  // The focused control is never disabled: clicks are ignored instead.
  const refuseClick = (event: Event) => {
    if (busy && event.target instanceof Element && event.target.closest('label')) event.preventDefault();
  };
  // A state arrives with every typed key, so the fields are rendered once and memoised.
  const fields = useMemo(() => <Fields model={model} spec={spec} />, [model, spec]);
  return (
    <form
      ref={form}
      class="prompt-form"
      noValidate
      onSubmit={submit}
      onKeyDown={submitByKey}
      onPaste={(event) => refuseFiles(event, event.clipboardData, model.form)}
      onDragOver={(event) => refuseFiles(event, event.dataTransfer, null)}
      onDrop={(event) => refuseFiles(event, event.dataTransfer, model.form)}
    >
      <AskedBy from={model.view.value?.from} />
      <fieldset aria-disabled={busy} onClickCapture={refuseClick}>
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

function Fields({ model, spec }: { model: PromptModel; spec: PromptSpec }) {
  const { form } = model;
  const { body } = spec;
  return (
    <>
      {body !== undefined && body.trim() !== '' && <Body text={body} />}
      {(spec.kind === 'select' || spec.kind === 'multi') && <Choices model={model} spec={spec} />}
      {spec.kind === 'confirm' && <ConfirmButtons form={form} spec={spec} />}
      {spec.kind === 'input' && <TextAnswer model={model} spec={spec} />}
      <AnswerNote model={model} spec={spec} />
    </>
  );
}

/**
 * Rejects pasted and dropped images and files, which cannot be part of an answer: the browser would navigate to a dropped
 * one. Shows a notice in `form`.
 */
function refuseFiles(event: Event, carried: DataTransfer | null, form: AnswerForm | null): void {
  if (!carried?.types.includes('Files') || carried.types.includes('text/plain')) return;
  event.preventDefault();
  form?.say('only_text');
}

/**
 * Submits the form. If the draft is only the asker's preselection, one key is not enough: it moves the focus to the button.
 * A click on the button, or Enter on it, always submits.
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
  // A missing note takes the focus by itself.
  else if (!form.submit() && form.problem.peek() !== 'note_missing') focusFault(element);
}

/**
 * Focuses the control that needs attention, the most specific first: a value to type, the picked option, the first option.
 */
function focusFault(element: HTMLElement): void {
  const nearestFirst = ['[data-check]', '.other-text', '[data-option]:checked', '[data-filter]', '[data-option]'];
  const fields = nearestFirst.flatMap((selector) => element.querySelector<HTMLElement>(selector) ?? []);
  fields[0]?.focus();
}

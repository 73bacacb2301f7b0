// One option: a native radio or checkbox and, once it is picked, its note and its danger check. Values stay in the model and
// never go through the DOM.
import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { MultiSpec, Option, PromptSpec, SelectSpec } from '../../src/core/spec.ts';
import { strings } from '../i18n/strings.ts';
import { useApp } from '../shell/context.ts';
import { isByPointer } from '../shell/modality.ts';
import { SafeText } from '../shell/safe-text.tsx';
import type { AnswerForm } from './answer-form.ts';
import { DangerCheck } from './danger-check.tsx';
import { OptionNote } from './notes.tsx';

export interface ChoicesProps {
  readonly form: AnswerForm;
  readonly spec: SelectSpec | MultiSpec;
}

export interface OptionRowProps extends ChoicesProps {
  /** Position among all options. */
  readonly index: number;
  /** The label and hint with the filter's matches highlighted, in place of the plain ones. */
  readonly label?: ComponentChildren;
  readonly hint?: ComponentChildren;
}

export function OptionRow(props: OptionRowProps) {
  const option = props.spec.options[props.index];
  return option ? <Row {...props} option={option} /> : null;
}

function Row({ form, spec, index, option, label, hint }: OptionRowProps & { option: Option }) {
  const app = useApp();
  const checked = useComputed(() => form.picked.value.has(option.value)).value;
  const submitAtOnce = () => {
    const isWanted = app.settings.peek()?.submit_on_pick && spec.kind === 'select' && !option.danger;
    if (isWanted && isByPointer()) form.decide(option.value);
  };
  return (
    <div class={`option ${option.danger ? 'dangerous' : ''}`}>
      <label class="option-main">
        <input
          type={spec.kind === 'multi' ? 'checkbox' : 'radio'}
          name="option"
          value={index}
          checked={checked}
          data-option
          aria-labelledby={`label-${index}`}
          aria-describedby={`about-${index}`}
          onChange={() => form.pick(option.value)}
          onClick={submitAtOnce}
        />
        <span class="option-text">
          <span class="option-label" id={`label-${index}`}>
            {label ?? <SafeText text={option.label} />}
          </span>
          <About spec={spec} option={option} id={`about-${index}`} hint={hint} />
        </span>
      </label>
      {checked && (
        <>
          <OptionNote form={form} option={option} />
          {option.danger && <DangerCheck form={form} option={option} />}
        </>
      )}
    </div>
  );
}

export interface AboutProps {
  readonly spec: PromptSpec;
  readonly option: Option;
  readonly id: string;
  readonly hint?: ComponentChildren;
}

/** The hint and the badges of an option. */
export function About({ spec, option, id, hint }: AboutProps) {
  return (
    <span id={id} class="option-about">
      {option.hint !== undefined && <span class="hint">{hint ?? <SafeText text={option.hint} />}</span>}
      {option.value === spec.recommended && <span class="badge">{strings.form.recommended}</span>}
      {option.danger && <span class="badge urgent">{strings.form.danger}</span>}
      {option.value === spec.fallback && <span class="badge quiet">{strings.form.fallback}</span>}
    </span>
  );
}

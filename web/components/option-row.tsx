// One option: a native radio or checkbox, and once it is picked, its note and its danger. Values stay in the model
// and never go through the DOM.
import { useComputed } from '@preact/signals';
import type { MultiSpec, Option, PromptSpec, SelectSpec } from '../../src/core/spec.ts';
import { fieldsChunk } from '../chunks.ts';
import { strings } from '../i18n/strings.ts';
import { isByPointer } from '../modality.ts';
import type { AnswerForm } from '../models/answer-form.ts';
import { useApp } from './context.ts';
import { Loaded } from './loaded.tsx';
import { SafeText } from './safe-text.tsx';

export interface OptionRowProps {
  readonly form: AnswerForm;
  readonly spec: SelectSpec | MultiSpec;
  /** Position among all options. */
  readonly index: number;
}

export function OptionRow({ form, spec, index }: OptionRowProps) {
  const option = spec.options[index];
  return option ? <Row form={form} spec={spec} index={index} option={option} /> : null;
}

function Row({ form, spec, index, option }: OptionRowProps & { option: Option }) {
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
            <SafeText text={option.label} />
          </span>
          <About spec={spec} option={option} id={`about-${index}`} />
        </span>
      </label>
      {checked && (
        <Loaded chunk={fieldsChunk} failed={null}>
          {({ DangerCheck, OptionNote }) => (
            <>
              <OptionNote form={form} option={option} />
              {option.danger && <DangerCheck form={form} option={option} />}
            </>
          )}
        </Loaded>
      )}
    </div>
  );
}

/** The hint and what else is to be known of an option. */
export function About({ spec, option, id }: { spec: PromptSpec; option: Option; id: string }) {
  return (
    <span id={id} class="option-about">
      {option.hint !== undefined && (
        <span class="hint">
          <SafeText text={option.hint} />
        </span>
      )}
      {option.value === spec.recommended && <span class="badge">{strings.form.recommended}</span>}
      {option.danger && <span class="badge urgent">{strings.form.danger}</span>}
      {option.value === spec.fallback && <span class="badge quiet">{strings.form.fallback}</span>}
    </span>
  );
}

// Yes or no: two buttons that answer at once, unless one of them is dangerous.

import { isTyped } from '../../src/core/picks.ts';
import type { ConfirmSpec, Option } from '../../src/core/spec.ts';
import { strings } from '../i18n/strings.ts';
import { SafeText } from '../shell/safe-text.tsx';
import type { AnswerForm } from './answer-form.ts';
import { DangerCheck } from './danger-check.tsx';
import { HoldButton } from './hold-button.tsx';
import { About } from './option-row.tsx';

interface ConfirmProps {
  readonly form: AnswerForm;
  readonly spec: ConfirmSpec;
}

export function ConfirmButtons({ form, spec }: ConfirmProps) {
  const danger = spec.options.find((option) => option.danger);
  return (
    <>
      <div class="confirm" data-testid="confirm">
        {spec.options.map((option, index) => (
          <div key={option.value} class="confirm-choice">
            <ConfirmButton form={form} option={option} isRecommended={option.value === spec.recommended} />
            <About spec={spec} option={option} id={`about-${index}`} />
          </div>
        ))}
      </div>
      {danger && <p class="hint">{strings.form.holdHint}</p>}
      {danger && <DangerCheck form={form} option={danger} />}
    </>
  );
}

interface ButtonProps {
  readonly form: AnswerForm;
  readonly option: Option;
  readonly isRecommended: boolean;
}

function ConfirmButton({ form, option, isRecommended }: ButtonProps) {
  // A dangerous option never gets the primary style.
  const look = `big ${isRecommended && !option.danger ? 'primary' : ''}`;
  if (option.danger && !isTyped(option, form.typed.value.get(option.value))) {
    return <HoldButton class={look} form={form} option={option} />;
  }
  return (
    <button type="button" class={`button ${look}`} data-option onClick={() => form.decide(option.value)}>
      <SafeText text={option.label} />
    </button>
  );
}

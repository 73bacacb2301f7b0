// The typed answer beside the options of a select: one more radio, and a field once it is chosen.
import { useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { isOther, pickOther } from '../../src/core/picks.ts';
import type { SelectSpec } from '../../src/core/spec.ts';
import { strings } from '../i18n/strings.ts';
import { isByPointer } from '../shell/modality.ts';
import { AnswerNotice, isAtField } from './answer-notice.tsx';
import type { PromptModel } from './prompt-model.ts';

export function OtherRow({ model, spec }: { model: PromptModel; spec: SelectSpec }) {
  const { form } = model;
  const isWrong = isAtField(model.notice.value, spec);
  const field = useRef<HTMLInputElement>(null);
  const chosen = useComputed(() => isOther(spec, form.draft.content.value)).value;
  /** Focuses the field after a click only, so that keys can move past this row. */
  const typeAtOnce = () => {
    if (isByPointer()) requestAnimationFrame(() => field.current?.focus());
  };
  return (
    <div class="option" data-testid="other">
      <label class="option-main">
        <input
          type="radio"
          name="option"
          checked={chosen}
          data-option
          onChange={() => form.change(pickOther)}
          onClick={typeAtOnce}
        />
        <span class="option-label">{strings.form.other}</span>
      </label>
      {chosen && (
        <>
          <input
            ref={field}
            type="text"
            class="other-text"
            dir="auto"
            autocomplete="off"
            data-typing
            aria-label={strings.form.otherLabel}
            aria-describedby="text-problem"
            aria-invalid={isWrong}
            readOnly={form.isLocked.value}
            value={form.draft.content.value.text ?? ''}
            onInput={(event) => {
              const text = event.currentTarget.value;
              form.write((draft) => ({ ...draft, values: [], text }));
            }}
          />
          <p id="text-problem" class="notice" role="alert" data-testid="text-problem">
            {isWrong && <AnswerNotice model={model} spec={spec} />}
          </p>
        </>
      )}
    </div>
  );
}

// The typed answer beside the options of a select: one more radio, and a field once it is chosen.
import { useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { isOther, pickOther } from '../../src/core/picks.ts';
import type { SelectSpec } from '../../src/core/spec.ts';
import { more } from '../i18n/more-strings.ts';
import { isByPointer } from '../modality.ts';
import type { AnswerForm } from '../models/answer-form.ts';

export function OtherRow({ form, spec }: { form: AnswerForm; spec: SelectSpec }) {
  const field = useRef<HTMLInputElement>(null);
  const chosen = useComputed(() => isOther(spec, form.draft.content.value)).value;
  /** Keys pass over it without being caught in the field. */
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
        <span class="option-label">{more.form.other}</span>
      </label>
      {chosen && (
        <input
          ref={field}
          type="text"
          class="other-text"
          autocomplete="off"
          aria-label={more.form.otherLabel}
          value={form.draft.content.value.text ?? ''}
          onInput={(event) => {
            const text = event.currentTarget.value;
            form.change((draft) => ({ ...draft, values: [], text }));
          }}
        />
      )}
    </div>
  );
}

// The field for confirming a dangerous option by typing its value instead of holding the button.
import type { Option } from '../../src/core/spec.ts';
import { strings } from '../i18n/strings.ts';
import { SafeText } from '../shell/safe-text.tsx';
import type { AnswerForm } from './answer-form.ts';

export function DangerCheck({ form, option }: { form: AnswerForm; option: Option }) {
  return (
    <label class="danger-check">
      <span>
        {strings.form.typeBefore}{' '}
        <code>
          <SafeText text={option.value} />
        </code>{' '}
        {strings.form.typeAfter}
      </span>
      <input
        type="text"
        dir="auto"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        data-check
        value={form.typed.value.get(option.value) ?? ''}
        onInput={(event) => form.typeValue(option.value, event.currentTarget.value)}
      />
    </label>
  );
}
